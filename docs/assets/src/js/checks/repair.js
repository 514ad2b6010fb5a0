// What a hand would mend in a value that breaks its rule: spaces, full-width characters, a date in other signs, a letter for a digit.

const { violation } = guide.rules;

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

// The fewest repairs that make `value` right, and what it is then; null if none do.
function mend(rule, value) {
  let reached = [{ value, used: [] }];
  for (let count = 1; count <= 4; count += 1) {
    const further = [];
    for (const { value: before, used } of reached) {
      for (const repair of REPAIRS.slice(used.length ? REPAIRS.indexOf(used[used.length - 1]) + 1 : 0)) {
        const after = before.replace(repair.find, repair.mend);
        if (after === before || !after) continue;
        if (violation(rule, after) === null) return { value: after, used: [...used, repair] };
        further.push({ value: after, used: [...used, repair] });
      }
    }
    reached = further;
  }
  return null;
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

guide.repair = { mend, touched, LOOKALIKES };
