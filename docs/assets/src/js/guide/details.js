// Folded parts open for who is led to something in them, and for paper.

const { all, targetOf, unfold } = guide.dom;
let folded = [];

function unfoldTarget() {
  const target = targetOf(location.hash);
  if (unfold(target)) target.scrollIntoView();
}

window.addEventListener("hashchange", unfoldTarget);
unfoldTarget();

window.addEventListener("beforeprint", () => {
  folded = all("details:not([open])");
  folded.forEach((part) => { part.open = true; });
});
window.addEventListener("afterprint", () => {
  folded.forEach((part) => { part.open = false; });
  folded = [];
});
