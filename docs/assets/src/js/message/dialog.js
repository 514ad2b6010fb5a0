// The dialog in which readers tell the buyer's desk how far they are.

const { keepFocus } = guide.dom;
let open = null; // { shade, opener }

function openDialog(opener) {
  const template = document.getElementById("guide-dialog");
  if (!template || open) return;
  const shade = template.content.cloneNode(true).querySelector(".dialog-shade");
  document.body.append(shade);
  document.documentElement.classList.add("has-dialog");
  open = { shade, opener };
  guide.drawMessages();
  shade.querySelector(".dialog-title").focus();
}

function closeDialog() {
  open.shade.remove();
  document.documentElement.classList.remove("has-dialog");
  open.opener.focus();
  open = null;
}

document.addEventListener("keydown", (event) => {
  if (!open) return;
  if (event.key === "Escape") closeDialog();
  if (event.key === "Tab") keepFocus(event, open.shade);
});
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-progress-tell]");
  if (opener) openDialog(opener);
  else if (open && (event.target.closest("[data-close]") || event.target === open.shade)) closeDialog();
});
