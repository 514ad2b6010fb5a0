// What every script of the pages needs: elements, the data that a page carries, what the browser keeps, what screen readers are
// told. First of all sources: it makes `guide`, on which each source puts what others may use.

window.guide = {};

function all(selector, within) {
  return Array.from((within || document).querySelectorAll(selector));
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function button(className, text, act) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

// An element of a drawing, with attributes and what stands in it.
function svg(tag, attributes, ...parts) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.keys(attributes).forEach((name) => made.setAttribute(name, attributes[name]));
  made.append(...parts);
  return made;
}

// One of the drawings in the page's sprite.
function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, svg("use", { href: `#i_${name}` }));
}

// Calls `start` once the whole page is there.
function ready(start) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}

// ---- data ----------------------------------------------------------------------------------------

const carried = new Map();

// What the page carries as JSON in the script element of that id; null without it, or where it can't be read.
function readData(id) {
  if (!carried.has(id)) {
    const holder = document.getElementById(id);
    let data = null;
    try { data = JSON.parse(holder.textContent); } catch (missing) { /* null, then */ }
    carried.set(id, data);
  }
  return carried.get(id);
}

// `text` with each {name} replaced by the value of that name, where there is one.
function fill(text, values) {
  return text.replace(/\{([a-z]+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
}

// ---- storage -------------------------------------------------------------------------------------

// The browser's storage may be missing, full or forbidden: then nothing is read, and `write` says false.
const storage = {
  read(key) {
    try { return window.localStorage.getItem(key); } catch (refused) { return null; }
  },
  // Null takes the key away.
  write(key, text) {
    try {
      if (text === null) window.localStorage.removeItem(key);
      else window.localStorage.setItem(key, text);
      return true;
    } catch (refused) {
      return false;
    }
  },
  // False if any of the keys stays.
  removeAll(prefix) {
    try {
      Object.keys(window.localStorage).filter((key) => key.startsWith(prefix)).forEach((key) => window.localStorage.removeItem(key));
      return true;
    } catch (refused) {
      return false;
    }
  }
};

// ---- what has just happened, for those who can't see it ------------------------------------------

const status = element("p", "visually-hidden");
status.setAttribute("role", "status");
document.body.append(status);

function say(text) {
  status.textContent = "";
  window.setTimeout(() => { status.textContent = text; }, 50);
}

// ---- focus and folded parts ----------------------------------------------------------------------

// Tab goes round within a dialog: from its last stop to its first, and back.
function keepFocus(event, dialog) {
  const stops = all("button, input, a[href], [tabindex]", dialog).filter((part) => part.tabIndex >= 0 && !part.disabled && part.offsetParent);
  const at = stops.indexOf(document.activeElement);
  const next = event.shiftKey ? stops[at > 0 ? at - 1 : stops.length - 1] : stops[(at + 1) % stops.length];
  event.preventDefault();
  next.focus();
  if (next.select) next.select();
}

// The element that an address' #part names; null if there is none.
function targetOf(hash) {
  try { return document.getElementById(decodeURIComponent(hash.slice(1))); } catch (malformed) { return null; }
}

// Opens every folded part around `target`; says whether any was closed.
function unfold(target) {
  let opened = false;
  for (let part = target; part; part = part.parentElement) {
    if (part.tagName !== "DETAILS" || part.open) continue;
    part.open = true;
    opened = true;
  }
  return opened;
}

guide.dom = { all, element, button, svg, icon, ready, readData, fill, storage, say, keepFocus, targetOf, unfold };
