// The button that prints the data sheet alone, as it is filled in. Without it the whole page can be printed.

const { all } = guide.dom;
const root = document.documentElement;

all("[data-sheet-print]").forEach((button) => {
  button.hidden = typeof window.print !== "function";
  button.addEventListener("click", () => {
    root.classList.add("prints-sheet");
    window.print();
  });
});
window.addEventListener("afterprint", () => root.classList.remove("prints-sheet"));
