// Light and dark: the device decides until the reader does, and again when the reader has come back to what it says. early.js
// brings the choice back on the next page.

const { all, storage } = guide.dom;
const root = document.documentElement;

all("[data-scheme-switch]").forEach((button) => {
  button.addEventListener("click", () => {
    const device = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const next = (root.getAttribute("data-scheme") || device) === "dark" ? "light" : "dark";
    if (next === device) root.removeAttribute("data-scheme");
    else root.setAttribute("data-scheme", next);
    storage.write("guide:scheme", next === device ? null : next);
  });
});
