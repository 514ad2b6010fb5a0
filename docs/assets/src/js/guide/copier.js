// The one way in which every copy button copies: the text goes to the clipboard or is left selected, the focus stays where it
// was, and the reader is told which.

const { element, readData, say } = guide.dom;

// Where the browser has no clipboard for us (a page opened from a file, an old browser, a refusal): a text field is selected and
// copied. It stands in the button's dialog, where there is one, for focus may not leave that.
function copyByCommand(text, button) {
  const before = document.activeElement;
  const area = element("textarea", "visually-hidden");
  area.readOnly = true;
  area.value = text;
  (button.closest("[role=dialog]") || document.body).append(area);
  area.focus({ preventScroll: true });
  area.select();
  let copied = false;
  try { copied = document.execCommand("copy"); } catch (refused) { /* not copied, then */ }
  area.remove();
  before.focus({ preventScroll: true });
  return copied;
}

async function write(text, button) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (refused) { /* the other way, then */ }
  }
  return copyByCommand(text, button);
}

// Copies `text` for the `button` that was pressed; resolves to whether it was copied. `shown` is the element that shows the text:
// it is selected where copying fails. What is said of success may be given as `done`, and the way to say either as `tell`.
async function copy(text, { button, shown, done, tell = say }) {
  const { words = {} } = readData("guide-data") || {};
  const copied = await write(text, button);
  if (!copied) window.getSelection().selectAllChildren(shown);
  tell(copied ? done || words.copied : words.not_copied);
  return copied;
}

guide.copier = { copy };
