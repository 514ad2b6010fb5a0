// A link at each heading to itself.

const { all, element, icon } = guide.dom;

all("main h2[id], main h3[id]").forEach((heading) => {
  const link = element("a", "heading-link");
  link.href = "#" + heading.id;
  link.setAttribute("aria-label", document.body.dataset.linkWord + " " + heading.textContent.trim());
  link.append(icon("link"));
  heading.append(link);
});
