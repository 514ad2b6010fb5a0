// The menu of narrow screens. Without this script its button leads to the menu at the end of the page.

const root = document.documentElement;
const nav = document.getElementById("site-nav");
const menu = document.querySelector("[data-menu-switch]");

function show(open) {
  root.classList.toggle("menu-open", open);
  menu.setAttribute("aria-expanded", String(open));
}

function isOpen() {
  return root.classList.contains("menu-open");
}

if (nav && menu) {
  menu.setAttribute("role", "button");
  menu.setAttribute("aria-controls", nav.id);
  show(false);
  menu.addEventListener("click", (event) => {
    event.preventDefault();
    show(!isOpen());
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === " ") { event.preventDefault(); menu.click(); }
  });
  nav.addEventListener("click", (event) => {
    if (event.target.closest("a")) show(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) { show(false); menu.focus(); }
  });
  document.addEventListener("focusin", (event) => {
    if (isOpen() && !nav.contains(event.target) && !event.target.closest(".site-header")) show(false);
  });
}
