// Ticks as a word for an address: `1`, four characters that no other guide, buyer or content has, then for each day the day, how many
// ticks are of it, and the ticks: of each three characters of what its name comes to, and one of its digest. So the order of the steps
// does not matter, and a step that has changed, or that another edition lacks, is noticed.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const WORD = /^1[\w-]{4}((?:[\w-]{4})+)$/;
const DAY = 24 * 60 * 60 * 1000;
const FIRST = Date.UTC(2020, 0, 1);
const UNKNOWN = "00000000"; // no step has that digest: it counts as changed

// FNV-1a, with its bits stirred once more since few of them are used.
function hash(text) {
  let sum = 0x811c9dc5;
  for (const character of text) sum = Math.imul(sum ^ character.codePointAt(0), 0x01000193);
  sum = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
  return (sum ^ (sum >>> 13)) >>> 0;
}

function write(number, count) {
  let text = "";
  for (let at = 0; at < count; at += 1) text = DIGITS[Math.floor(number / 64 ** at) % 64] + text;
  return text;
}

function read(text) {
  return Array.from(text).reduce((number, digit) => number * 64 + DIGITS.indexOf(digit), 0);
}

const keyOf = (name) => write(hash(name), 3);
const markOf = (digest) => write(hash(digest), 1);

// Days from the first one, from 1; 0 for no day.
function countOf(day) {
  return day ? Math.max(Math.round((Date.parse(day) - FIRST) / DAY) + 1, 1) : 0;
}

function dayOf(count) {
  return count ? new Date(FIRST + (count - 1) * DAY).toISOString().slice(0, 10) : "";
}

// `ticks`: { name, digest, on } each. `scope` names guide and buyer.
function encode(scope, ticks) {
  const days = new Map();
  ticks.forEach(({ name, digest, on }) => {
    const count = countOf(on);
    days.set(count, (days.get(count) || []).concat(keyOf(name) + markOf(digest)));
  });
  let body = "";
  days.forEach((marks, count) => {
    for (let at = 0; at < marks.length; at += 63) {
      const some = marks.slice(at, at + 63);
      body += write(count, 3) + write(some.length, 1) + some.join("");
    }
  });
  return `1${write(hash(`${scope}:${body}`), 4)}${body}`;
}

// The ticks in `word` that the guide knows: `digests` has the digest of each name, `formerNames` the names that it had. Null if the word
// is damaged or of another guide or buyer.
function decode(scope, word, digests, formerNames) {
  const match = word.length <= 2000 && WORD.exec(word);
  if (!match || word.slice(1, 5) !== write(hash(`${scope}:${match[1]}`), 4)) return null;
  const names = new Map();
  digests.forEach((digest, name) => [name].concat(formerNames.get(name) || []).forEach((one) => names.set(keyOf(one), name)));
  const ticks = [];
  for (let rest = match[1]; rest;) {
    const on = dayOf(read(rest.slice(0, 3)));
    const end = 4 + 4 * read(rest[3]);
    if (end === 4 || end > rest.length) return null;
    for (let at = 4; at < end; at += 4) {
      const name = names.get(rest.slice(at, at + 3));
      const digest = name && digests.get(name);
      if (name) ticks.push({ name, digest: markOf(digest) === rest[at + 3] ? digest : UNKNOWN, on });
    }
    rest = rest.slice(end);
  }
  return ticks;
}

guide.payload = { encode, decode };
