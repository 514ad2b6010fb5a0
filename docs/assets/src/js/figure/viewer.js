// The viewer that a tap on a picture opens: full size, with its marks and, one by one, the lines of its legend. Without this
// script the picture is a link to its file.

const { all, button, element, keepFocus } = guide.dom;
const { makeZoom, followPointers } = guide.zoom;

const ICONS = {
  close: "M6 6l12 12M18 6L6 18",
  zoomIn: "M12 5v14M5 12h14",
  zoomOut: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  previous: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7"
};
const LIT = "is-lit";
const STEP = 1.4; // of the buttons that zoom
let viewer = null; // the parts of the dialog, made when first needed
let open = null; // what it shows

function add(tag, className, parent) {
  return parent.appendChild(element(tag, className));
}

function addButton(icon, parent, act) {
  const made = parent.appendChild(button("lightbox-" + icon, "", act));
  made.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="' + ICONS[icon] + '"/></svg>';
  return made;
}

function makeViewer() {
  const box = element("div", "lightbox");
  box.hidden = true;
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-modal", "true");
  const bar = add("div", "lightbox-bar", box);
  const made = { box: box, title: add("p", "lightbox-title", bar) };
  made.fit = addButton("fit", bar, () => made.zoom.fit());
  made.zoomOut = addButton("zoomOut", bar, () => made.zoom.by(1 / STEP));
  made.zoomIn = addButton("zoomIn", bar, () => made.zoom.by(STEP));
  made.close = addButton("close", bar, close);
  made.stage = add("div", "lightbox-stage", box);
  made.stage.tabIndex = 0;
  made.words = add("div", "lightbox-words", box);
  made.previous = addButton("previous", made.words, () => { step(-1); });
  made.line = add("div", "lightbox-line", made.words);
  made.line.setAttribute("aria-live", "polite");
  made.next = addButton("next", made.words, () => { step(1); });
  box.addEventListener("keydown", onKey);
  made.zoom = makeZoom(made.stage, ({ zoom, isLargest, isSmallest }) => {
    made.zoomIn.disabled = isLargest;
    made.zoomOut.disabled = isSmallest;
    box.classList.toggle("is-large", zoom > 0.95);
  });
  followPointers(made.stage, made.zoom, (event) => {
    if (!open) return;
    const mark = event.target.closest("[data-mark]");
    const number = mark ? Number(mark.dataset.mark) : numberAt(open.canvas, event);
    if (number) select(number);
  });
  document.body.appendChild(box);
  return made;
}

function show(figure, link, point) {
  viewer = viewer || makeViewer();
  const shot = figure.querySelector(".shot");
  const copy = element("div", "shot");
  const canvas = add("div", "canvas", copy);
  all("img, .marks, .pins", shot).forEach((part) => {
    if (part.parentNode === shot) canvas.appendChild(part.cloneNode(true));
  });
  all("[id]", canvas).forEach((part) => { part.removeAttribute("id"); });
  all("." + LIT, canvas).forEach((part) => { part.classList.remove(LIT); });
  canvas.querySelector("img").removeAttribute("loading");
  viewer.stage.textContent = "";
  viewer.stage.appendChild(copy);

  open = {
    link, canvas, number: 0, lines: all(".legend > li[data-mark]", figure), hidden: []
  };
  viewer.title.textContent = figure.querySelector(".figure-title").textContent;
  viewer.box.setAttribute("aria-label", viewer.title.textContent);
  ["close", "zoomIn", "zoomOut", "fit", "previous", "next"].forEach((name) => {
    viewer[name].setAttribute("aria-label", figure.dataset[name]);
    viewer[name].title = figure.dataset[name];
  });
  viewer.stage.setAttribute("aria-label", viewer.title.textContent);
  viewer.words.hidden = !open.lines.length;

  Array.from(document.body.children).forEach((part) => {
    if (part !== viewer.box && !part.hasAttribute("aria-hidden")) {
      part.setAttribute("aria-hidden", "true");
      part.inert = true;
      open.hidden.push(part);
    }
  });
  document.documentElement.classList.add("lightbox-open");
  viewer.box.hidden = false;

  viewer.zoom.open(canvas, shot.querySelector("img"));
  select(point ? numberAt(figure, point) : 0);
  if (!open.number) viewer.zoom.centre(...placeOf(shot, point));
  viewer.close.focus({ preventScroll: true });
  try { history.pushState({ lightbox: true }, ""); open.inHistory = true; } catch (refused) { open.inHistory = false; }
}

