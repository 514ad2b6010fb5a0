// The answer to what was typed or chosen, as it stands below the field.

const { element } = guide.dom;
const { explain } = guide.explanation;
const { TYPE_NAMES, explainFile } = guide.files;
const { words, fillWords, sentence, sizeInWords } = guide.sentences;

// What was typed, with the places that are wrong marked.
function echo(value, places) {
  const made = element("p", "check-echo");
  made.setAttribute("aria-hidden", "true"); // the sentences say where
  Array.from(value).forEach((character, i) => {
    const shown = /\s/.test(character) ? "␣" : character;
    made.append(places.includes(i) ? element("mark", "", shown) : shown);
  });
  return made;
}

// What was typed, and what to write instead, as far as either is known.
function aids(value, result) {
  const made = result.at.length ? [echo(value, result.at)] : [];
  if (result.suggestion) {
    const line = element("p", "check-suggestion", words[result.maybe ? "suggestion_maybe" : "suggestion"]);
    line.append(" ", element("code", "", result.suggestion));
    made.push(line);
  }
  return made;
}

// `tone` is "right", "unfinished", "unusual" or "wrong".
function answerWith(answer, tone, heading, sentences, extra) {
  answer.textContent = "";
  answer.dataset.tone = tone;
  const said = element("p", "check-said");
  said.append(element("strong", "check-verdict", heading));
  sentences.forEach((text) => said.append(" ", text));
  answer.append(said, ...(extra || []));
}

function answerValue(rule, value, answer) {
  const result = explain(rule, value);
  if (result.verdict === "right") {
    const key = `right${rule.check && rule.check !== "date" ? "_check" : ""}${rule.confirmed ? "" : "_unconfirmed"}`;
    return answerWith(answer, "right", words[key], []);
  }
  const sentences = result.findings.map(sentence);
  if (result.verdict === "unfinished") return answerWith(answer, "unfinished", words.unfinished, sentences);
  const tone = rule.confirmed ? "wrong" : "unusual";
  return answerWith(answer, tone, words[tone], sentences, aids(value, result));
}

function answerFile(rule, facts, answer) {
  const known = facts.type ? TYPE_NAMES[facts.type] : "";
  const [width, height] = facts.pixels || [];
  const values = {
    type: known, types: rule.file.types.map((type) => TYPE_NAMES[type]).join(words.or_number), size: sizeInWords(facts.size), width, height,
    max: rule.file.max_bytes && sizeInWords(rule.file.max_bytes), min: rule.file.min_pixels
  };
  const shown = [known && fillWords("file_facts", values), facts.pixels && fillWords("file_pixels", values)].filter(Boolean).join(words.comma);
  const findings = explainFile(rule.file, facts);
  const extra = shown ? [element("p", "check-facts", shown)] : [];
  if (!findings.length) return answerWith(answer, "right", words[rule.confirmed ? "file_right" : "file_right_unconfirmed"], [], extra);
  const tone = rule.confirmed ? "wrong" : "unusual";
  return answerWith(answer, tone, words[tone], findings.map((finding) => fillWords(finding.code, { ...values, ...finding })), extra);
}

function clear(answer) {
  answer.textContent = "";
  delete answer.dataset.tone;
}

// The blanks of a message are checked where they are typed, and only what looks wrong is spoken of: no page of the
// portal is there to give a hint.
function answerBlank(rule, value, answer) {
  const result = explain(rule, value);
  if (result.verdict === "right") return clear(answer);
  return answerWith(answer, "unusual", words.look_again, result.findings.map(sentence), aids(value, result));
}

guide.answers = { answerWith, answerValue, answerFile, answerBlank, clear };
