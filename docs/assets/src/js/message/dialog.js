// The dialog with a message for the buyer's desk: how far the reader is, or another one that the page has for this moment.

const { keepFocus } = guide.dom;
let open = null; // { shade, opener }

// Opens the dialog; with the element `message` it shows that one and nothing else.
function openDialog(opener, message) {
  const template = document.getElementById("guide-dialog");
  if (!template || open) return;
  const shade = template.content.cloneNode(true).querySelector(".dialog-shade");
  const title = shade.querySelector(".dialog-title");
  if (message) {
    const body = shade.querySelector(".dialog-body");
    const name = message.querySelector(".message-title");
    title.textContent = name.textContent;
    name.remove();
    body.textContent = "";
    body.append(message);
  }
  document.body.append(shade);
  document.documentElement.classList.add("has-dialog");
  open = { shade, opener };
  guide.drawMessages();
  title.focus();
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
  if (opener) openDialog(opener, null);
  else if (open && open.shade.contains(event.target) && (event.target.closest(".dialog-close") || event.target === open.shade)) closeDialog();
});

guide.openDialog = openDialog;
