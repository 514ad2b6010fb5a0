// In what way a value breaks its rule, and where: as codes, which sentences.js puts into words.

const { violation, matches, width, isDate, birthDate, usccCharacter, registrationDigit, idCharacter } = guide.rules;
const { mend, touched, LOOKALIKES } = guide.repair;

// ---- the first wrong place -----------------------------------------------------------------------

// A pattern that whatever can still become a match keeps: after each part the value may end.
function unfinishedPattern(pattern) {
  const parts = /(\[(?:\\.|[^\]\\])*\]|\\u[0-9a-fA-F]{4}|\\.)|(\(\?[=!])|(\((?:\?:)?)|(\))|([*+?]\??|\{\d+(?:,\d*)?\}\??)|([|^$])|(.)/gu;
  let made = "";
  let skipped = 0; // depth inside a look-ahead, which says nothing of one place
  const open = [];
  for (const [, atom, look, group, close, times, sign, plain] of pattern.matchAll(parts)) {
    if (look || group) open.push(Boolean(look));
    if (look) skipped += 1;
    if (!skipped) made += group ? "(?:(?:" : close ? ")|$)" : times || sign || `(?:${atom || plain}|$)`;
    if (close && open.pop()) skipped -= 1;
  }
  return made;
}

const isViable = (rule, start) => rule.pattern === undefined || matches(unfinishedPattern(rule.pattern), start);

// The place of the first character that no right value has there, from 0; -1 if there is none.
function firstWrong(rule, characters) {
  return characters.findIndex((character, i) => !isViable(rule, characters.slice(0, i + 1).join("")));
}

const UPPER = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
const LOWER = UPPER.map((letter) => letter.toLowerCase());
const OTHERS = Array.from("-./_·（()%+");

// The kinds of character that may follow `start`.
function expectedAfter(rule, start) {
  const may = (character) => isViable(rule, start + character);
  return {
    digits: Array.from("0123456789").filter(may),
    upper: UPPER.filter(may),
    lower: LOWER.filter(may),
    han: may("示"),
    others: OTHERS.filter(may)
  };
}

// ---- all that is wrong ---------------------------------------------------------------------------

// {verdict: "right" | "unfinished" | "off", findings: [{code, …}], at: [places], suggestion, maybe}.
// Places count from 0, in characters.
function explain(rule, value) {
  if (violation(rule, value) === null) return { verdict: "right", findings: [], at: [] };
  const repaired = mend(rule, value);
  return repaired ? explainRepair(value, repaired) : explainMistake(rule, value);
}

function explainRepair(value, repaired) {
  const characters = Array.from(value);
  const findings = repaired.used.map((repair) => {
    const [at] = touched(repair, value);
    return { code: `fix_${repair.code}`, at, char: characters[at], digit: LOOKALIKES[characters[at]] };
  });
  const maybe = repaired.used.some((repair) => repair.code === "lookalike");
  const places = repaired.used.flatMap((repair) => touched(repair, value));
  return { verdict: "off", findings, at: places, suggestion: repaired.value, maybe };
}

function explainMistake(rule, value) {
  const characters = Array.from(value);
  const given = characters.length;
  const at = firstWrong(rule, characters);
  const off = (findings, places) => ({ verdict: "off", findings, at: places || [] });
  if (at >= 0) {
    const expected = expectedAfter(rule, characters.slice(0, at).join(""));
    const nothing = !Object.values(expected).some((kind) => kind === true || kind.length);
    if (nothing && rule.lengths) return off([{ code: "length", lengths: rule.lengths, given }], [at]);
    if (nothing) return off([{ code: "surplus", at: at - 1, surplus: given - at }], [at]);
    const findings = [{ code: "at", at, char: characters[at], expected }];
    if (/[IOSVZ]/.test(characters[at]) && expected.upper.length && /uscc/.test(rule.check || "")) findings.push({ code: "no_such_letters" });
    return off(findings, [at]);
  }
  const problem = violation(rule, value);
  if (problem === "check") return off([checkFinding(rule, value)], checkPlaces(rule, value));
  if (problem === "span") {
    const [least, most] = rule.span;
    const finding = { code: "span", least, most, given: width(value) };
    return finding.given < least ? { verdict: "unfinished", findings: [finding], at: [] } : off([finding]);
  }
  const longest = rule.lengths ? Math.max(...rule.lengths) : Infinity;
  if (problem === "length" && given > longest) return off([{ code: "length", lengths: rule.lengths, given }], [longest]);
  if (problem === "length") {
    const code = rule.lengths.length === 1 ? "missing" : "length";
    return { verdict: "unfinished", findings: [{ code, lengths: rule.lengths, given, missing: longest - given }], at: [] };
  }
  if (matchesAside(rule.pattern, value)) return off([{ code: wholeCode(value) }]);
  return { verdict: "unfinished", findings: [{ code: "to_come", expected: expectedAfter(rule, value) }], at: [] };
}

// Whether `value` would be right but for a look-ahead.
function matchesAside(pattern, value) {
  const aside = pattern.replace(/\(\?[=!](?:\\.|\[(?:\\.|[^\]\\])*\]|\((?:\\.|[^()\\])*\)|[^()\\])*\)/gu, "");
  return aside !== pattern && matches(aside, value);
}

function wholeCode(value) {
  if (/^[0.]*0[0.]*$/.test(value)) return "zero";
  return /^[0-9]+$/.test(value) ? "only_digits" : "whole";
}

function checkFinding(rule, value) {
  if (rule.check === "date") return { code: "no_date", given: value };
  if (rule.check === "resident_id" && !isDate(birthDate(value))) return { code: "no_birth_date", given: value.slice(6, 14) };
  const last = value.length - 1;
  const character = rule.check === "resident_id" ? idCharacter : value.length === 15 ? registrationDigit : usccCharacter;
  return { code: "check_character", before: last, expected: character(value), given: value[last] };
}

function checkPlaces(rule, value) {
  if (rule.check === "date") return [];
  if (rule.check === "resident_id" && !isDate(birthDate(value))) return [6, 7, 8, 9, 10, 11, 12, 13];
  return [value.length - 1];
}

guide.explanation = { explain, UPPER };
