// Everything that this browser keeps of the reader in this guide for this buyer, deleted at one stroke.

const { all, readData } = guide.dom;

function forget() {
  guide.store.forget();
  guide.progress.clear(); // shows that nothing is ticked
  if (guide.sheet) guide.sheet.clear();
}

all("[data-forget]").forEach((button) => {
  button.addEventListener("click", () => guide.askFirst(button, readData("guide-forget"), forget));
});
