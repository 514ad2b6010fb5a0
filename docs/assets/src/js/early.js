// Before the page is painted: says that JavaScript runs, and brings back the colour scheme that the reader has chosen.
var root = document.documentElement, chosen = null;
root.classList.add("js");
try { chosen = localStorage.getItem("guide:scheme"); } catch (refused) { /* the device decides, then */ }
if (chosen === "dark" || chosen === "light") root.setAttribute("data-scheme", chosen);
