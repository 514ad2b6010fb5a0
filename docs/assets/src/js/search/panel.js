// The search panel: opening and closing, typing, keys, and the list of what the engine finds.

const { all, keepFocus, targetOf, unfold } = guide.dom;
const root = document.documentElement;
const panel = document.getElementById("search");
const openers = all("[data-search-open]");
const MOST = 24;

const indexUrl = new URL(panel.dataset.index, location.href);
const base = new URL("../", indexUrl);
const box = panel.querySelector(".search-input");
const list = panel.querySelector(".search-results");
const status = panel.querySelector(".search-status");
const clear = panel.querySelector("[data-search-clear]");

document.body.append(panel);
box.setAttribute("autocorrect", "off"); // Safari's own

// ---- the index -----------------------------------------------------------------------------------

let index = null; // {engine, words, starts}
let reading = false;

function read() {
  if (index || reading) return;
  reading = true;
  status.textContent = panel.dataset.loading;
  guide.readIndex(panel.dataset.engine.trim().split(" ").concat(indexUrl.href), (made) => {
    reading = false;
    index = made;
    show();
  }, () => {
    reading = false;
    status.textContent = panel.dataset.failed;
  });
}

// ---- showing -------------------------------------------------------------------------------------

let active = -1;
let options = [];
let shown = null;

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
  if (!index) return;
  const question = box.value.trim();
  clear.hidden = !box.value;
  if (question === shown) return;
  shown = question;
  active = -1;
  const { engine, words, starts } = index;
  const found = question ? engine.search(question, MOST) : [];
  list.textContent = "";
  options = found.map((one, i) => guide.makeResult(one.entry, one, i, words, base));
  if (!found.length) options = starts.map((entry, i) => guide.makeResult(entry, null, i, words, base));
  list.append(...options);
  list.classList.toggle("is-start", !found.length);
  list.scrollTop = 0;
  box.setAttribute("aria-expanded", String(options.length > 0));
  if (found.length) tell(found.length === 1 ? words.one : words.many.replace("{n}", found.length), false);
  else if (question) tell(words.none.replace("{query}", question) + " " + words.none_hint, true);
  else tell(words.start, true);
  if (found.length) activate(0, false);
  else box.removeAttribute("aria-activedescendant");
}

// For all to read, or for screen readers alone.
function tell(text, visible) {
  status.textContent = text;
  status.classList.toggle("visually-hidden", !visible);
}

// ---- opening and closing ---------------------------------------------------------------------

let back = null;

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

function close(stays) {
  if (panel.hidden) return;
  panel.hidden = true;
  root.classList.remove("search-is-open");
  if (!stays && back && back.focus) back.focus();
}

openers.forEach((opener) => { opener.addEventListener("click", open); });
all("[data-search-close]", panel).forEach((part) => {
  part.addEventListener("click", () => { close(); });
});
clear.addEventListener("click", () => {
  box.value = "";
  show();
  box.focus();
});
window.addEventListener("pagehide", () => { close(true); });

// A result on this page: nothing is loaded, so what holds it is unfolded here.
list.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  close(true);
  if (link.pathname !== location.pathname || link.search !== location.search) return;
  unfold(targetOf(link.hash));
});
list.addEventListener("mousemove", (event) => {
  const at = options.indexOf(event.target.closest("a"));
  if (at >= 0 && at !== active) activate(at, false);
});

// ---- typing and keys -------------------------------------------------------------------------

let composing = false;
let waiting = 0;

function soon() {
  clear.hidden = !box.value;
  if (waiting) return;
  waiting = window.setTimeout(() => { waiting = 0; show(); }, 30);
}

// While an input method is at work the box holds letters that are not yet meant.
box.addEventListener("compositionstart", () => { composing = true; });
box.addEventListener("compositionend", () => { composing = false; soon(); });
box.addEventListener("input", (event) => {
  if (!composing && !event.isComposing) soon();
});

function now() {
  if (waiting) { window.clearTimeout(waiting); waiting = 0; }
  show();
}

box.addEventListener("keydown", (event) => {
  // 229: the key belongs to the input method (Safari tells it in this way alone).
  if (composing || event.isComposing || event.keyCode === 229) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    now();
    const step = event.key === "ArrowDown" ? 1 : -1;
    activate(active < 0 ? (step > 0 ? 0 : options.length - 1) : active + step, true);
  } else if (event.key === "Enter") {
    now();
    if (options[active]) options[active].click();
  } else return;
  event.preventDefault();
});

panel.addEventListener("keydown", (event) => {
  if (composing || event.isComposing || event.keyCode === 229) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (event.key === "Tab") {
    keepFocus(event, panel);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
  } else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && panel.hidden) {
    event.preventDefault();
    open();
  }
});