// What is brought to the middle, as parts of the picture's width and height: where the reader pointed, else what is marked.
function placeOf(shot, point) {
  if (point) return [point.x, point.y];
  const image = shot.querySelector("img");
  const boxes = all(".marks .mark[data-mark] .line", shot).map((line) => ["x", "y", "width", "height"].map((name) => Number(line.getAttribute(name))));
  if (!boxes.length) return [0, 0];
  const [x, y, width, height] = boxes[0];
  return [(x + width / 2) / Number(image.getAttribute("width")), (y + height / 2) / Number(image.getAttribute("height"))];
}

// The way back on a phone is the back gesture: it closes the viewer and stays on the page.
window.addEventListener("popstate", () => { if (open) hide(); });

function close() {
  const back = open && open.inHistory;
  hide();
  if (back) history.back();
}

function hide() {
  if (!open) return;
  const was = open;
  open = null;
  viewer.box.hidden = true;
  viewer.stage.textContent = "";
  document.documentElement.classList.remove("lightbox-open");
  was.hidden.forEach((part) => { part.removeAttribute("aria-hidden"); part.inert = false; });
  was.link.focus({ preventScroll: true });
}

function numberAt(figure, point) {
  const inside = all(".marks .mark[data-mark]", figure).filter((mark) => {
    const box = mark.getBoundingClientRect();
    return point.clientX >= box.left && point.clientX <= box.right && point.clientY >= box.top && point.clientY <= box.bottom;
  });
  inside.sort((a, b) => {
    const one = a.getBoundingClientRect(), other = b.getBoundingClientRect();
    return one.width * one.height - other.width * other.height;
  });
  return inside.length ? Number(inside[0].dataset.mark) : 0;
}

function step(by) {
  select(Math.min(Math.max(open.number + by, 1), open.lines.length));
}

// Lights up one mark and shows its line of the legend; 0 for none.
function select(number) {
  open.number = number;
  all("[data-mark]", open.canvas).forEach((part) => {
    part.classList.toggle(LIT, Number(part.dataset.mark) === number);
  });
  viewer.previous.disabled = number <= 1;
  viewer.next.disabled = number >= open.lines.length;
  viewer.line.textContent = "";
  if (!number) {
    viewer.line.textContent = viewer.title.textContent;
    return;
  }
  const line = open.lines[number - 1];
  const badge = add("span", "legend-number", viewer.line);
  badge.textContent = number;
  viewer.line.appendChild(line.querySelector(".legend-words").cloneNode(true));
  all("[id]", viewer.line).forEach((part) => { part.removeAttribute("id"); });
  all("button", viewer.line).forEach((part) => { part.parentNode.removeChild(part); }); // copies that do nothing
  const parts = all('[data-mark="' + number + '"] .line, [data-mark="' + number + '"] .disc', open.canvas).map((part) => part.getBoundingClientRect());
  if (!parts.length) return;
  const left = least(parts, "left"), top = least(parts, "top");
  viewer.zoom.bring(left, top, -least(parts, "right", -1) - left, -least(parts, "bottom", -1) - top);
}

function least(boxes, side, sign) {
  return Math.min.apply(null, boxes.map((box) => (sign || 1) * box[side]));
}

function onKey(event) {
  const key = event.key;
  if (key === "Escape") close();
  else if (key === "+" || key === "=") viewer.zoom.by(STEP);
  else if (key === "-" || key === "_") viewer.zoom.by(1 / STEP);
  else if (key === "0") viewer.zoom.fit();
  else if (key === "PageDown") step(1);
  else if (key === "PageUp") step(-1);
  else if (key === "Tab") keepFocus(event, viewer.box);
  else return;
  if (key !== "Tab") event.preventDefault();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("figure.annotated .zoom");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const box = link.closest(".shot").getBoundingClientRect();
  // A click by the keyboard comes from nowhere, and one on the words above the picture points at no place in it.
  const point = event.detail && !event.target.closest(".zoom span") ? {
    x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height,
    clientX: event.clientX, clientY: event.clientY
  } : null;
  show(link.closest("figure.annotated"), link, point);
});
