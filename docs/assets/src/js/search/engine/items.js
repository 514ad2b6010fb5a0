// What can be found, as the search holds it: each entry with its parts and names, and how near a question comes to it.

var search = (window.guideSearch = window.guideSearch || {});
var text = search.text;

// How much a match counts by where it stands.
var PARTS = [["title", 6], ["names", 4.5], ["labels", 2.6], ["hidden", 1.6], ["place", 1], ["text", 1]];
var WORDS_LENGTH = 60;

// The Latin words of a folded text, where they stand, and whether something other than a space parts them from those before.
function tokensOf(folded) {
  var made = [], end = 0;
  text.runsOf(folded).forEach(function (run) {
    if (run.han) return;
    var at = run.at, parted = /[^ /&"“”]/.test(folded.slice(end, at));
    end = at + run.text.length;
    run.text.split(/(['.@_-])/).forEach(function (part, i) {
      if (i % 2 === 0 && part) { made.push({ word: part, from: at, to: at + part.length, parted: parted }); parted = false; }
      at += part.length;
    });
  });
  return made;
}

// Where words follow one another among tokens: [[from, to]]. Words that say little may stand between.
function phrasesIn(tokens, words) {
  var made = [];
  tokens.forEach(function (token, i) {
    if (!(words[0][token.word] > 0.4)) return;
    for (var at = i, n = 0; at < tokens.length && n < words.length; at++) {
      if (n && tokens[at].parted) return;
      if (words[n][tokens[at].word] > 0.4) n++;
      else if (!text.stops[tokens[at].word]) return;
    }
    if (n === words.length) made.push([token.from, tokens[at - 1].to]);
  });
  return made;
}

function Part(written) {
  this.folded = text.fold(written);
  this.words = Object.create(null);
  this.count = 0;
  this.tokens = tokensOf(this.folded);
  var part = this;
  text.runsOf(this.folded).forEach(function (run) {
    part.count += run.han ? run.text.length / 2 : 1;
    if (!run.han) text.wordsOf(run.text).forEach(function (word) { part.words[word] = (part.words[word] || 0) + 1; });
  });
}

function Item(entry) {
  this.entry = entry;
  this.parts = {};
  this.names = [];
}

// A name by which a whole question may call it: as one string, and as pieces (words, and pairs of Chinese characters).
// Of a `whole` one, a part says little: all stages are asked how long they take.
Item.prototype.name = function (name, worth, pairs, whole) {
  var folded = text.fold(name), plain = text.bare(folded);
  if (plain) this.names.push({ plain: plain, worth: worth, pieces: piecesOf(folded, pairs), whole: whole });
};

function piecesOf(folded, pairs) {
  var made = [];
  text.runsOf(folded).forEach(function (run) {
    if (!run.han) {
      text.wordsOf(run.text).slice(0, 3).forEach(function (word) { if (!text.stops[word]) made.push(word); });
      return;
    }
    var fillers = text.fillersIn(run.text, pairs);
    for (var i = 0; i + 1 < run.text.length; i++) if (!fillers[i] && !fillers[i + 1]) made.push(run.text.substr(i, 2));
  });
  return made;
}

function occurrences(folded, wanted) {
  var n = 0, at = -1;
  while (n < 4 && (at = folded.indexOf(wanted, at + 1)) >= 0) n++;
  return n;
}

function holds(words, wanted) {
  return wanted.every(function (forms) {
    for (var word in forms) if (words[word]) return true;
    return false;
  });
}

// How strongly one alternative stands in one item: 0…1.
function strength(other, item) {
  var sum = 0;
  for (var i = 0; i < PARTS.length; i++) {
    var part = item.parts[PARTS[i][0]], count = 0;
    if (other.han) {
      count = occurrences(part.folded, other.han);
    } else if (other.phrase) {
      count = holds(part.words, other.words) ? phrasesIn(part.tokens, other.words).length : 0;
    } else {
      count = 9;
      for (var k = 0; k < other.words.length && count; k++) {
        var best = 0, forms = other.words[k];
        for (var word in forms) if (part.words[word]) best = Math.max(best, forms[word] * (1 + 0.3 * Math.min(3, part.words[word] - 1)));
        count = Math.min(count, best);
      }
    }
    if (count) sum += PARTS[i][1] * count / (PARTS[i][0] === "text" ? 0.6 + 0.4 * part.count / WORDS_LENGTH : PARTS[i][0] === "hidden" ? 1 : 0.7 + 0.3 * part.count / 6);
  }
  return sum / (sum + 1.4);
}

// How near the question comes to one of the item's names: 0…1.
function likeness(asked, item) {
  var best = 0, whole = asked.whole;
  item.names.forEach(function (name) {
    for (var i = 0; i < whole.length; i++) best = Math.max(best, wholly(whole[i][0], name.plain) * name.worth * whole[i][1]);
    if (asked.pieces.length && name.pieces.length) best = Math.max(best, partly(asked.pieces, name.pieces, name.whole) * name.worth);
  });
  return best;
}

function wholly(said, name) {
  var han = text.isHan.test(said);
  if (said.length < 2 && !han) return 0;
  if (name === said) return 1;
  if (name.length > said.length) {
    var at = name.indexOf(said);
    if (at === 0 || (han && at > 0 && at + said.length === name.length)) return 0.35 + 0.4 * said.length / name.length;
    return at > 0 && (said.length > 3 || han) ? 0.2 + 0.4 * said.length / name.length : 0;
  }
  return name.length > 1 && (text.isHan.test(name) || name.length > 4) && said.indexOf(name) >= 0 ? 0.55 * name.length / said.length : 0;
}

// How much a question and a name share, 0…1: the harmonic mean of how much of each is in the other.
function partly(asked, named, whole) {
  var shared = 0, told = 0, all = 0;
  asked.forEach(function (piece) {
    var best = 0;
    named.forEach(function (other) { best = Math.max(best, piece.forms[other] || 0); });
    shared += best;
    told += piece.weight * best;
    all += piece.weight;
  });
  if (!shared) return 0;
  var part = Math.min(1, shared / named.length), share = told / all;
  return Math.min(0.95, 2 * part * share / (part + share)) * (share >= 0.99 ? 1 : 0.85) * (whole ? part * part : 1);
}

search.items = { Item: Item, Part: Part, PARTS: PARTS, strength: strength, likeness: likeness, tokensOf: tokensOf, phrasesIn: phrasesIn };
