// On phones, what is not needed for the next thing is folded at first: tips, troubles, the options that are not recommended. Without
// this script, and on wider screens, it lies open; paper has all of it.

const { all, button } = guide.dom;
const root = document.documentElement;

// early.js has said whether, and hides what they hold until they are shut, so that nothing moves.
function foldParts() {
  if (root.dataset.folds === "shut") all("details[data-fold]").forEach((part) => { part.open = false; });
  root.removeAttribute("data-folds");
}

// Shows the recommended options of `table` alone, with a button for the others.
function foldChoices(table) {
  if (!table.querySelector(".chosen") || !table.querySelector("tbody tr:not(.chosen)")) return;
  const opener = button("quiet-button choices-more", table.dataset.more, () => {
    const isShort = table.classList.toggle("is-short");
    opener.setAttribute("aria-expanded", String(!isShort));
  });
  opener.setAttribute("aria-expanded", "false");
  table.classList.add("is-short");
  table.after(opener);
}

foldParts();
all("table.choices").forEach(foldChoices);
