// The message to the buyer's desk: its blanks are filled in from what is typed on this page and from the reader's progress.
// Nothing is stored and nothing is sent. Without this script it is a text with blanks, to be copied by hand.

const { all, ready } = guide.dom;
const BLANK = "＿＿＿＿＿＿";
const typed = Object.create(null); // by the message's id and the field's: the page and the dialog show the same

function valuesOf(message) {
  const id = message.dataset.message;
  return (typed[id] = typed[id] || Object.create(null));
}

function drawBlank(blank, value) {
  blank.textContent = value || BLANK;
  blank.classList.toggle("is-filled", Boolean(value));
  if (value && /[\u3400-\u9fff]/.test(value)) blank.lang = "zh-Hans";
  else blank.removeAttribute("lang");
}

// What the page knows by itself, by the blank's name. Of progress it says only what was ticked; `state` says that nothing was, too.
function knownIn(language, message) {
  const { progress } = guide;
  const about = guide.aboutMoment ? guide.aboutMoment(language, message) : {};
  if (!progress) return about;
  const state = progress.clause(language);
  return Object.assign(about, progress.isBegun() ? { state, progress: state, code: progress.code() } : { state });
}

function drawMessage(message) {
  const values = valuesOf(message);
  all("[data-fills]", message).forEach((input) => {
    const value = values[input.dataset.fills] || "";
    if (input.value.trim() !== value) input.value = value;
  });
  all(".message-text", message).forEach((text) => {
    const known = knownIn(text.dataset.language, message);
    all(".message-line", text).forEach((line) => {
      const blanks = all("[data-blank]", line);
      blanks.forEach((blank) => drawBlank(blank, known[blank.dataset.blank] || values[blank.dataset.blank]));
      const empty = blanks.some((blank) => !blank.classList.contains("is-filled"));
      line.hidden = empty && ("optional" in line.dataset || "automatic" in line.dataset);
    });
  });
}

function drawMessages() {
  const { progress } = guide;
  all(".message").forEach(drawMessage);
  if (!progress) return;
  const language = document.documentElement.lang.slice(0, 2);
  all("[data-code]").forEach((part) => { part.textContent = progress.code(); });
  all("[data-clause]").forEach((part) => { part.textContent = progress.clause(language); });
}

document.addEventListener("input", (event) => {
  const input = event.target.closest("[data-fills]");
  if (!input) return;
  valuesOf(input.closest(".message"))[input.dataset.fills] = input.value.trim();
  drawMessages();
});

ready(() => {
  if (guide.progress) guide.progress.onChange(drawMessages);
  drawMessages();
});

guide.drawMessages = drawMessages;
