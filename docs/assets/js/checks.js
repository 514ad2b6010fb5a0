// Checks of what is typed into a field, before it is typed there: what is wrong, and where. The rules come with the page,
// from the guide's formats; scripts/guide/model/formats.py holds the same in Python. Nothing is stored and nothing is sent.
(function () {
  "use strict";

  // ---- whether a value keeps a rule: the same as in Python ---------------------------------------

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

  function isDate(written) {
    const found = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(written);
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
  const LONGEST = 300; // characters that are held against a pattern: guide/backtracking.py answers for the time that takes

  function matches(pattern, value) {
    if (value.length > LONGEST && Array.from(value).length > LONGEST) return false;
    if (!compiled.has(pattern)) compiled.set(pattern, new RegExp(`^(?:${pattern})$`, "u"));
    return compiled.get(pattern).test(value);
  }

  // The characters of `value`, where a Chinese one counts as two.
  const width = (value) => Array.from(value).length + (value.match(/[\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu) || []).length;

  // What `value` breaks first: "length", "pattern", "span" or "check"; null if it keeps the rule.
  function breach(rule, value) {
    if (rule.lengths && !rule.lengths.includes(Array.from(value).length)) return "length";
    if (rule.pattern !== undefined && !matches(rule.pattern, value)) return "pattern";
    if (rule.span && (width(value) < rule.span[0] || width(value) > rule.span[1])) return "span";
    if (rule.check !== undefined && !CHECKS[rule.check](value)) return "check";
    return null;
  }

  // ---- where it goes wrong -----------------------------------------------------------------------

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

  // ---- what a hand would mend --------------------------------------------------------------------

  const MOBILE = "1[3-9][0-9]{9}";
  const LOOKALIKES = { O: "0", o: "0", I: "1", l: "1", S: "5", Z: "2", B: "8" };
  const OUTER = /^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$/gu;

  // In order: what is found, and what stands in its place. A repair counts only where the value is right with it.
  const REPAIRS = [
    { code: "trim", find: OUTER, mend: () => "" },
    { code: "wide", find: /[\uff01-\uff5e]/gu, mend: (found) => String.fromCharCode(found.charCodeAt(0) - 0xfee0) },
    { code: "spaces", find: /[\s\u200b-\u200f\u2060\ufeff]+/gu, mend: () => "" },
    { code: "prefix", find: new RegExp(`^(?:\\+86|0086|86)[ -]?(?=${MOBILE}$)`, "u"), mend: () => "" },
    { code: "zero", find: new RegExp(`^0(?=${MOBILE}$)`, "u"), mend: () => "" },
    { code: "date", find: /^(\d{4})(?:[/.\-]|年)(\d{1,2})(?:[/.\-]|月)(\d{1,2})日?$|^(\d{4})(\d{2})(\d{2})$/u, mend: mendDate },
    { code: "wan", find: /^(\d+(?:\.\d+)?)万元?$/u, mend: (whole, number) => String(Math.round(Number(number) * 1e6) / 100) },
    { code: "money", find: /^[¥￥$]|,(?=\d{3})|元$/gu, mend: () => "" },
    { code: "dashes", find: /[-\u2010-\u2015\u2212_.·]/gu, mend: () => "" },
    { code: "upper", find: /[a-z]/gu, mend: (found) => found.toUpperCase() },
    { code: "lookalike", find: /[OoIlSZB]/gu, mend: (found) => LOOKALIKES[found] }
  ];

  function mendDate(whole, y1, m1, d1, y2, m2, d2) {
    return [y1 || y2, (m1 || m2).padStart(2, "0"), (d1 || d2).padStart(2, "0")].join("-");
  }

  function mended(value, repair) {
    return value.replace(repair.find, repair.mend);
  }

  // The fewest repairs that make `value` right, and what it is then; null if none do.
  function mend(rule, value) {
    let reached = [{ value, used: [] }];
    for (let count = 1; count <= 4; count += 1) {
      const further = [];
      for (const { value: before, used } of reached) {
        for (const repair of REPAIRS.slice(used.length ? REPAIRS.indexOf(used[used.length - 1]) + 1 : 0)) {
          const after = mended(before, repair);
          if (after === before || !after) continue;
          if (breach(rule, after) === null) return { value: after, used: [...used, repair] };
          further.push({ value: after, used: [...used, repair] });
        }
      }
      reached = further;
    }
    return null;
  }

  // ---- in what way it is wrong -------------------------------------------------------------------

  // {verdict: "right" | "unfinished" | "off", findings: [{code, …}], at: [places], suggestion, maybe}.
  // Places count from 0, in characters.
  function explain(rule, value) {
    if (breach(rule, value) === null) return { verdict: "right", findings: [], at: [] };
    const repaired = mend(rule, value);
    return repaired ? told(value, repaired) : examined(rule, value);
  }

  function told(value, repaired) {
    const characters = Array.from(value);
    const findings = repaired.used.map((repair) => {
      const [at] = touched(repair, value);
      return { code: `fix_${repair.code}`, at, char: characters[at], digit: LOOKALIKES[characters[at]] };
    });
    const maybe = repaired.used.some((repair) => repair.code === "lookalike");
    const places = repaired.used.flatMap((repair) => touched(repair, value));
    return { verdict: "off", findings, at: places, suggestion: repaired.value, maybe };
  }

  // The places of the characters in `value` that a repair takes out or replaces.
  function touched(repair, value) {
    if (["date", "wan"].includes(repair.code)) return [];
    const places = [];
    for (const found of value.matchAll(new RegExp(repair.find.source, "gu"))) {
      const start = Array.from(value.slice(0, found.index)).length;
      Array.from(found[0]).forEach((character, i) => places.push(start + i));
    }
    return places;
  }

  function examined(rule, value) {
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
    const problem = breach(rule, value);
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

  // ---- files -------------------------------------------------------------------------------------

  const MAGIC = [
    ["png", /^\x89PNG\r\n\x1a\n/], ["jpeg", /^\xff\xd8\xff/], ["gif", /^GIF8[79]a/], ["bmp", /^BM/], ["pdf", /^%PDF-/],
    ["webp", /^RIFF[\s\S]{4}WEBP/], ["heic", /^[\s\S]{4}ftyp(?:heic|heix|hevc|heim|heis|mif1|msf1)/]
  ];
  const ENDINGS = { png: ["png"], jpeg: ["jpg", "jpeg", "jpe", "jfif"], gif: ["gif"], bmp: ["bmp"], pdf: ["pdf"], webp: ["webp"], heic: ["heic", "heif"] };
  const TYPE_NAMES = { png: "PNG", jpeg: "JPG", gif: "GIF", bmp: "BMP", pdf: "PDF", webp: "WebP", heic: "HEIC" };

  // The kind of a file by its first bytes; null if it is none of those known.
  function typeOf(bytes) {
    const start = String.fromCharCode(...bytes.subarray(0, 16));
    const found = MAGIC.find(([, magic]) => magic.test(start));
    return found ? found[0] : null;
  }

  // [width, height] of a picture as its header has them; null where they can't be read.
  function pixelsOf(bytes, type) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      if (type === "png") return [view.getUint32(16), view.getUint32(20)];
      if (type === "gif") return [view.getUint16(6, true), view.getUint16(8, true)];
      if (type === "bmp") return [Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true))];
      if (type === "jpeg") return jpegPixels(view);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    return null;
  }

  function jpegPixels(view) {
    for (let at = 2; view.getUint8(at) === 0xff; ) {
      const marker = view.getUint8(at + 1);
      if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return [view.getUint16(at + 7), view.getUint16(at + 5)];
      at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
    }
    return null;
  }

  // What is unusual about a file of those facts: {name, size, type, pixels}.
  function explainFile(rule, facts) {
    if (!facts.size) return [{ code: "file_empty" }];
    const findings = [];
    const ending = /\.([A-Za-z0-9]+)$/.exec(facts.name || "");
    if (!facts.type) findings.push({ code: "file_unknown" });
    else if (!rule.types.includes(facts.type)) findings.push({ code: "file_type" });
    else if (ending && !ENDINGS[facts.type].includes(ending[1].toLowerCase())) findings.push({ code: "file_name", ending: ending[1] });
    if (facts.type === "heic" && !rule.types.includes("heic")) findings.push({ code: "file_heic" });
    if (rule.max_bytes && facts.size > rule.max_bytes) findings.push({ code: "file_big" });
    if (rule.min_pixels && facts.pixels && Math.min(...facts.pixels) < rule.min_pixels) findings.push({ code: "file_small" });
    return findings;
  }

  function bytesOf(blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(new Uint8Array(reader.result));
      reader.onerror = () => reject(reader.error);
      reader.readAsArrayBuffer(blob);
    });
  }

  const HEAD = 1024 * 1024; // bytes in which a picture's size stands, even behind a camera's preview

  async function factsOf(file) {
    const bytes = await bytesOf(file.slice(0, HEAD));
    const type = typeOf(bytes);
    let pixels = pixelsOf(bytes, type);
    if (!pixels && type && type !== "pdf" && window.createImageBitmap) {
      const picture = await window.createImageBitmap(file).catch(() => null);
      if (picture) pixels = [picture.width, picture.height];
    }
    return { name: file.name, size: file.size, type, pixels };
  }

  window.guideChecks = { breach, explain, explainFile, typeOf, pixelsOf };

  // ---- in words ----------------------------------------------------------------------------------

  let words = {};

  function filled(key, values) {
    return words[key].replace(/\{([a-z]+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
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
    return filled(`what_${found ? found[0] : "other"}`, { char: character });
  }

  // “0–2” or “1, 3, 5”.
  function ranges(digits) {
    const solid = digits.length > 2 && Number(digits[digits.length - 1]) - Number(digits[0]) === digits.length - 1;
    return solid ? `${digits[0]}–${digits[digits.length - 1]}` : digits.join(words.comma);
  }

  function inWords({ digits, upper, lower, han, others }) {
    const parts = [];
    if (digits.length === 10) parts.push(words.expect_digit);
    else if (digits.length === 1) parts.push(filled("expect_char", { char: digits[0] }));
    else if (digits.length) parts.push(filled("expect_digits", { digits: ranges(digits) }));
    const letters = upper.length === 26 && lower.length === 26;
    if (letters) parts.push(words.expect_letter);
    else if (upper.length === 26) parts.push(words.expect_upper);
    else if (upper.length > 9) parts.push(filled("expect_upper_but", { letters: UPPER.filter((l) => !upper.includes(l)).join(words.comma) }));
    else upper.forEach((letter) => parts.push(filled("expect_char", { char: letter })));
    if (!letters && lower.length === 26) parts.push(words.expect_lower);
    if (han) parts.push(words.expect_han);
    if (!letters && !han) others.forEach((char) => parts.push(filled("expect_char", { char })));
    return parts.length ? listed(parts) : words.whole;
  }

  function sentence(finding) {
    const values = { ...finding, at: (finding.at || 0) + 1 };
    if (finding.lengths) values.lengths = finding.lengths.join(words.or_number);
    if (finding.code === "at") values.what = kindOf(finding.char);
    if (finding.expected && typeof finding.expected === "object") values.expected = inWords(finding.expected);
    return filled(finding.code, values);
  }

  function sizeInWords(bytes) {
    const unit = bytes >= 1024 * 1024 ? [1024 * 1024, "MB"] : [1024, "KB"];
    return `${Math.max(Math.round((bytes / unit[0]) * 10) / 10, 0.1)} ${unit[1]}`;
  }

  // ---- on the page -------------------------------------------------------------------------------

  function element(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  }

  // What was typed, with the places that are wrong marked.
  function echoed(value, places) {
    const made = element("p", "check-echo");
    made.setAttribute("aria-hidden", "true"); // the sentences say where
    Array.from(value).forEach((character, i) => {
      const shown = /\s/.test(character) ? "␣" : character;
      made.append(places.includes(i) ? element("mark", "", shown) : shown);
    });
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
    const extra = result.at.length ? [echoed(value, result.at)] : [];
    if (result.suggestion) {
      const line = element("p", "check-suggestion", words[result.maybe ? "suggestion_maybe" : "suggestion"]);
      line.append(" ", element("code", "", result.suggestion));
      extra.push(line);
    }
    const tone = rule.confirmed ? "wrong" : "unusual";
    return answerWith(answer, tone, words[tone], sentences, extra);
  }

  function answerFile(rule, facts, answer) {
    const known = facts.type ? TYPE_NAMES[facts.type] : "";
    const [width, height] = facts.pixels || [];
    const values = {
      type: known, types: rule.file.types.map((type) => TYPE_NAMES[type]).join(words.or_number), size: sizeInWords(facts.size), width, height,
      max: rule.file.max_bytes && sizeInWords(rule.file.max_bytes), min: rule.file.min_pixels
    };
    const shown = [known && filled("file_facts", values), facts.pixels && filled("file_pixels", values)].filter(Boolean).join(words.comma);
    const findings = explainFile(rule.file, facts);
    const extra = shown ? [element("p", "check-facts", shown)] : [];
    if (!findings.length) return answerWith(answer, "right", words[rule.confirmed ? "file_right" : "file_right_unconfirmed"], [], extra);
    const tone = rule.confirmed ? "wrong" : "unusual";
    return answerWith(answer, tone, words[tone], findings.map((finding) => filled(finding.code, { ...values, ...finding })), extra);
  }

  const PATIENCE = 350; // ms after the last key: a screen reader is not told of every letter

  function clear(answer) {
    answer.textContent = "";
    delete answer.dataset.tone;
  }

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

  function addCheck(row, rule) {
    const place = row.querySelector("td.format") || row.lastElementChild;
    const name = row.querySelector("th .portal-label");
    const box = element("div", "check");
    const opener = element("button", "check-open", words.open);
    const panel = element("div", "check-panel");
    const label = element("label", "check-label", rule.file ? words.choose_file : words.try_here);
    const input = plainInput(rule.file ? "file" : "text");
    const answer = element("div", "check-answer");
    opener.type = "button";
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
    opener.addEventListener("click", () => {
      panel.hidden = !panel.hidden;
      opener.setAttribute("aria-expanded", String(!panel.hidden));
      opener.firstChild.textContent = panel.hidden ? words.open : words.close;
      if (!panel.hidden) input.focus();
    });
    (rule.file ? followChoosing : followTyping)(input, rule, answer);
    box.append(opener, panel);
    place.append(box);
  }

  // The blanks of a message are checked where they are typed, and only what looks wrong is spoken of: no page of the
  // portal is there to give a hint.
  function answerBlank(rule, value, answer) {
    const result = explain(rule, value);
    if (result.verdict === "right") return clear(answer);
    return answerWith(answer, "unusual", words.look_again, result.findings.map(sentence), result.at.length ? [echoed(value, result.at)] : []);
  }

  function checkBlank(input, rule) {
    const answer = element("div", "check-answer");
    answer.setAttribute("role", "status");
    input.after(answer);
    followTyping(input, rule, answer, answerBlank);
  }

  const TYPED = ["text", "date", "number", "money", "phone", "file"];

  function start() {
    const carried = document.getElementById("guide-formats");
    if (!carried) return;
    const { formats, words: said } = JSON.parse(carried.textContent);
    words = said;
    document.querySelectorAll("tr[data-format]").forEach((row) => {
      row.classList.add("is-checked");
      const rule = formats[row.dataset.format];
      if (rule && TYPED.includes(row.dataset.kind) && (row.dataset.kind === "file") === Boolean(rule.file)) addCheck(row, rule);
    });
    document.querySelectorAll("input[data-rule]").forEach((input) => {
      if (formats[input.dataset.rule]) checkBlank(input, formats[input.dataset.rule]);
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
