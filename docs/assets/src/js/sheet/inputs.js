// The data sheet: what is typed stays on this page, and in this browser if the reader wants it kept. Nothing is sent.
// Without this script it is a table with blanks, to be filled in on paper.

const { all, element, ready, say } = guide.dom;

// The value as paper shows it: over as many lines as it takes.
function addPrinted(input) {
  const printed = element("span", "sheet-printed");
  printed.setAttribute("aria-hidden", "true");
  input.parentNode.append(printed);
  input.addEventListener("input", () => { printed.textContent = input.value; });
}

function addCopy(input) {
  const label = document.querySelector(`label[for="${input.id}"] .portal-label`);
  const made = guide.copyButton(input, { textOf: () => input.value.trim(), name: label.textContent });
  made.disabled = true;
  input.after(made);
  input.addEventListener("input", () => { made.disabled = !input.value.trim(); });
}

function start(sheet) {
  const { store } = guide;
  const box = sheet.querySelector("[data-sheet-keep]");
  const note = sheet.querySelector("[data-sheet-kept]");
  const inputs = all("[data-sheet]", sheet);
  let isShowing = false; // what is being shown is not what the reader types

  function refuse() {
    box.checked = false;
    box.disabled = true;
    note.textContent = note.dataset.refused;
    say(note.textContent);
  }

  function keep() {
    if (isShowing || !box.checked) return;
    const values = inputs.map((input) => [input.dataset.sheet, input.value.trim()]).filter(([, value]) => value);
    if (!store.writeSheet(new Map(values))) refuse();
  }

  function show(values) {
    isShowing = true;
    inputs.forEach((input) => {
      const value = values.get(input.dataset.sheet) || "";
      if (input.value.trim() === value) return;
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    isShowing = false;
  }

  function clear() {
    box.checked = false;
    show(new Map());
  }

  function read() {
    const kept = store.readSheet();
    box.checked = kept !== null;
    if (kept) show(kept);
  }

  inputs.forEach((input) => {
    addPrinted(input);
    addCopy(input);
  });
  sheet.addEventListener("input", keep);
  box.addEventListener("change", () => {
    if (box.checked) keep();
    else store.writeSheet(null);
  });
  // Changed or forgotten in another tab, if both keep it.
  window.addEventListener("storage", () => {
    if (!box.checked) return;
    const kept = store.readSheet();
    if (kept) show(kept);
    else clear();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && box.checked) (store.readSheet() ? read : clear)();
  });
  read();
  guide.sheet = { clear };
}

// After the checks have begun to listen: what was kept is checked too.
ready(() => all(".sheet").forEach(start));
