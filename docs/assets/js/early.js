// Before the page is painted: says that JavaScript runs, and sets the colour scheme.
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try { return localStorage.getItem("guide:scheme"); } catch (refused) { return null; }
  }
  function apply() {
    root.setAttribute("data-md-color-scheme", (chosen() || (dark.matches ? "slate" : "default")) === "slate" ? "slate" : "default");
  }
  root.classList.add("js");
  apply();
  if (dark.addEventListener) dark.addEventListener("change", apply);
})();
