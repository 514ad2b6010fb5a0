// How much of a picture is seen in the viewer, and which part of it: by buttons, wheel, dragging and two fingers.

const LARGEST = 4;
const EDGE = 32;

// Shows canvases in `stage`; calls `changed` after each change of size.
function makeZoom(stage, changed) {
  let canvas = null;
  let width = 0; // of the picture, in its own pixels, as the height
  let height = 0;
  let zoom = 1;

  function fitting() {
    return Math.max(Math.min((stage.clientWidth - EDGE) / width, (stage.clientHeight - EDGE) / height), 0.2);
  }

  function least() {
    return Math.min(fitting(), 1);
  }

  // Zooms about a point of the window, or about the middle.
  function zoomTo(wanted, x, y) {
    const seen = stage.getBoundingClientRect();
    x = x === undefined ? seen.left + seen.width / 2 : x;
    y = y === undefined ? seen.top + seen.height / 2 : y;
    const before = canvas.getBoundingClientRect();
    const partX = (x - before.left) / before.width;
    const partY = (y - before.top) / before.height;
    zoom = Math.min(Math.max(wanted, least()), LARGEST);
    canvas.style.width = width * zoom + "px";
    const after = canvas.getBoundingClientRect();
    stage.scrollLeft += after.left + partX * after.width - x;
    stage.scrollTop += after.top + partY * after.height - y;
    changed({ zoom, isLargest: zoom >= LARGEST, isSmallest: zoom <= least() + 0.001 });
  }

  // Brings a rectangle of the window to the middle; of what is too large for it, the beginning.
  function bring(x, y, wide, high) {
    const seen = stage.getBoundingClientRect();
    stage.scrollLeft += x - seen.left - Math.max((seen.width - wide) / 2, 12);
    stage.scrollTop += y - seen.top - Math.max((seen.height - high) / 2, 12);
  }

  return {
    bring,
    zoomTo,
    // At least at its natural size, so that its writing can be read; larger where there is room.
    open(shown, image) {
      canvas = shown;
      width = Number(image.getAttribute("width"));
      height = Number(image.getAttribute("height"));
      zoomTo(Math.max(1, Math.min(fitting(), 2)));
      stage.scrollLeft = stage.scrollTop = 0;
    },
    fit: () => zoomTo(fitting()),
    by: (factor, x, y) => zoomTo(zoom * factor, x, y),
    value: () => zoom,
    toggle: (x, y) => zoomTo(zoom > fitting() * 1.05 ? fitting() : 2, x, y),
    // Brings a place of the picture, given as parts of its width and height, to the middle.
    centre(partX, partY) {
      const box = canvas.getBoundingClientRect();
      bring(box.left + partX * box.width, box.top + partY * box.height, 0, 0);
    }
  };
}

function apart(touches) {
  return Math.max(Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY), 1);
}

// Wheel, dragging by mouse, two fingers; `clicked` is called for a click that is no end of these.
function followPointers(stage, zoom, clicked) {
  let held = null;
  let pinch = null;
  let moved = false;
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom.by(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), event.clientX, event.clientY);
  }, { passive: false });
  stage.addEventListener("pointerdown", (event) => {
    moved = false;
    if (event.pointerType === "mouse" && event.button === 0) {
      held = { x: event.clientX, y: event.clientY, left: stage.scrollLeft, top: stage.scrollTop };
      stage.classList.add("is-held");
    }
  });
  window.addEventListener("pointermove", (event) => {
    if (!held) return;
    moved = moved || Math.abs(event.clientX - held.x) + Math.abs(event.clientY - held.y) > 4;
    stage.scrollLeft = held.left - event.clientX + held.x;
    stage.scrollTop = held.top - event.clientY + held.y;
  });
  window.addEventListener("pointerup", () => { held = null; stage.classList.remove("is-held"); });
  stage.addEventListener("dragstart", (event) => { event.preventDefault(); });
  stage.addEventListener("touchstart", (event) => {
    if (event.touches.length === 2) pinch = { apart: apart(event.touches), zoom: zoom.value() };
  }, { passive: true });
  stage.addEventListener("touchmove", (event) => {
    const [one, other] = event.touches;
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    moved = true;
    zoom.zoomTo(pinch.zoom * apart(event.touches) / pinch.apart, (one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
  }, { passive: false });
  stage.addEventListener("touchend", (event) => { if (event.touches.length < 2) pinch = null; });
  stage.addEventListener("click", (event) => { if (!moved) clicked(event); });
  stage.addEventListener("dblclick", (event) => { zoom.toggle(event.clientX, event.clientY); });
}

guide.zoom = { makeZoom, followPointers };
