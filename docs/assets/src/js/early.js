// Before the page is painted: says that JavaScript runs and how a stage is shown on a screen of this width (js/steps/ knows what
// the reader has chosen) and which of its parts are folded, and brings back the colour scheme that the reader has chosen.
var root = document.documentElement, chosen = null;
root.classList.add("js");
try { chosen = localStorage.getItem("guide:scheme"); } catch (refused) { /* the device decides, then */ }
root.setAttribute("data-view", window.matchMedia("(max-width: 44.99em)").matches ? "steps" : "whole");
if (window.matchMedia("(max-width: 47.99em)").matches) root.setAttribute("data-folds", "shut");
window.addEventListener("load", () => root.removeAttribute("data-folds")); // if no other script has
if (chosen === "dark" || chosen === "light") root.setAttribute("data-scheme", chosen);
