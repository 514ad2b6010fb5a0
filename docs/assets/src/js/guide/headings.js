// A link at each heading to itself. One that opens something is a button already, and says its address when it is used.

const { all, element, icon } = guide.dom;

all("main h2[id], main h3[id]").forEach((heading) => {
  if (heading.closest("summary")) return;
  const link = element("a", "heading-link");
  link.href = "#" + heading.id;
  link.setAttribute("aria-label", document.body.dataset.linkWord + " " + heading.textContent.trim());
  link.append(icon("link"));
  heading.append(link);
});
