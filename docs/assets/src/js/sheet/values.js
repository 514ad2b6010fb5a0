// What the reader has kept on the data sheet, beside each field of the stage that asks for it. Without this script it is looked up
// on the sheet.

const { all, element, readData } = guide.dom;
const { uses, words } = readData("guide-sheet") || {};

function lineWith(value) {
  const line = element("p", "own-value");
  const shown = element("span", "own-typed", value);
  shown.dataset.copy = value;
  if (/[\u3400-\u9fff]/.test(value)) shown.lang = "zh-Hans";
  line.append(element("span", "own-title", words.yours), shown, guide.copyButton(shown));
  return line;
}

function draw() {
  const kept = guide.store.readSheet() || new Map();
  all("tr[data-field]").forEach((row) => {
    const value = kept.get(uses[row.dataset.field]);
    const before = row.querySelector(".own-value");
    if (before) before.remove();
    const place = row.querySelector(".enter");
    if (value) place.insertBefore(lineWith(value), place.querySelector(".more"));
  });
}

if (uses && guide.store) {
  draw();
  window.addEventListener("storage", (event) => {
    if (event.key === null || event.key.endsWith("/sheet")) draw();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) draw();
  });
}
