// How Latin words relate: inflections, beginnings, letters gone wrong.

var search = (window.guideSearch = window.guideSearch || {});
var text = search.text, setOf = text.setOf;

var ENDINGS = setOf("s es e ed d ing er ers r rs or ors ered ering ion ions ration rations ation ations ication ications ied ies y ying ier iers " +
  "ment ments al als ly ty ity fy fied fication ate ated ates ating ate ative t tted tting ssion ssions able graph graphs en n ence ance ant ent");
ENDINGS[""] = true;
var BASIC = setOf("s es e ed d ing y ies ied ment ments er ers");
BASIC[""] = true;

var IRREGULAR = Object.assign(Object.create(null), { paid: "pay", sent: "send", chose: "choose", chosen: "choose", forgot: "forget", forgotten: "forget", lost: "lose", told: "tell",
  bought: "buy", sold: "sell", got: "get", found: "find", taken: "take", took: "take", gave: "give", given: "give", wrote: "write", written: "write",
  kept: "keep", left: "leave", made: "make", began: "begin", begun: "begin", people: "person" });

function singular(word) {
  return word.replace(/([a-z]{2})ies$/, "$1y").replace(/([a-rt-z])s$/, "$1");
}

// What the inflections of a word have in common, roughly: signing, signed, signs → sign; change, changing → chang.
function stem(word) {
  var plain = singular(IRREGULAR[word] || word);
  var found = /^(.*[aeiouy].*?)(?:ing|ed)$/.exec(plain);
  if (found && found[1].length > 2) plain = found[1].replace(/([b-df-hj-np-tv-z])\1$/, "$1");
  return plain.length > 3 ? plain.replace(/e$/, "") : plain;
}

function commonStart(a, b) {
  var n = 0;
  while (n < a.length && n < b.length && a.charCodeAt(n) === b.charCodeAt(n)) n++;
  return n;
}

// verify and verification, company and companies.
function isInflected(a, b) {
  a = IRREGULAR[a] || a;
  b = IRREGULAR[b] || b;
  if (a === b) return true;
  var n = commonStart(a, b);
  if (n < 3 || /[0-9]/.test(a)) return false;
  for (var p = n; p >= Math.max(3, n - 1); p--) {
    var ends = p > 3 ? ENDINGS : BASIC;
    if (ends[a.slice(p)] && ends[b.slice(p)]) return true;
  }
  return false;
}

// Whether one letter less, more, other or swapped makes b of a; with `most` 2, two of them.
function isNear(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return false;
  var before = null, last = [], row, best;
  for (var j = 0; j <= b.length; j++) last[j] = j;
  for (var i = 1; i <= a.length; i++) {
    row = [i];
    best = i;
    for (j = 1; j <= b.length; j++) {
      var same = a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (before && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1)) row[j] = Math.min(row[j], before[j - 2] + 1);
      best = Math.min(best, row[j]);
    }
    if (best > most) return false;
    before = last;
    last = row;
  }
  return last[b.length] <= most;
}

function mostWrong(word) {
  return /[0-9]/.test(word) || word.length < 4 ? 0 : word.length < 9 ? 1 : 2;
}

// The words of an index, and how many entries have each.
function Vocabulary() {
  this.counts = Object.create(null);
  this.all = [];
  this.answers = Object.create(null);
  this.guessed = Object.create(null); // words that stand in no form, so that what is near them is meant
}

Vocabulary.prototype.add = function (words) {
  var vocabulary = this;
  Object.keys(words).forEach(function (word) {
    if (!(word in vocabulary.counts)) vocabulary.all.push(word);
    vocabulary.counts[word] = (vocabulary.counts[word] || 0) + 1;
  });
};

// The words of the index that `word` may stand for, with weights; the last word of a question may be half typed.
Vocabulary.prototype.related = function (word, half) {
  var found = Object.create(null), vocabulary = this, exact = word in this.counts, some = exact;
  if (exact) found[word] = 1;
  this.all.forEach(function (other) {
    if (other === word) return;
    if (isInflected(word, other)) { found[other] = 0.86; some = true; }
  });
  this.all.forEach(function (other) {
    if (other in found || word.length < (half ? 1 : 3) || other.lastIndexOf(word, 0) !== 0) return;
    if (/^[0-9]+$/.test(word) && !half) return;
    found[other] = (exact ? 0.3 : 0.72) * (0.6 + 0.4 * word.length / other.length);
    some = true;
  });
  var most = mostWrong(word);
  if (!some && most) {
    this.guessed[word] = true;
    [1, 2].some(function (wrong) {
      if (wrong > most) return true;
      vocabulary.all.forEach(function (other) {
        if (other.length > 3 && isNear(word, other, wrong)) { found[other] = 0.68 / wrong; some = true; }
      });
      return some;
    });
    // What was meant has inflections too.
    Object.keys(found).forEach(function (meant) {
      vocabulary.all.forEach(function (other) {
        if (!(other in found) && isInflected(meant, other)) found[other] = 0.86 * found[meant];
      });
    });
  }
  return found;
};

// Alternatives for words of the guide, Chinese or not: each is a string of Chinese or a set of words.
Vocabulary.prototype.meant = function (own, weight) {
  var vocabulary = this, folded = text.fold(own), made = [];
  var runs = text.runsOf(folded);
  var words = [], han = [];
  runs.forEach(function (run) {
    if (run.han) han.push(run.text);
    else words = words.concat(run.text.split(/['.@_-]/).filter(Boolean));
  });
  if (han.length && !words.length) han.forEach(function (run) { made.push({ han: run, weight: weight }); });
  else if (words.length && !han.length) {
    made.push({
      weight: weight,
      words: words.filter(function (word) { return words.length === 1 || !text.stops[word]; }).map(function (word) {
        var found = Object.create(null);
        vocabulary.all.forEach(function (other) { if (other === word) found[other] = 1; else if (isInflected(word, other)) found[other] = 0.9; });
        return found;
      })
    });
  } else made.push({ han: folded.trim(), weight: weight }); // 诚e赊, 1 元以下: as it is written
  return made;
};
// Readers' words for those of the guide, by their letters, each in two ways: without a plural, and as a stem.
function Readers(words) {
  var known = this.known = Object.create(null), readers = this;
  this.keys = [];
  Object.keys(words).forEach(function (word) {
    var parts = text.fold(word).split(text.separators), own = words[word];
    [singular, stem].forEach(function (shorten) {
      var key = parts.map(shorten).join("");
      if (!key) return;
      var kept = known[key] = known[key] || { own: [] };
      own.forEach(function (name) { if (kept.own.indexOf(name) < 0) kept.own.push(name); });
      if (shorten === singular && /^[a-z0-9]+$/.test(key) && readers.keys.indexOf(key) < 0) readers.keys.push(key);
    });
  });
  this.longest = Object.keys(known).reduce(function (most, key) { return Math.max(most, key.length); }, 0);
}

// While a question is typed, most of it is asked again with each letter: `names` are methods whose answers are kept.
function remember(made, names) {
  names.forEach(function (name) {
    var work = made.prototype[name];
    made.prototype[name] = function (typed, half) {
      var key = name + (half ? "+" : " ") + typed;
      if (!(key in this.answers)) this.answers[key] = work.call(this, typed, half);
      return this.answers[key];
    };
  });
}

remember(Vocabulary, ["related"]);

search.words = { Vocabulary: Vocabulary, Readers: Readers, remember: remember, singular: singular, stem: stem, isInflected: isInflected, isNear: isNear, mostWrong: mostWrong };
