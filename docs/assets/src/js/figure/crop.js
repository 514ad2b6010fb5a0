// On phones a picture shows the part that is marked, large enough to be read, with a small map of the whole; a part that is wider
// than a phone can show at once is moved by the finger. Without this script the whole picture is shown, smaller.

const { all, element, svg } = guide.dom;
const PHONE = window.matchMedia("(max-width: 40em)");
const WIDEST = 456; // pixels of the picture across a phone of 375 px, at which 14 px are read as 11
const MARGIN = 8; // beside what is shown

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
  const whole = svg("image", size);
  whenLoaded(image, () => whole.setAttribute("href", image.getAttribute("src")));
  frame.append(svg(
    "svg", { class: "shot-map", viewBox: `0 0 ${size.width} ${size.height}`, "aria-hidden": "true" },
    whole,
    svg("path", { class: "shot-map-rest", "fill-rule": "evenodd", d: `M0 0H${size.width}V${size.height}H0ZM${x} ${y}h${width}v${height}h${-width}Z` }),
    svg("rect", { class: "shot-map-part", x, y, width, height, "vector-effect": "non-scaling-stroke" })
  ));
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

// `room` is the width that there is, in pixels of the screen.
function crop(shot, room) {
  const part = shot.dataset.crop.split(" ").map(Number);
  const [x, y, width, height] = part;
  const image = shot.querySelector("img");
  const frame = shot.closest(".frame");
  const view = element("div", "shot-view");
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
  if (!PHONE.matches) return;
  const room = document.documentElement.clientWidth - 2 * MARGIN; // frames are as wide as the screen; they may be hidden
  all(".shot[data-crop]").forEach((shot) => crop(shot, room));
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
