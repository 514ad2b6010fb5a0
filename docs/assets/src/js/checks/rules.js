// Whether a value keeps a rule, which comes with the page from the guide's formats: the same as scripts/guide/model/formats.py does it.

const USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

const weighed = (weights, value, worth) => weights.reduce((sum, weight, i) => sum + worth(value[i]) * weight, 0);

// The last character that the others call for: GB 32100-2015, GS15-2006 (ISO 7064 MOD 11,10), GB 11643-1999 (MOD 11-2).
function usccCharacter(code) {
  const sum = weighed(USCC_WEIGHTS, code, (character) => USCC_ALPHABET.indexOf(character));
  return USCC_ALPHABET[(31 - (sum % 31)) % 31]; // a remainder of 0 gives the character 0
}

function registrationDigit(number) {
  let product = 10;
  for (const digit of number.slice(0, 14)) product = (((product + Number(digit)) % 10 || 10) * 2) % 11;
  return String((11 - product) % 10);
}

function idCharacter(number) {
  return "10X98765432"[weighed(ID_WEIGHTS, number, Number) % 11];
}

function isDate(text) {
  const found = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (!found) return false;
  const [year, month, day] = found.slice(1).map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= days;
}

const birthDate = (number) => `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
const isUscc = (code) => /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code) && code[17] === usccCharacter(code);
const isRegistration = (number) => /^[0-9]{15}$/.test(number) && number[14] === registrationDigit(number);

const CHECKS = {
  uscc: isUscc,
  registration_number: isRegistration,
  uscc_or_registration_number: (code) => (code.length === 15 ? isRegistration(code) : isUscc(code)),
  resident_id: (number) => /^[0-9]{17}[0-9X]$/.test(number) && isDate(birthDate(number)) && number[17] === idCharacter(number),
  date: isDate
};

const compiled = new Map();
const LONGEST = 300; // characters that are held against a pattern: guide/model/patterns/backtracking.py answers for the time that takes

function matches(pattern, value) {
  if (value.length > LONGEST && Array.from(value).length > LONGEST) return false;
  if (!compiled.has(pattern)) compiled.set(pattern, new RegExp(`^(?:${pattern})$`, "u"));
  return compiled.get(pattern).test(value);
}

// The characters of `value`, where a Chinese one counts as two.
const width = (value) => Array.from(value).length + (value.match(/[\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu) || []).length;

// What `value` violates first: "length", "pattern", "span" or "check"; null if it keeps the rule.
function violation(rule, value) {
  if (rule.lengths && !rule.lengths.includes(Array.from(value).length)) return "length";
  if (rule.pattern !== undefined && !matches(rule.pattern, value)) return "pattern";
  if (rule.span && (width(value) < rule.span[0] || width(value) > rule.span[1])) return "span";
  if (rule.check !== undefined && !CHECKS[rule.check](value)) return "check";
  return null;
}

guide.rules = { violation, matches, width, isDate, birthDate, usccCharacter, registrationDigit, idCharacter };
