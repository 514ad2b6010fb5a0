// The answers on the page of problems and questions, folded under what they answer: each opens by itself, and to who is led to it.
// Without it all of them lie open below a list of what they answer.

const { all, element } = guide.dom;

all(".faq-page h3[id] + .answer, .faq-page h3[id] + .refusal").forEach((answer) => {
  const heading = answer.previousElementSibling;
  const fold = element("details", "fold");
  heading.before(fold);
  fold.appendChild(element("summary")).append(heading);
  fold.append(answer);
});

// An address copied from the browser leads to what was opened last.
all(".faq-page .fold > summary").forEach((summary) => {
  summary.addEventListener("click", () => {
    if (!summary.parentElement.open) window.history.replaceState(window.history.state, "", "#" + summary.firstElementChild.id);
  });
});
