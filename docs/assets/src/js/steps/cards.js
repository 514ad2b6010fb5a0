// A stage as cards, of which one can be shown at a time: its opening, each step, its end. Without it all of them lie open.

const { all } = guide.dom;

// The cards of `article`, each as { heading, parts }: a card begins at a step's heading and at the end of the stage.
function cardsOf(article) {
  const cards = [{ heading: article.querySelector("h1"), parts: [] }];
  Array.from(article.children).forEach((part) => {
    const isEnd = part.classList.contains("stage-end");
    if (part.matches("h2[id]") || isEnd) cards.push({ heading: part, parts: [], isEnd });
    if (!part.matches(".card-line, .card-nav, .view-choice, script")) cards[cards.length - 1].parts.push(part);
  });
  const pager = document.querySelector(".pager");
  if (pager) cards[cards.length - 1].parts.push(pager);
  cards.forEach((card) => { card.heading.tabIndex = -1; });
  return cards;
}

// Shows one of `cards`, or all of them if none is given.
function showCard(cards, shown) {
  cards.forEach((card) => card.parts.forEach((part) => {
    const isOut = Boolean(shown) && card !== shown;
    // The page keeps its title for those who don't see it.
    if (part.matches("h1")) part.classList.toggle("visually-hidden", isOut);
    else part.hidden = isOut;
  }));
}

// The card that `target`, an element of the page, stands in; undefined if in none.
function cardWith(cards, target) {
  return cards.find((card) => card.parts.some((part) => part.contains(target)));
}

// The words of a step's heading, as [number, title].
function namesOf(card) {
  const number = card.heading.querySelector(".step-number");
  const text = all("a.heading-link", card.heading).reduce((words, link) => words.replace(link.textContent, ""), card.heading.textContent);
  return number ? [number.textContent, text.trim().slice(number.textContent.length).trim()] : ["", text.trim()];
}

guide.cards = { cardsOf, showCard, cardWith, namesOf };
