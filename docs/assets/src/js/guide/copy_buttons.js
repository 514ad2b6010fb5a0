// A copy button behind each value that is to be entered somewhere. Without it the value is selected by hand.

const { all, button, icon } = guide.dom;
const words = document.body.dataset;
const CLOSING = /^[，。；：、）”！？.,;:)!?]+/;

function copyButton(value) {
  const text = value.dataset.copy;
  let after = 0;
  const made = button("copy", "", () => {
    guide.copier.copy(text, { button: made, shown: value, done: words.copiedWord }).then((copied) => {
      made.classList.toggle("is-done", copied);
      window.clearTimeout(after);
      after = window.setTimeout(() => made.classList.remove("is-done"), 2000);
    });
  });
  made.setAttribute("aria-label", words.copyWord + " " + text);
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
