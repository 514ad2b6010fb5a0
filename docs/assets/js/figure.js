// Annotated pictures: a mark, its line of the legend and its row of the form light up together, and a tap on the
// picture opens it full size. Without this script the number leads to the mark and the picture to its file.
(function () {
  "use strict";

  var figures = Array.prototype.slice.call(document.querySelectorAll("figure.annotated"));
  if (!figures.length) return;

  // ---- lighting up ---------------------------------------------------------------------------

  var LIT = "is-lit";
  var pinned = [];

  function all(root, selector) {
    return Array.prototype.slice.call(root.querySelectorAll(selector));
  }

  // Everything that stands for one mark: its parts in the figure, and the row of its field.
  function together(figure, number) {
    var parts = all(figure, '[data-mark="' + number + '"]');
    parts.slice().forEach(function (part) {
      var row = part.dataset.field && document.getElementById("field-" + part.dataset.field);
      if (row && parts.indexOf(row) < 0) parts.push(row);
    });
    return parts;
  }

  // The same, from any of them; empty for anything else.
  function partsAt(target) {
    if (!target || !target.closest) return [];
    var part = target.closest("[data-mark]");
    var figure = part && part.closest("figure.annotated");
    if (figure) return together(figure, part.dataset.mark);
    var row = target.closest('[id^="field-"]');
    if (!row) return [];
    var field = row.id.slice("field-".length);
    return figures.reduce(function (found, one) {
      var mark = all(one, "[data-mark][data-field]").filter(function (part) { return part.dataset.field === field; })[0];
      return mark ? found.concat(together(one, mark.dataset.mark)) : found;
    }, []);
  }

  function light(parts) {
    all(document, "." + LIT).forEach(function (part) {
      if (!part.closest(".lightbox") && parts.indexOf(part) < 0) part.classList.remove(LIT);
    });
    parts.forEach(function (part) { part.classList.add(LIT); });
  }

  document.addEventListener("pointerover", function (event) {
    if (event.pointerType === "mouse" && !event.target.closest(".lightbox")) {
      var parts = partsAt(event.target);
      light(parts.length ? parts : pinned);
    }
  });
  document.addEventListener("focusin", function (event) {
    if (event.target.closest(".lightbox")) return;
    var parts = partsAt(event.target);
    light(parts.length ? parts : pinned);
  });
  document.addEventListener("click", function (event) {
    if (event.defaultPrevented || event.target.closest(".lightbox")) return;
    var number = event.target.closest("figure.annotated .legend-number");
    if (!number && event.target.closest("a, button, input, select, textarea, summary, label")) return;
    var parts = partsAt(event.target);
    var again = parts.length && pinned[0] === parts[0] && !number;
    pinned = again ? [] : parts;
    light(pinned);
    if (number) {
      event.preventDefault();
      bringIntoView(number.closest("figure.annotated").querySelector(".mark" + '[data-mark="' + number.closest("li").dataset.mark + '"]'));
    }
  });

  function bringIntoView(mark) {
    if (!mark) return;
    var box = mark.getBoundingClientRect();
    if (box.top < 80 || box.bottom > window.innerHeight) {
      var calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      mark.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    }
  }

  // ---- full size -----------------------------------------------------------------------------

  var ICONS = {
    close: "M6 6l12 12M18 6L6 18",
    zoomIn: "M12 5v14M5 12h14",
    zoomOut: "M5 12h14",
    fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
    previous: "M15 5l-7 7 7 7",
    next: "M9 5l7 7-7 7"
  };
  var LARGEST = 4;
  var viewer = null; // the parts of the dialog, made when first needed
  var open = null; // what it shows

  function element(tag, name, parent) {
    var made = document.createElement(tag);
    if (name) made.className = name;
    if (parent) parent.appendChild(made);
    return made;
  }

  function button(icon, parent, act) {
    var made = element("button", "lightbox-" + icon, parent);
    made.type = "button";
    made.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="' + ICONS[icon] + '"/></svg>';
    made.addEventListener("click", act);
    return made;
  }

  function makeViewer() {
    var box = element("div", "lightbox");
    box.hidden = true;
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-modal", "true");
    var bar = element("div", "lightbox-bar", box);
    var made = { box: box, title: element("p", "lightbox-title", bar) };
    made.fit = button("fit", bar, function () { zoomTo(fitting()); });
    made.zoomOut = button("zoomOut", bar, function () { zoomTo(open.zoom / 1.4); });
    made.zoomIn = button("zoomIn", bar, function () { zoomTo(open.zoom * 1.4); });
    made.close = button("close", bar, close);
    made.stage = element("div", "lightbox-stage", box);
    made.stage.tabIndex = 0;
    made.words = element("div", "lightbox-words", box);
    made.previous = button("previous", made.words, function () { step(-1); });
    made.line = element("div", "lightbox-line", made.words);
    made.line.setAttribute("aria-live", "polite");
    made.next = button("next", made.words, function () { step(1); });
    box.addEventListener("keydown", onKey);
    followFingers(made.stage);
    document.body.appendChild(box);
    return made;
  }

  function show(figure, link, point) {
    viewer = viewer || makeViewer();
    var shot = figure.querySelector(".shot");
    var image = shot.querySelector("img");
    var copy = element("div", "shot");
    var canvas = element("div", "canvas", copy);
    all(shot, "img, .marks, .pins").forEach(function (part) {
      if (part.parentNode === shot) canvas.appendChild(part.cloneNode(true));
    });
    all(canvas, "[id]").forEach(function (part) { part.removeAttribute("id"); });
    all(canvas, "." + LIT).forEach(function (part) { part.classList.remove(LIT); });
    canvas.querySelector("img").removeAttribute("loading");
    viewer.stage.textContent = "";
    viewer.stage.appendChild(copy);

    open = {
      figure: figure, link: link, canvas: canvas, zoom: 1, number: 0,
      width: Number(image.getAttribute("width")), height: Number(image.getAttribute("height")),
      lines: all(figure, ".legend > li[data-mark]"), hidden: []
    };
    viewer.title.textContent = figure.querySelector(".figure-title").textContent;
    viewer.box.setAttribute("aria-label", viewer.title.textContent);
    ["close", "zoomIn", "zoomOut", "fit", "previous", "next"].forEach(function (name) {
      viewer[name].setAttribute("aria-label", figure.dataset[name]);
      viewer[name].title = figure.dataset[name];
    });
    viewer.stage.setAttribute("aria-label", viewer.title.textContent);
    viewer.words.hidden = !open.lines.length;

    Array.prototype.forEach.call(document.body.children, function (part) {
      if (part !== viewer.box && !part.hasAttribute("aria-hidden")) {
        part.setAttribute("aria-hidden", "true");
        part.inert = true;
        open.hidden.push(part);
      }
    });
    document.documentElement.classList.add("lightbox-open");
    viewer.box.hidden = false;

    // At least at its natural size, so that its writing can be read; larger where there is room.
    zoomTo(Math.max(1, Math.min(fitting(), 2)));
    viewer.stage.scrollLeft = viewer.stage.scrollTop = 0;
    select(point ? numberAt(figure, point) : 0);
    if (point && !open.number) centre(point.x, point.y);
    viewer.close.focus({ preventScroll: true });
    try { history.pushState({ lightbox: true }, ""); open.inHistory = true; } catch (refused) { open.inHistory = false; }
  }

  // The way back on a phone is the back gesture: it closes the viewer and stays on the page.
  window.addEventListener("popstate", function () { if (open) hide(); });

  function close() {
    var back = open && open.inHistory;
    hide();
    if (back) history.back();
  }

  function hide() {
    if (!open) return;
    var was = open;
    open = null;
    viewer.box.hidden = true;
    viewer.stage.textContent = "";
    document.documentElement.classList.remove("lightbox-open");
    was.hidden.forEach(function (part) { part.removeAttribute("aria-hidden"); part.inert = false; });
    was.link.focus({ preventScroll: true });
  }

  function fitting() {
    var room = viewer.stage, edge = 32;
    return Math.max(Math.min((room.clientWidth - edge) / open.width, (room.clientHeight - edge) / open.height), 0.2);
  }

  // Zooms about a point of the window, or about the middle.
  function zoomTo(zoom, x, y) {
    var stage = viewer.stage, seen = stage.getBoundingClientRect();
    x = x === undefined ? seen.left + seen.width / 2 : x;
    y = y === undefined ? seen.top + seen.height / 2 : y;
    var before = open.canvas.getBoundingClientRect();
    var partX = (x - before.left) / before.width, partY = (y - before.top) / before.height;
    open.zoom = Math.min(Math.max(zoom, Math.min(fitting(), 1)), LARGEST);
    open.canvas.style.width = open.width * open.zoom + "px";
    var after = open.canvas.getBoundingClientRect();
    stage.scrollLeft += after.left + partX * after.width - x;
    stage.scrollTop += after.top + partY * after.height - y;
    viewer.zoomIn.disabled = open.zoom >= LARGEST;
    viewer.zoomOut.disabled = open.zoom <= Math.min(fitting(), 1) + 0.001;
    viewer.box.classList.toggle("is-large", open.zoom > 0.95);
  }

  // Brings a place of the picture, given as parts of its width and height, to the middle.
  function centre(partX, partY) {
    var box = open.canvas.getBoundingClientRect();
    bring(box.left + partX * box.width, box.top + partY * box.height, 0, 0);
  }

  // Brings a rectangle of the window to the middle; of what is too large for it, the beginning.
  function bring(x, y, width, height) {
    var stage = viewer.stage, seen = stage.getBoundingClientRect(), edge = 12;
    stage.scrollLeft += x - seen.left - Math.max((seen.width - width) / 2, edge);
    stage.scrollTop += y - seen.top - Math.max((seen.height - height) / 2, edge);
  }

  function numberAt(figure, point) {
    var inside = all(figure, ".marks .mark[data-mark]").filter(function (mark) {
      var box = mark.getBoundingClientRect();
      return point.clientX >= box.left && point.clientX <= box.right && point.clientY >= box.top && point.clientY <= box.bottom;
    });
    inside.sort(function (a, b) {
      var one = a.getBoundingClientRect(), other = b.getBoundingClientRect();
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
    all(open.canvas, "[data-mark]").forEach(function (part) {
      part.classList.toggle(LIT, Number(part.dataset.mark) === number);
    });
    viewer.previous.disabled = number <= 1;
    viewer.next.disabled = number >= open.lines.length;
    viewer.line.textContent = "";
    if (!number) {
      viewer.line.textContent = viewer.title.textContent;
      return;
    }
    var line = open.lines[number - 1];
    var badge = element("span", "legend-number", viewer.line);
    badge.textContent = number;
    viewer.line.appendChild(line.querySelector(".legend-words").cloneNode(true));
    all(viewer.line, "[id]").forEach(function (part) { part.removeAttribute("id"); });
    all(viewer.line, "button").forEach(function (part) { part.parentNode.removeChild(part); }); // copies that do nothing
    var parts = all(open.canvas, '[data-mark="' + number + '"] .line, [data-mark="' + number + '"] .disc').map(function (part) {
      return part.getBoundingClientRect();
    });
    if (!parts.length) return;
    var left = least(parts, "left"), top = least(parts, "top");
    bring(left, top, -least(parts, "right", -1) - left, -least(parts, "bottom", -1) - top);
  }

  function least(boxes, side, sign) {
    return Math.min.apply(null, boxes.map(function (box) { return (sign || 1) * box[side]; }));
  }

  function onKey(event) {
    var key = event.key;
    if (key === "Escape") close();
    else if (key === "+" || key === "=") zoomTo(open.zoom * 1.4);
    else if (key === "-" || key === "_") zoomTo(open.zoom / 1.4);
    else if (key === "0") zoomTo(fitting());
    else if (key === "PageDown") step(1);
    else if (key === "PageUp") step(-1);
    else if (key === "Tab") keepFocus(event);
    else return;
    if (key !== "Tab") event.preventDefault();
  }

  function keepFocus(event) {
    var places = all(viewer.box, "button, a[href], [tabindex]").filter(function (place) { return !place.disabled && place.offsetParent !== null; });
    var first = places[0], last = places[places.length - 1];
    if (event.shiftKey ? document.activeElement === first : document.activeElement === last) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  }

  function followFingers(stage) {
    var held = null, pinch = null, moved = false;
    stage.addEventListener("wheel", function (event) {
      event.preventDefault();
      zoomTo(open.zoom * Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), event.clientX, event.clientY);
    }, { passive: false });
    stage.addEventListener("pointerdown", function (event) {
      moved = false;
      if (event.pointerType === "mouse" && event.button === 0) {
        held = { x: event.clientX, y: event.clientY, left: stage.scrollLeft, top: stage.scrollTop };
        stage.classList.add("is-held");
      }
    });
    window.addEventListener("pointermove", function (event) {
      if (!held) return;
      moved = moved || Math.abs(event.clientX - held.x) + Math.abs(event.clientY - held.y) > 4;
      stage.scrollLeft = held.left - event.clientX + held.x;
      stage.scrollTop = held.top - event.clientY + held.y;
    });
    window.addEventListener("pointerup", function () { held = null; stage.classList.remove("is-held"); });
    stage.addEventListener("dragstart", function (event) { event.preventDefault(); });
    stage.addEventListener("touchstart", function (event) {
      if (event.touches.length === 2) pinch = { apart: apart(event.touches), zoom: open.zoom };
    }, { passive: true });
    stage.addEventListener("touchmove", function (event) {
      if (!pinch || event.touches.length !== 2) return;
      event.preventDefault();
      moved = true;
      zoomTo(pinch.zoom * apart(event.touches) / pinch.apart,
        (event.touches[0].clientX + event.touches[1].clientX) / 2, (event.touches[0].clientY + event.touches[1].clientY) / 2);
    }, { passive: false });
    stage.addEventListener("touchend", function (event) { if (event.touches.length < 2) pinch = null; });
    stage.addEventListener("click", function (event) {
      var pin = event.target.closest("[data-mark]");
      if (!open || moved) return;
      var number = pin ? Number(pin.dataset.mark) : numberAt(open.canvas, event);
      if (number) select(number);
    });
    stage.addEventListener("dblclick", function (event) {
      zoomTo(open.zoom > fitting() * 1.05 ? fitting() : 2, event.clientX, event.clientY);
    });
  }

  function apart(touches) {
    return Math.max(Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY), 1);
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("figure.annotated .zoom");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    var box = link.closest(".shot").getBoundingClientRect();
    // A click by the keyboard comes from nowhere, and one on the words above the picture points at no place in it.
    var point = event.detail && !event.target.closest(".zoom span") ? {
      x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height,
      clientX: event.clientX, clientY: event.clientY
    } : null;
    show(link.closest("figure.annotated"), link, point);
  });
})();
