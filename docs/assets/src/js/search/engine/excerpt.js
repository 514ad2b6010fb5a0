// Why something was found: what of the question stands in a text, and the part of a text that shows it best.

var search = (window.guideSearch = window.guideSearch || {});
var text = search.text, items = search.items, strength = items.strength, phrasesIn = items.phrasesIn;

// What of the question is found in an item: Chinese strings and words, each with what it is worth to see it. `fresh` are
// those that the title does not show already. What says little is shown only where there is nothing else.
function needlesFor(asked, item) {
  var telling = needlesOf(asked.units.filter(function (unit) { return !unit.low; }), item);
  return Object.keys(telling.han).length || Object.keys(telling.words).length || telling.phrases.length ? telling : needlesOf(asked.units, item);
}

function needlesOf(units, item) {
  var title = item.parts.title, needles = noNeedles();
  needles.fresh = noNeedles();
  function add(kind, wanted, worth, known) {
    needles[kind][wanted] = Math.max(needles[kind][wanted] || 0, worth);
    if (!known) needles.fresh[kind][wanted] = needles[kind][wanted];
  }
  units.forEach(function (unit) {
    unit.alternatives.forEach(function (other) {
      if (!strength(other, item)) return;
      var worth = unit.rarity * other.weight;
      if (other.han) add("han", other.han, worth, title.folded.indexOf(other.han) >= 0);
      else if (other.words.length > 1 && items.PARTS.some(function (part) { return phrasesIn(item.parts[part[0]].tokens, other.words).length; })) {
        needles.phrases.push({ words: other.words, worth: worth });
        if (!phrasesIn(title.tokens, other.words).length) needles.fresh.phrases.push(needles.phrases[needles.phrases.length - 1]);
      } else other.words.forEach(function (forms) { for (var word in forms) if (forms[word] > 0.4) add("words", word, worth * forms[word], title.words[word]); });
    });
  });
  return needles;
}

function noNeedles() {
  return { han: Object.create(null), words: Object.create(null), phrases: [] };
}

// The places of needles in a text: [[from, to, worth]], in order, not overlapping.
function marksIn(written, needles) {
  var folded = text.fold(written), lit = [], made = [];
  function light(at, length, worth) { for (var i = at; i < at + length; i++) lit[i] = Math.max(lit[i] || 0, worth); }
  Object.keys(needles.han).forEach(function (wanted) {
    for (var at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) light(at, wanted.length, needles.han[wanted]);
  });
  text.runsOf(folded).forEach(function (run) {
    if (run.han) return;
    var whole = text.wordsOf(run.text);
    var worth = needles.words[whole[whole.length - 1]];
    if (worth) { light(run.at, run.text.length, 4 * worth / run.text.length); return; }
    var at = 0;
    run.text.split(/(['.@_-])/).forEach(function (part) {
      if (needles.words[part]) light(run.at + at, part.length, 4 * needles.words[part] / part.length);
      at += part.length;
    });
  });
  var tokens = needles.phrases.length ? items.tokensOf(folded) : [];
  needles.phrases.forEach(function (phrase) {
    phrasesIn(tokens, phrase.words).forEach(function (place) { light(place[0], place[1] - place[0], 8 * phrase.worth / (place[1] - place[0])); });
  });
  for (var i = 0; i < written.length; i++) {
    if (!lit[i]) continue;
    var from = i, worth = 0;
    for (; lit[i]; i++) worth += lit[i];
    made.push([from, i, worth]);
  }
  return made;
}

// A text in pieces: [[words, whether it is marked]].
function pieces(written, marks, from, to) {
  var made = [], at = from;
  marks.forEach(function (mark) {
    var begin = Math.max(mark[0], from), end = Math.min(mark[1], to);
    if (begin >= end) return;
    if (begin > at) made.push([written.slice(at, begin), false]);
    made.push([written.slice(begin, end), true]);
    at = end;
  });
  if (at < to) made.push([written.slice(at, to), false]);
  return made;
}

function marked(written, needles) {
  return pieces(written, marksIn(written, needles), 0, written.length);
}

var STARTS = /[。！？；!?;]\s*|\.\s+|\n/g;

// The part of a text that shows best why it was found beyond what its title shows, or its beginning: in pieces; null
// where nothing in it was asked for.
function excerpt(written, needles, room) {
  var best = null, paragraphs = written.split("\n").filter(Boolean);
  paragraphs.forEach(function (paragraph) {
    var marks = marksIn(paragraph, needles.fresh);
    marks.forEach(function (mark) {
      var seen = Object.create(null), worth = 0;
      marks.forEach(function (other) {
        if (other[0] < mark[0] || other[1] > mark[0] + room) return;
        var word = paragraph.slice(other[0], other[1]).toLowerCase();
        worth += seen[word] ? 0.2 : other[2];
        seen[word] = true;
      });
      if (!best || worth > best.worth + 0.01) best = { worth: worth, text: paragraph, at: mark[0] };
    });
  });
  if (!best && paragraphs.some(function (paragraph) { return marksIn(paragraph, needles).length; })) best = { text: paragraphs[0], at: 0 };
  if (!best) return null;
  var from = 0, found;
  STARTS.lastIndex = 0;
  while ((found = STARTS.exec(best.text)) && found.index + found[0].length <= best.at) from = found.index + found[0].length;
  if (best.at - from > room * 0.6) {
    from = best.at - Math.floor(room * 0.3);
    var space = best.text.indexOf(" ", from);
    if (space >= 0 && space < best.at && best.at - space < room * 0.5) from = space + 1;
  }
  var to = Math.min(best.text.length, from + Math.floor(room * 1.7));
  if (to < best.text.length) {
    var last = best.text.lastIndexOf(" ", to);
    if (last > to - 16 && last > best.at + 12) to = last;
  }
  var made = pieces(best.text, marksIn(best.text, needles), from, to);
  if (from > 0) made.unshift(["…", false]);
  if (to < best.text.length) made.push(["…", false]);
  return made;
}

var none = noNeedles();
none.fresh = none;

search.needlesFor = needlesFor;
search.marked = marked;
search.excerpt = excerpt;
search.nothing = none;
