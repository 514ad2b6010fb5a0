// Tables that are laid out as cards, and lists without bullets, say what they are: some browsers forget it when they look different.

const { all } = guide.dom;
const ROLES = { THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };

all("table.fields, table.choices, table.stages, table.labels, table.sheet-table").forEach((table) => {
  table.setAttribute("role", "table");
  all("thead, tbody, tr, td, th", table).forEach((part) => {
    part.setAttribute("role", ROLES[part.tagName] || (part.scope === "row" ? "rowheader" : "columnheader"));
  });
});

all("main ol, main ul, footer ol, footer ul").forEach((list) => {
  if (window.getComputedStyle(list).listStyleType === "none") list.setAttribute("role", "list");
});
