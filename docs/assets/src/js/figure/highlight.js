// Annotated pictures: a mark, its line of the legend and its row of the form light up together, and a number leads to its mark.
// Without this script the number is a link to the mark.

const { all } = guide.dom;
const figures = all("figure.annotated");
const LIT = "is-lit";
let pinned = [];

// Everything that stands for one mark: its parts in the figure, and the row of its field.
function together(figure, number) {
  const parts = all('[data-mark="' + number + '"]', figure);
  parts.slice().forEach((part) => {
    const row = part.dataset.field && document.getElementById("field-" + part.dataset.field);
    if (row && parts.indexOf(row) < 0) parts.push(row);
  });
  return parts;
}

// The same, from any of them; empty for anything else.
function partsAt(target) {
  if (!target || !target.closest) return [];
  const part = target.closest("[data-mark]");
  const figure = part && part.closest("figure.annotated");
  if (figure) return together(figure, part.dataset.mark);
  const row = target.closest('[id^="field-"]');
  if (!row) return [];
  const field = row.id.slice("field-".length);
  return figures.reduce((found, other) => {
    const mark = all("[data-mark][data-field]", other).find((one) => one.dataset.field === field);
    return mark ? found.concat(together(other, mark.dataset.mark)) : found;
  }, []);
}

function light(parts) {
  all("." + LIT).forEach((part) => {
    if (!part.closest(".lightbox") && parts.indexOf(part) < 0) part.classList.remove(LIT);
  });
  parts.forEach((part) => { part.classList.add(LIT); });
}

function bringIntoView(mark) {
  if (!mark) return;
  const box = mark.getBoundingClientRect();
  if (box.top < 80 || box.bottom > window.innerHeight) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    mark.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }
}

function listen() {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse" && !event.target.closest(".lightbox")) {
      const parts = partsAt(event.target);
      light(parts.length ? parts : pinned);
    }
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.closest(".lightbox")) return;
    const parts = partsAt(event.target);
    light(parts.length ? parts : pinned);
  });
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.target.closest(".lightbox")) return;
    const number = event.target.closest("figure.annotated .legend-number");
    if (!number && event.target.closest("a, button, input, select, textarea, summary, label")) return;
    const parts = partsAt(event.target);
    const again = parts.length && pinned[0] === parts[0] && !number;
    pinned = again ? [] : parts;
    light(pinned);
    if (number) {
      event.preventDefault();
      bringIntoView(number.closest("figure.annotated").querySelector(".mark" + '[data-mark="' + number.closest("li").dataset.mark + '"]'));
    }
  });
}

if (figures.length) listen();
