// The dialog that leads to another device: a link to copy, and a QR code of it. With the link go the ticks and nothing else.

const { keepFocus } = guide.dom;
let open = null; // { shade, opener }

// The page and the place on it that are shown, as one address within the site.
function placeOf(opener) {
  const step = opener.closest("[data-step]");
  const shown = step ? step.dataset.step : /^#[\w-]+$/.test(location.hash) ? location.hash.slice(1) : "";
  return { page: location.pathname.split("/").pop() || "index.html", part: shown };
}

function linkFrom(opener, withDays) {
  const { page, part } = placeOf(opener);
  const progress = guide.progress.isBegun() ? `p=${guide.progress.payload(withDays)}` : "";
  const hash = [part, progress].filter(Boolean).join("&");
  return guide.addressOf(page + (hash && `#${hash}`));
}

function close() {
  open.shade.remove();
  document.documentElement.classList.remove("has-dialog");
  open.opener.focus();
  open = null;
}

function openShareDialog(opener) {
  if (open) return;
  const shade = document.getElementById("guide-share").content.cloneNode(true).querySelector(".dialog-shade");
  const part = (name) => shade.querySelector(`[data-share-${name}]`);
  const link = linkFrom(opener, true);
  part("nowhere").hidden = Boolean(link);
  part("ways").hidden = !link;
  part("carries").hidden = !guide.progress.isBegun();
  part("link").textContent = link;
  part("copy").addEventListener("click", () => {
    const answer = shade.querySelector("[role=status]");
    guide.copier.copy(link, { button: part("copy"), shown: part("link"), done: guide.progress.data.words.share_copied, tell: (text) => { answer.textContent = text; } });
  });
  // A code holds less than an address: without the days it is shorter by some.
  const drawing = link && (guide.qr.drawing(link) || guide.qr.drawing(linkFrom(opener, false)));
  part("code").hidden = !drawing;
  if (drawing) {
    drawing.setAttribute("aria-label", part("code").dataset.shareCode);
    part("code").querySelector("h3").after(drawing);
  }
  document.body.append(shade);
  document.documentElement.classList.add("has-dialog");
  open = { shade, opener };
  shade.querySelector(".dialog-title").focus();
}

document.addEventListener("keydown", (event) => {
  if (!open) return;
  if (event.key === "Escape") close();
  if (event.key === "Tab") keepFocus(event, open.shade);
});
document.addEventListener("click", (event) => {
  if (open && open.shade.contains(event.target) && (event.target === open.shade || event.target.closest(".dialog-close"))) close();
});

guide.openShareDialog = openShareDialog;
