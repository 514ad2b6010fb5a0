// On phones a picture shows the part that is marked, large enough to be read, with a small map of the whole; a part that is wider
// than a phone can show at once is moved by the finger. Without this script the whole picture is shown, smaller.

const { all, element } = guide.dom;
const PHONE = window.matchMedia("(max-width: 40em)");
const WIDEST = 456; // pixels of the picture across a phone of 375 px, at which 14 px are read as 11
const MARGIN = 8; // beside what is shown
const SVG = "http://www.w3.org/2000/svg";

function draw(tag, attributes, parent) {
  const drawing = parent.appendChild(document.createElementNS(SVG, tag));
  Object.keys(attributes).forEach((name) => drawing.setAttribute(name, attributes[name]));
  return drawing;
}

// Pictures are fetched when they come near; one that can't be fetched is done with too.
function whenLoaded(image, act) {
  if (image.complete) act();
  else ["load", "error"].forEach((event) => image.addEventListener(event, act, { once: true }));
}

// What the link to the full size says, where the part cuts it off; for who sees it, as the link itself is still there.
function labelOf(shot) {
  const label = shot.querySelector(".zoom span").cloneNode(true);
  label.className = "zoom-label";
  label.setAttribute("aria-hidden", "true");
  label.addEventListener("click", () => shot.querySelector(".zoom").click());
  return label;
}

// Where in the whole the part lies.
function drawMap(frame, image, [x, y, width, height]) {
  const size = { width: image.getAttribute("width"), height: image.getAttribute("height") };
  const map = draw("svg", { class: "shot-map", viewBox: `0 0 ${size.width} ${size.height}`, "aria-hidden": "true" }, frame);
  const whole = draw("image", size, map);
  whenLoaded(image, () => whole.setAttribute("href", image.getAttribute("src")));
  draw("path", { class: "shot-map-rest", "fill-rule": "evenodd", d: `M0 0H${size.width}V${size.height}H0ZM${x} ${y}h${width}v${height}h${-width}Z` }, map);
  draw("rect", { class: "shot-map-part", x, y, width, height, "vector-effect": "non-scaling-stroke" }, map);
}

// Of a part that is wider than is shown, what is seen at first: its beginning, or more to the right if what is clicked is there.
function startOf(shot, x) {
  const ends = all(".marks .mark-arrow .line", shot).map((line) => Number(line.getAttribute("x")) + Number(line.getAttribute("width")));
  return Math.max(Math.max.apply(null, [0, ...ends]) + 8 - WIDEST, x);
}

// What is not shown can't be scrolled. Browsers that can't say when it is begin at its left.
function whenSeen(view, act) {
  if (!window.IntersectionObserver) return act();
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    act();
  });
  observer.observe(view);
}

function crop(shot) {
  const part = shot.dataset.crop.split(" ").map(Number);
  const [x, y, width, height] = part;
  const image = shot.querySelector("img");
  const frame = shot.closest(".frame");
  const view = element("div", "shot-view");
  const room = document.documentElement.clientWidth - 2 * MARGIN; // the frame is as wide as the screen; this one may be hidden
  const scale = Math.min(room / Math.min(width, WIDEST), 1);
  shot.before(view);
  view.append(shot);
  shot.style.width = `${image.getAttribute("width") * scale}px`;
  shot.style.transform = `translate(${-x * scale}px, ${-y * scale}px)`;
  view.style.height = `${height * scale}px`;
  view.style.width = `${Math.min(width * scale, room)}px`;
  whenSeen(view, () => { view.scrollLeft = (startOf(shot, x) - x) * scale; });
  frame.classList.add("is-cropped");
  drawMap(frame, image, part);
  frame.append(labelOf(shot));
}

function uncrop(view) {
  const shot = view.firstElementChild;
  shot.style.width = shot.style.transform = "";
  const frame = shot.closest(".frame");
  frame.classList.remove("is-cropped");
  all(".shot-map, .zoom-label", frame).forEach((one) => one.remove());
  view.replaceWith(shot);
}

function update() {
  all(".shot-view").forEach(uncrop);
  if (PHONE.matches) all(".shot[data-crop]").forEach(crop);
}

// The marks come with their picture, not before it.
function showMarksWithPicture(shot) {
  shot.classList.add("is-coming");
  whenLoaded(shot.querySelector("img"), () => shot.classList.remove("is-coming"));
}

all("figure.annotated .shot").forEach(showMarksWithPicture);
update();
let widthSeen = window.innerWidth;
window.addEventListener("resize", () => {
  if (window.innerWidth !== widthSeen) update();
  widthSeen = window.innerWidth;
});
