// Checks of what is typed into a field, before it is typed on the portal: at each field of a form, at the blanks of a message and on
// the data sheet.
// Nothing is stored and nothing is sent. Without this script the table says what belongs into each field.

const { all, button, element, readData, ready } = guide.dom;
const { ENDINGS, factsOf } = guide.files;
const { words } = guide.sentences;
const { answerWith, answerValue, answerFile, answerBlank, clear } = guide.answers;

const NARROW = window.matchMedia("(max-width: 47.99em)");
const PATIENCE = 350; // ms after the last key: a screen reader is not told of every letter

function followTyping(input, rule, answer, tell = answerValue) {
  let timer = 0;
  const check = () => {
    if (input.value) tell(rule, input.value, answer);
    else clear(answer);
  };
  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(check, PATIENCE);
  });
  input.addEventListener("compositionend", () => { timer = setTimeout(check, PATIENCE); });
  // Not at once when the field is left: the answer would push away the button that is being pressed.
}

function followChoosing(input, rule, answer) {
  input.addEventListener("change", () => {
    const file = input.files[0];
    clear(answer);
    if (!file) return;
    factsOf(file).then(
      (facts) => { if (input.files[0] === file) answerFile(rule, facts, answer); },
      () => answerWith(answer, "unusual", words.file_unread, [])
    );
  });
}

function plainInput(type) {
  const input = element("input", "check-input");
  input.type = type;
  if (type === "text") Object.assign(input, { autocomplete: "off", spellcheck: false, maxLength: 200 });
  if (type === "text") input.setAttribute("autocapitalize", "off");
  return input;
}

// On phones it is folded with what else is looked up now and then.
function placeOf(row) {
  const fold = NARROW.matches && row.querySelector(".more");
  return fold || row.querySelector("td.format") || row.lastElementChild;
}

function addCheck(row, rule) {
  const place = placeOf(row);
  const name = row.querySelector("th .portal-label");
  const box = element("div", "check");
  const panel = element("div", "check-panel");
  const label = element("label", "check-label", rule.file ? words.choose_file : words.try_here);
  const input = plainInput(rule.file ? "file" : "text");
  const answer = element("div", "check-answer");
  const opener = button("check-open", words.open, () => {
    panel.hidden = !panel.hidden;
    opener.setAttribute("aria-expanded", String(!panel.hidden));
    opener.firstChild.textContent = panel.hidden ? words.open : words.close;
    if (!panel.hidden) input.focus();
  });
  panel.id = `check_${row.id}`;
  input.id = `check_input_${row.id}`;
  label.htmlFor = input.id;
  if (name) {
    const spoken = element("span", "visually-hidden", ` ${name.textContent}`);
    if (name.lang) spoken.lang = name.lang;
    label.append(spoken);
    opener.append(spoken.cloneNode(true));
  }
  if (rule.file) input.accept = rule.file.types.flatMap((type) => ENDINGS[type].map((ending) => `.${ending}`)).join(",");
  answer.setAttribute("role", "status");
  panel.hidden = true;
  panel.append(label, input, answer, element("p", "check-private", words.private));
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", panel.id);
  (rule.file ? followChoosing : followTyping)(input, rule, answer);
  box.append(opener, panel);
  place.append(box);
}

function checkBlank(input, rule) {
  const answer = element("div", "check-answer");
  answer.setAttribute("role", "status");
  answer.id = `${input.id}_answer`;
  input.setAttribute("aria-describedby", answer.id);
  input.parentNode.append(answer);
  followTyping(input, rule, answer, answerBlank);
}

const TYPED = ["text", "date", "number", "money", "phone", "file"];

ready(() => {
  const { formats } = readData("guide-formats") || {};
  if (!formats) return;
  all("tr[data-format]").forEach((row) => {
    row.classList.add("is-checked");
    const rule = formats[row.dataset.format];
    if (rule && TYPED.includes(row.dataset.kind) && (row.dataset.kind === "file") === Boolean(rule.file)) addCheck(row, rule);
  });
  all("input[data-rule]").forEach((input) => {
    if (formats[input.dataset.rule]) checkBlank(input, formats[input.dataset.rule]);
  });
});
