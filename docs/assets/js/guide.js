// What the frame of every page does beyond showing its content. Without it everything can still be read and reached.
(function () {
  "use strict";
  var root = document.documentElement;
  var words = document.body.dataset;

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  function icon(name) {
    var space = "http://www.w3.org/2000/svg";
    var drawing = document.createElementNS(space, "svg"), use = document.createElementNS(space, "use");
    drawing.setAttribute("class", "icon");
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    drawing.setAttribute("focusable", "false");
    use.setAttribute("href", "#i_" + name);
    drawing.appendChild(use);
    return drawing;
  }

  // ---- what has just happened, for those who can't see it ------------------------------------

  var status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.appendChild(status);

  function say(text) {
    status.textContent = "";
    window.setTimeout(function () { status.textContent = text; }, 50);
  }

  // ---- tables that are laid out as cards, lists without bullets ---------------------------------

  // Some browsers forget what they are when they look different.
  all("table.fields, table.choices, table.stages, table.labels").forEach(function (table) {
    var roles = { THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
    table.setAttribute("role", "table");
    all("thead, tbody, tr, td, th", table).forEach(function (part) {
      part.setAttribute("role", roles[part.tagName] || (part.scope === "row" ? "rowheader" : "columnheader"));
    });
  });

  all("main ol, main ul, footer ol, footer ul").forEach(function (list) {
    if (window.getComputedStyle(list).listStyleType === "none") list.setAttribute("role", "list");
  });

  // ---- copying ---------------------------------------------------------------------------------

  function copied(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    return new Promise(function (done, failed) {
      var box = document.createElement("textarea");
      box.value = text;
      box.className = "visually-hidden";
      box.setAttribute("aria-hidden", "true");
      document.body.appendChild(box);
      box.select();
      var worked = false;
      try { worked = document.execCommand("copy"); } catch (refused) { worked = false; }
      document.body.removeChild(box);
      if (worked) done(); else failed();
    });
  }

  function copyButton(value) {
    var text = value.dataset.copy, button = document.createElement("button"), after = 0;
    button.type = "button";
    button.className = "copy";
    button.setAttribute("aria-label", words.copyWord + " " + text);
    button.title = words.copyWord;
    button.appendChild(icon("copy"));
    button.appendChild(icon("done"));
    button.addEventListener("click", function () {
      copied(text).then(function () {
        button.classList.add("is-done");
        say(words.copiedWord);
        window.clearTimeout(after);
        after = window.setTimeout(function () { button.classList.remove("is-done"); }, 2000);
      }, function () {
        // Not allowed to copy: mark the text, so that the reader can.
        var range = document.createRange(), chosen = window.getSelection();
        range.selectNodeContents(value);
        chosen.removeAllRanges();
        chosen.addRange(range);
      });
    });
    return button;
  }

  // The button stands behind the marks that close the value, so that none of them begins a line.
  all("main [data-copy]").forEach(function (value) {
    if (!value.dataset.copy || value.closest(".greeting, a:not([data-copy])")) return;
    var text = value.nextSibling, closing = text && text.nodeType === Node.TEXT_NODE && /^[，。；：、）”！？.,;:)!?]+/.exec(text.data);
    value.parentNode.insertBefore(copyButton(value), closing ? text.splitText(closing[0].length) : text);
  });

  // ---- light and dark --------------------------------------------------------------------------

  // The device decides until the reader does, and again when the reader has come back to what it says.
  all("[data-scheme-switch]").forEach(function (button) {
    button.addEventListener("click", function () {
      var device = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      var next = (root.getAttribute("data-scheme") || device) === "dark" ? "light" : "dark";
      if (next === device) root.removeAttribute("data-scheme");
      else root.setAttribute("data-scheme", next);
      try {
        if (next === device) localStorage.removeItem("guide:scheme");
        else localStorage.setItem("guide:scheme", next);
      } catch (refused) { /* for this page only, then */ }
    });
  });

  // ---- the menu of narrow screens --------------------------------------------------------------

  var nav = document.getElementById("site-nav"), menu = document.querySelector("[data-menu-switch]");

  function showMenu(open) {
    root.classList.toggle("menu-open", open);
    menu.setAttribute("aria-expanded", String(open));
  }

  if (nav && menu) {
    menu.setAttribute("role", "button");
    menu.setAttribute("aria-controls", nav.id);
    showMenu(false);
    menu.addEventListener("click", function (event) {
      event.preventDefault();
      showMenu(!root.classList.contains("menu-open"));
    });
    menu.addEventListener("keydown", function (event) {
      if (event.key === " ") { event.preventDefault(); menu.click(); }
    });
    nav.addEventListener("click", function (event) {
      if (event.target.closest("a")) showMenu(false);
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && root.classList.contains("menu-open")) { showMenu(false); menu.focus(); }
    });
    document.addEventListener("focusin", function (event) {
      if (root.classList.contains("menu-open") && !nav.contains(event.target) && !event.target.closest(".site-header")) showMenu(false);
    });
  }

  // ---- where the reader is ---------------------------------------------------------------------

  var headings = all("main h2[id]"), places = {}, here = "";
  all(".nav-steps a, .nav-outline a").forEach(function (link) { places[link.getAttribute("href").slice(1)] = link; });

  function follow() {
    var now = "";
    headings.forEach(function (heading) {
      if (heading.getBoundingClientRect().top < window.innerHeight * 0.35) now = heading.id;
    });
    if (now === here) return;
    here = now;
    Object.keys(places).forEach(function (id) {
      if (id === now) places[id].setAttribute("aria-current", "location");
      else places[id].removeAttribute("aria-current");
    });
  }

  if (headings.length && "IntersectionObserver" in window) {
    var watch = new IntersectionObserver(follow, { rootMargin: "0px 0px -65% 0px" });
    headings.forEach(function (heading) { watch.observe(heading); });
  }

  // The other language, at the same place.
  all("[data-language-switch]").forEach(function (link) {
    var plain = link.getAttribute("href");
    link.addEventListener("click", function () {
      follow();
      link.setAttribute("href", plain + (location.hash || (here && window.pageYOffset > 200 ? "#" + here : "")));
    });
  });

  // ---- headings that can be linked to ----------------------------------------------------------

  all("main h2[id], main h3[id]").forEach(function (heading) {
    var link = document.createElement("a");
    link.className = "heading-link";
    link.href = "#" + heading.id;
    link.setAttribute("aria-label", words.linkWord + " " + heading.textContent.trim());
    link.appendChild(icon("link"));
    heading.appendChild(link);
  });

  // ---- what is folded --------------------------------------------------------------------------

  function unfold() {
    var target = null;
    try { target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (malformed) { return; }
    for (var part = target; part; part = part.parentElement) {
      if (part.tagName === "DETAILS" && !part.open) {
        part.open = true;
        target.scrollIntoView();
      }
    }
  }
  window.addEventListener("hashchange", unfold);
  unfold();

  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = all("details:not([open])");
    folded.forEach(function (part) { part.open = true; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (part) { part.open = false; });
    folded = [];
  });
})();
