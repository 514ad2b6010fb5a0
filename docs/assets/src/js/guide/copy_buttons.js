// A copy button behind each value that is to be entered somewhere. Without it the value is selected by hand.

const { all, button, icon } = guide.dom;
const words = document.body.dataset;
const CLOSING = /^[，。；：、）”！？.,;:)!?]+/;

// Copies what `value` shows, under that name. A field is selected where copying fails, as is the text of anything else.
function copyButton(value, { textOf = () => value.dataset.copy, name = value.dataset.copy } = {}) {
  let after = 0;
  const made = button("copy", "", () => {
    guide.copier.copy(textOf(), { button: made, shown: value, done: words.copiedWord }).then((copied) => {
      if (!copied && value.select) value.select();
      made.classList.toggle("is-done", copied);
      window.clearTimeout(after);
      after = window.setTimeout(() => made.classList.remove("is-done"), 2000);
    });
  });
  made.setAttribute("aria-label", words.copyWord + " " + name);
  made.title = words.copyWord;
  made.append(icon("copy"), icon("done"));
  return made;
}

// The button stands behind the marks that close the value, so that none of them begins a line.
all("main [data-copy]").forEach((value) => {
  if (!value.dataset.copy || value.closest(".greeting, a:not([data-copy])")) return;
  const text = value.nextSibling;
  const closing = text && text.nodeType === Node.TEXT_NODE && CLOSING.exec(text.data);
  value.parentNode.insertBefore(copyButton(value), closing ? text.splitText(closing[0].length) : text);
});

guide.copyButton = copyButton;
