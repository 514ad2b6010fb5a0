// Asks before something is deleted, in the place of the button that was pressed.

const { button, element } = guide.dom;

// `words` are the question `ask`, the answers `yes` and `no`, and what is said once `act` is `done`.
function askFirst(asked, words, act) {
  const actions = asked.closest(".progress-actions");
  const question = element("p", "progress-ask");
  question.setAttribute("role", "group");
  const text = element("span", "", words.ask);
  text.id = "progress_ask";
  question.setAttribute("aria-labelledby", text.id);
  const close = (said) => {
    question.remove();
    actions.hidden = false;
    const answer = actions.querySelector(".progress-answer") || actions.appendChild(element("span", "progress-answer"));
    answer.setAttribute("role", "status");
    answer.textContent = said;
    (asked.disabled ? actions.querySelector("button:not([disabled])") : asked).focus();
  };
  const keep = button("quiet-button", words.no, () => close(""));
  question.append(text, " ", button("quiet-button", words.yes, () => {
    act();
    close(words.done);
  }), " ", keep);
  question.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close("");
  });
  actions.hidden = true;
  actions.after(question);
  keep.focus();
}

guide.askFirst = askFirst;
