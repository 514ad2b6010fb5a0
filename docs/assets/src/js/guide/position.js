// Where on the page the reader is: the navigation shows it, and the switch of languages leads to the same place.

const { all } = guide.dom;
const headings = all("main h2[id]");
const links = {};
let here = "";

all(".nav-steps a, .nav-outline a").forEach((link) => { links[link.getAttribute("href").slice(1)] = link; });

function follow() {
  let now = "";
  headings.forEach((heading) => {
    if (heading.getClientRects().length && heading.getBoundingClientRect().top < window.innerHeight * 0.35) now = heading.id;
  });
  if (now === here) return;
  here = now;
  Object.keys(links).forEach((id) => {
    if (id === now) links[id].setAttribute("aria-current", "location");
    else links[id].removeAttribute("aria-current");
  });
}

if (headings.length && "IntersectionObserver" in window) {
  const watch = new IntersectionObserver(follow, { rootMargin: "0px 0px -65% 0px" });
  headings.forEach((heading) => { watch.observe(heading); });
}

all("[data-language-switch]").forEach((link) => {
  const plain = link.getAttribute("href");
  link.addEventListener("click", () => {
    follow();
    link.setAttribute("href", plain + (location.hash || (here && window.pageYOffset > 200 ? "#" + here : "")));
  });
});
