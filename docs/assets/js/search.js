// The search panel: typing, keys, and showing what the engine (search/engine.js) finds. Engine and index are scripts, read
// when the panel is first opened: so it also works from a file system, and costs nothing before.
(function () {
  "use strict";

  var panel = document.getElementById("search");
  var openers = Array.prototype.slice.call(document.querySelectorAll("[data-search-open]"));
  if (!panel || !openers.length) return;

  var box = panel.querySelector(".search-input");
  var list = panel.querySelector(".search-results");
  var status = panel.querySelector(".search-status");
  var clear = panel.querySelector("[data-search-clear]");
  var root = document.documentElement;
  var isChinese = /^zh/.test(root.lang);
  var indexUrl = new URL(panel.dataset.index, location.href);
  var base = new URL("../", indexUrl);
  var MOST = 24;
  var ROOM = isChinese ? 64 : 120;

  document.body.appendChild(panel);
  box.setAttribute("autocorrect", "off"); // Safari's own

  // ---- the index -------------------------------------------------------------------------------

  var engine = null, ui = null, starts = [], reading = false;

  function read() {
    if (engine || reading) return;
    reading = true;
    status.textContent = panel.dataset.loading;
    var urls = panel.dataset.engine.trim().split(" ").concat(indexUrl.href), left = urls.length;
    var scripts = urls.map(function (url) {
      var script = document.createElement("script");
      script.src = url;
      script.async = false; // in this order
      script.onload = function () {
        // After the panel has been painted: making the engine takes a moment on a phone.
        if (--left === 0) window.setTimeout(made, 0);
      };
      script.onerror = function () {
        scripts.forEach(function (other) { other.onload = other.onerror = null; other.remove(); });
        reading = false;
        status.textContent = panel.dataset.failed;
      };
      return script;
    });
    scripts.forEach(function (script) { document.head.appendChild(script); });
  }

  function made() {
    reading = false;
    try { begin(window.guideSearchIndex); } catch (broken) { status.textContent = panel.dataset.failed; return; }
    show();
  }

  function begin(index) {
    engine = new window.guideSearch.Engine(index);
    ui = index.ui;
    starts = index.start.map(function (url) {
      return index.entries.filter(function (entry) { return entry && entry.url === url && (entry.kind === "stage" || entry.kind === "page"); })[0];
    }).filter(Boolean);
  }

  // ---- writing ---------------------------------------------------------------------------------

  var HAN = /[\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef]+/g;

  function element(name, className) {
    var made = document.createElement(name);
    if (className) made.className = className;
    return made;
  }

  // Text as text, never as HTML; Chinese in another language's page says that it is Chinese.
  function write(into, text) {
    if (isChinese) { into.appendChild(document.createTextNode(text)); return; }
    var at = 0, found;
    HAN.lastIndex = 0;
    while ((found = HAN.exec(text))) {
      if (found.index > at) into.appendChild(document.createTextNode(text.slice(at, found.index)));
      var run = element("span");
      run.lang = "zh-Hans";
      run.textContent = found[0];
      into.appendChild(run);
      at = found.index + found[0].length;
    }
    if (at < text.length) into.appendChild(document.createTextNode(text.slice(at)));
  }

  // Pieces as the engine gives them: [[words, whether they were asked for]].
  function writePieces(into, pieces) {
    pieces.forEach(function (piece) {
      write(piece[1] ? into.appendChild(element("mark")) : into, piece[0]);
    });
    return into;
  }

  function isMarked(pieces) {
    return pieces.some(function (piece) { return piece[1]; });
  }

  // Why an entry was found: the part of its text that was asked for, or the other name that was.
  function why(entry, needles, called) {
    var found = window.guideSearch.excerpt(entry.text || "", needles, ROOM);
    if (found) return found;
    for (var i = 0; i < called.length; i++) {
      var pieces = window.guideSearch.marked(called[i], needles);
      if (isMarked(pieces)) return [[ui.also_as + " ", false]].concat(pieces);
    }
    var text = (entry.text || "").split("\n").filter(Boolean)[0] || "";
    return text.length > ROOM * 1.7 ? [[text.slice(0, ROOM * 1.6), false], ["…", false]] : [[text, false]];
  }

  // A line of the list; `found` is what the engine says of it, or null where nothing was asked for.
  function option(entry, found, number) {
    var needles = found ? found.needles : window.guideSearch.nothing;
    var link = element("a", "search-result search-" + entry.kind);
    link.id = "search-result-" + number;
    link.href = new URL(entry.url, base).href;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    var head = link.appendChild(element("span", "search-line"));
    var name = head.appendChild(element("span", "search-name"));
    var title = window.guideSearch.marked(entry.title, needles);
    writePieces(name.appendChild(element("span", "search-title")), title);
    var other = window.guideSearch.marked(entry.other || "", needles);
    if (entry.other) {
      name.appendChild(document.createTextNode(" "));
      var beside = writePieces(name.appendChild(element("span", "search-other")), other);
      if (isChinese) beside.lang = "en";
    }
    head.appendChild(document.createTextNode(" "));
    head.appendChild(element("span", "search-kind")).textContent = ui["kind_" + entry.kind].replace("{n}", entry.number || "");
    if (found) {
      var reason = why(entry, needles, isMarked(title) || isMarked(other) ? [] : found.called);
      if (reason[0][0]) writePieces(link.appendChild(element("span", "search-why")), reason);
      var seen = isMarked(title) || isMarked(other) || isMarked(reason);
      var place = window.guideSearch.marked(entry.place || "", seen ? window.guideSearch.nothing : needles);
      if (entry.place) writePieces(link.appendChild(element("span", "search-place")), place);
    }
    return link;
  }

  // ---- showing ---------------------------------------------------------------------------------

  var active = -1, options = [], shown = null;

  function activate(number, scroll) {
    if (options[active]) {
      options[active].classList.remove("is-active");
      options[active].setAttribute("aria-selected", "false");
    }
    active = options.length ? (number + options.length) % options.length : -1;
    if (active < 0) { box.removeAttribute("aria-activedescendant"); return; }
    options[active].classList.add("is-active");
    options[active].setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", options[active].id);
    if (scroll) options[active].scrollIntoView({ block: "nearest" });
  }

  function show() {
    if (!engine) return;
    var question = box.value.trim();
    clear.hidden = !box.value;
    if (question === shown) return;
    shown = question;
    active = -1;
    var found = question ? engine.search(question, MOST) : [];
    list.textContent = "";
    options = found.map(function (one, i) { return option(one.entry, one, i); });
    if (!found.length) options = starts.map(function (entry, i) { return option(entry, null, i); });
    options.forEach(function (link) { list.appendChild(link); });
    list.classList.toggle("is-start", !found.length);
    list.scrollTop = 0;
    box.setAttribute("aria-expanded", String(options.length > 0));
    if (found.length) tell(found.length === 1 ? ui.one : ui.many.replace("{n}", found.length), false);
    else if (question) tell(ui.none.replace("{query}", question) + " " + ui.none_hint, true);
    else tell(ui.start, true);
    if (found.length) activate(0, false);
    else box.removeAttribute("aria-activedescendant");
  }

  // For all to read, or for screen readers alone.
  function tell(text, visible) {
    status.textContent = text;
    status.classList.toggle("visually-hidden", !visible);
  }

  // ---- opening and closing ---------------------------------------------------------------------

  var back = null;

  function open() {
    if (!panel.hidden) { box.select(); return; }
    back = document.activeElement;
    panel.hidden = false;
    root.classList.add("search-is-open");
    box.focus();
    box.select();
    read();
    show();
  }

  function close(keepFocus) {
    if (panel.hidden) return;
    panel.hidden = true;
    root.classList.remove("search-is-open");
    if (!keepFocus && back && back.focus) back.focus();
  }

  openers.forEach(function (opener) { opener.addEventListener("click", open); });
  Array.prototype.slice.call(panel.querySelectorAll("[data-search-close]")).forEach(function (part) {
    part.addEventListener("click", function () { close(); });
  });
  clear.addEventListener("click", function () {
    box.value = "";
    show();
    box.focus();
  });
  window.addEventListener("pagehide", function () { close(true); });

  // A result on this page: nothing is loaded, so what holds it is unfolded here.
  list.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    close(true);
    if (link.pathname !== location.pathname || link.search !== location.search) return;
    var target = link.hash && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    for (var part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  });
  list.addEventListener("mousemove", function (event) {
    var at = options.indexOf(event.target.closest("a"));
    if (at >= 0 && at !== active) activate(at, false);
  });

  // ---- typing and keys -------------------------------------------------------------------------

  var composing = false, waiting = 0;

  function soon() {
    clear.hidden = !box.value;
    if (waiting) return;
    waiting = window.setTimeout(function () { waiting = 0; show(); }, 30);
  }

  // While an input method is at work the box holds letters that are not yet meant.
  box.addEventListener("compositionstart", function () { composing = true; });
  box.addEventListener("compositionend", function () { composing = false; soon(); });
  box.addEventListener("input", function (event) {
    if (!composing && !event.isComposing) soon();
  });

  function now() {
    if (waiting) { window.clearTimeout(waiting); waiting = 0; }
    show();
  }

  box.addEventListener("keydown", function (event) {
    // 229: the key belongs to the input method (Safari tells it in this way alone).
    if (composing || event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      now();
      var step = event.key === "ArrowDown" ? 1 : -1;
      activate(active < 0 ? (step > 0 ? 0 : options.length - 1) : active + step, true);
    } else if (event.key === "Enter") {
      now();
      if (options[active]) options[active].click();
    } else return;
    event.preventDefault();
  });

  panel.addEventListener("keydown", function (event) {
    if (composing || event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") {
      // Not out of the panel.
      var stops = [box].concat(Array.prototype.slice.call(panel.querySelectorAll("button"))).filter(function (part) { return part.offsetParent; });
      var at = stops.indexOf(document.activeElement);
      event.preventDefault();
      stops[(at + (event.shiftKey ? stops.length - 1 : 1)) % stops.length].focus();
    }
  });

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.altKey) return;
    var typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    } else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && panel.hidden) {
      event.preventDefault();
      open();
    }
  });
})();
