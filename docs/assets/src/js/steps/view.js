// A stage one step at a time: on narrow screens, and elsewhere if the reader chooses so. The address says which card is shown, so
// that the browser goes back as ever. Without this script the whole stage is on one page.

const { all, element, fill, targetOf, unfold } = guide.dom;
const { cardsOf, showCard, cardWith, namesOf } = guide.cards;
const NARROW = window.matchMedia("(max-width: 44.99em)");

function startView(article, progress) {
  const cards = cardsOf(article);
  const steps = cards.filter((card) => card.heading.matches("h2"));
  const line = article.querySelector(".card-line");
  const nav = article.querySelector(".card-nav");
  const stuck = nav.querySelector("[data-card-stuck]");
  const part = (selector) => nav.querySelector(selector);
  let here = cards[0];
  let bySteps = false;

  const idOf = (card) => card.heading.id;
  const troublesOf = (card) => card.parts.map((one) => one.querySelector(".troubles")).find(Boolean);

  function drawLine() {
    const words = line.dataset;
    const at = steps.indexOf(here);
    const [number, title] = at < 0 ? [words.number, namesOf(cards[0])[1]] : namesOf(here);
    const place = here === cards[0] ? words.openingWord : here.isEnd ? words.endWord : fill(words.stepWords, { n: at + 1, m: steps.length });
    line.querySelector(".card-place").textContent = `${number} · ${place}`;
    line.querySelector(".card-title").textContent = title;
  }

  function drawNav() {
    const at = cards.indexOf(here);
    const [back, next] = [cards[at - 1], cards[at + 1]];
    part("[data-card-back]").hidden = !back;
    part("[data-card-next]").hidden = !next;
    if (back) part("[data-card-back]").href = `#${idOf(back)}`;
    if (next) part("[data-card-next]").href = `#${idOf(next)}`;
    part(".card-next-name").textContent = next ? (next.isEnd ? line.dataset.endWord : namesOf(next).join(" ").trim()) : "";
    // With no trouble described, what is left is the message to the desk, which its own script opens.
    if (troublesOf(here) || troublesOf(cards[cards.length - 1])) delete stuck.dataset.stuck;
    else stuck.dataset.stuck = steps.includes(here) ? idOf(here) : "";
  }

  function draw() {
    document.documentElement.dataset.view = bySteps ? "steps" : "whole";
    document.body.dataset.card = here === cards[0] ? "opening" : here.isEnd ? "end" : "step";
    showCard(cards, bySteps ? here : null);
    nav.hidden = !bySteps;
    if (!bySteps) return;
    drawLine();
    drawNav();
  }

  // Leads to what the address names; to the top of a card, with the focus, if it names a card.
  function follow(focus) {
    const target = targetOf(location.hash) || cards[0].heading;
    const card = cardWith(cards, target);
    if (!card || !bySteps) return;
    const isOther = card !== here;
    here = card;
    draw();
    unfold(target);
    if (target !== card.heading) target.scrollIntoView();
    else if (isOther || focus) window.scrollTo(0, 0);
    if (target === card.heading && isOther && focus) target.focus({ preventScroll: true });
  }

  function choose(view) {
    const reading = bySteps ? here : steps.filter((card) => card.heading.getBoundingClientRect().top < window.innerHeight * 0.35).pop();
    bySteps = view === "steps";
    here = reading || cards[0];
    progress.choose("view", view);
    draw();
    if (bySteps) window.scrollTo(0, 0);
    else if (here !== cards[0]) here.heading.scrollIntoView();
    (bySteps ? here.heading : article.querySelector(".view-choice button")).focus({ preventScroll: true });
  }

  function helpOut() {
    const own = troublesOf(here);
    const shared = troublesOf(cards[cards.length - 1]);
    if (!own && shared) location.hash = shared.id;
    const troubles = own || shared;
    if (!troubles) return;
    unfold(troubles);
    troubles.scrollIntoView();
    troubles.querySelector("summary").focus({ preventScroll: true });
  }

  // Without an address of its own the stage opens at its next step, once one of its steps is done.
  function openAtNext() {
    const stage = progress.data.stages.find((one) => one.id === article.dataset.stage);
    const next = stage && progress.doneSteps(stage) ? progress.openStep(stage) : null;
    if (location.hash || !next) return;
    history.replaceState(history.state, "", `#${next.id}`);
    const heading = document.getElementById(next.id);
    if (!bySteps) heading.scrollIntoView();
  }

  const view = () => {
    const chosen = progress.choice("view");
    if (chosen === "steps" || chosen === "whole") return chosen;
    return NARROW.matches ? "steps" : "whole";
  };
  bySteps = view() === "steps";
  openAtNext();
  draw();
  follow(false);

  window.addEventListener("hashchange", () => follow(true));
  // A link to where one is already is no change of address.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) follow(true);
  });
  NARROW.addEventListener("change", () => {
    bySteps = view() === "steps";
    draw();
  });
  all("[data-view-switch]").forEach((button) => button.addEventListener("click", () => choose(button.dataset.viewSwitch)));
  stuck.addEventListener("click", helpOut);
  window.addEventListener("beforeprint", () => showCard(cards, null));
  window.addEventListener("afterprint", draw);
}

// Each field of a form bears the number that its mark has in the first picture of its step.
function numberFields(article) {
  all(".legend > [data-field]", article).forEach((entry) => {
    const row = document.getElementById(`field-${entry.dataset.field}`);
    if (!row || row.closest(".step") !== entry.closest(".step")) return;
    entry.classList.add("is-in-form");
    const label = row.querySelector(".field-label");
    if (label.querySelector(".field-number")) return;
    const number = element("span", "field-number", entry.dataset.mark);
    number.setAttribute("aria-hidden", "true");
    label.prepend(number);
  });
}

const article = document.querySelector(".stage-page");
if (article && guide.progress) {
  numberFields(article);
  startView(article, guide.progress);
}
