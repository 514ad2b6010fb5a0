// What explanation.js finds, in sentences of the page's language.

const { fill, readData } = guide.dom;
const { UPPER } = guide.explanation;
const { words = {} } = readData("guide-formats") || {};

function fillWords(key, values) {
  return fill(words[key], values);
}

// Between a digit or a Latin letter and “或” Chinese sets a space; the English word brings its own.
function listed(items) {
  const last = items[items.length - 1];
  if (items.length < 2) return last;
  const before = items.slice(0, -1).join(words.comma);
  return (before + words.or + last).replace(/([0-9A-Za-z])(?=或)|或(?=[0-9A-Za-z])/g, "$& ");
}

function kindOf(character) {
  if (/[\u200b-\u200f\u2060\ufeff\u0000-\u001f]/.test(character)) return words.what_invisible;
  if (/\s/.test(character)) return words.what_space;
  const kinds = [["wide", /[\uff01-\uff5e]/], ["lower", /[a-z]/], ["upper", /[A-Z]/], ["digit", /[0-9]/], ["han", /[\u3400-\u9fff]/]];
  const found = kinds.find(([, test]) => test.test(character));
  return fillWords(`what_${found ? found[0] : "other"}`, { char: character });
}

// “0–2” or “1, 3, 5”.
function ranges(digits) {
  const solid = digits.length > 2 && Number(digits[digits.length - 1]) - Number(digits[0]) === digits.length - 1;
  return solid ? `${digits[0]}–${digits[digits.length - 1]}` : digits.join(words.comma);
}

function inWords({ digits, upper, lower, han, others }) {
  const parts = [];
  if (digits.length === 10) parts.push(words.expect_digit);
  else if (digits.length === 1) parts.push(fillWords("expect_char", { char: digits[0] }));
  else if (digits.length) parts.push(fillWords("expect_digits", { digits: ranges(digits) }));
  const letters = upper.length === 26 && lower.length === 26;
  if (letters) parts.push(words.expect_letter);
  else if (upper.length === 26) parts.push(words.expect_upper);
  else if (upper.length > 9) parts.push(fillWords("expect_upper_but", { letters: UPPER.filter((l) => !upper.includes(l)).join(words.comma) }));
  else upper.forEach((letter) => parts.push(fillWords("expect_char", { char: letter })));
  if (!letters && lower.length === 26) parts.push(words.expect_lower);
  if (han) parts.push(words.expect_han);
  if (!letters && !han) others.forEach((char) => parts.push(fillWords("expect_char", { char })));
  return parts.length ? listed(parts) : words.whole;
}

function sentence(finding) {
  const values = { ...finding, at: (finding.at || 0) + 1 };
  if (finding.lengths) values.lengths = finding.lengths.join(words.or_number);
  if (finding.code === "at") values.what = kindOf(finding.char);
  if (finding.expected && typeof finding.expected === "object") values.expected = inWords(finding.expected);
  return fillWords(finding.code, values);
}

function sizeInWords(bytes) {
  const unit = bytes >= 1024 * 1024 ? [1024 * 1024, "MB"] : [1024, "KB"];
  return `${Math.max(Math.round((bytes / unit[0]) * 10) / 10, 0.1)} ${unit[1]}`;
}

guide.sentences = { words, fillWords, sentence, sizeInWords };
