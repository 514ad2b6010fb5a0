// The buttons that copy the message and the progress code.

const { all, fill, readData } = guide.dom;

function textOf(message) {
  const lines = all(".message-line", message.querySelector("[data-sent]")).filter((line) => !line.hidden);
  return lines.map((line) => line.textContent.replace(/\s+/g, " ").trim()).join("\n");
}

function copy(text, button, shown, answer) {
  answer.textContent = "";
  guide.copier.copy(text, { button, shown, tell: (words) => { answer.textContent = words; } });
}

function copyMessage(button) {
  const message = button.closest(".message");
  const answer = message.querySelector(".message-answer");
  const missing = all("[data-required]", message).find((input) => !input.value.trim());
  if (missing) {
    const label = message.querySelector(`label[for="${missing.id}"]`);
    answer.textContent = fill(readData("guide-data").words.fill_first, { field: label.textContent.trim() });
    missing.focus();
    return;
  }
  copy(textOf(message), button, message.querySelector("[data-sent]"), answer);
}

function copyCode(button) {
  const box = button.closest(".code-box");
  const code = box.querySelector("[data-code]");
  copy(code.textContent, button, code, box.querySelector(".message-answer"));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy-message], [data-copy-code]");
  if (button) ("copyCode" in button.dataset ? copyCode : copyMessage)(button);
});
