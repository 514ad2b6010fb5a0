// The engine of the search: an index and a question → what answers it, best first. No page, no network, no state.
// A text is read twice: as words (Latin letters and digits), which are compared by their inflections, their
// beginnings and, where nothing else fits, with a letter wrong; and as a string of Chinese characters, in which any
// part of a term is found where it stands. A question's words are widened by readers' synonyms and, where they can
// be read as pinyin, by the Chinese words of the index that sound so.

var search = (window.guideSearch = window.guideSearch || {});
var text = search.text, items = search.items;

// Pairs of Chinese characters in what things are called in short.
function pairsOf(index) {
  var made = Object.create(null);
  function add(name) {
    text.runsOf(text.fold(name)).forEach(function (run) {
      if (run.han && run.text.length < 5) for (var i = 0; i + 1 < run.text.length; i++) made[run.text.substr(i, 2)] = true;
    });
  }
  Object.keys(index.labels || {}).forEach(function (key) { add(index.labels[key][0]); });
  Object.keys(index.words || {}).forEach(add);
  index.entries.forEach(function (entry) {
    if (entry && /^(?:field|term|material|stage|step|choice)$/.test(entry.kind)) [entry.title].concat(entry.names || []).forEach(add);
  });
  return made;
}

function Engine(index) {
  var engine = this;
  var labels = index.labels || {};
  this.language = index.language;
  if (index.variants) text.learn(index.variants);
  this.vocabulary = new search.words.Vocabulary();
  this.pairs = pairsOf(index);
  this.items = index.entries.filter(Boolean).map(function (entry) {
    var said = (entry.labels || []).map(function (key) { return labels[key]; }).filter(Boolean);
    var item = new items.Item(entry);
    var texts = {
      title: [entry.title], names: [entry.other || ""].concat(entry.names || []), hidden: [entry.hidden || ""],
      labels: said.reduce(function (made, pair) { return made.concat(pair); }, []), place: [entry.place || ""], text: [entry.text || ""]
    };
    items.PARTS.forEach(function (part) {
      var made = item.parts[part[0]] = new items.Part(texts[part[0]].join("\n"));
      if (part[0] !== "place") engine.vocabulary.add(made.words);
    });
    [["title", 1], ["names", 0.95], ["labels", 0.62]].forEach(function (pair) {
      texts[pair[0]].forEach(function (name) {
        item.name(name, pair[1], engine.pairs);
      });
    });
    var hidden = (entry.hidden || "").split(" / ");
    item.called = (entry.names || []).concat(texts.labels, hidden);
    hidden.forEach(function (name) { if (name.length < 80) item.name(name, 0.8, engine.pairs, true); });
    return item;
  });
  this.readers = new search.words.Readers(index.words || {});
  this.troubles = new search.Troubles(index.troubles || {});
  this.items.forEach(function (item) {
    if (/^(?:trouble|refusal|question|help)$/.test(item.entry.kind)) item.troubles = engine.troubles.familiesIn(text.fold(item.entry.title));
  });
  this.sounds = soundsOf(this, index.sounds || {});
}

// How the Chinese of an engine's items sounds.
function soundsOf(engine, table) {
  var runs = Object.create(null), names = Object.create(null);
  engine.items.forEach(function (item) {
    items.PARTS.forEach(function (part) {
      text.runsOf(item.parts[part[0]].folded).forEach(function (run) {
        if (!run.han) return;
        runs[run.text] = (runs[run.text] || 0) + 1;
        if (part[0] === "title" || part[0] === "names" || part[0] === "labels") names[run.text] = true;
      });
    });
  });
  Object.keys(engine.readers.known).forEach(function (key) { if (text.isHan.test(key)) names[key] = true; });
  return new search.Sounds(table, runs, Object.keys(names));
}

// Results, best first: [{entry, score, needles, called}]; `called` is by what other names an entry may have been found.
Engine.prototype.search = function (question, most) {
  var asked = search.question.parse(this, question), all = this.items, engine = this;
  if (!asked) return [];
  var total = all.length, scored = [], possible = 0;
  asked.units.forEach(function (unit) {
    unit.hits = all.map(function (item) {
      var best = 0;
      unit.alternatives.forEach(function (other) { best = Math.max(best, other.weight * items.strength(other, item)); });
      return best;
    });
    var held = unit.hits.filter(Boolean).length;
    unit.rarity = held ? Math.min(4, Math.max(0.4, Math.log(1 + (total - held + 0.5) / (held + 0.5)))) : 0;
  });
  // A span that something longer stands for says nothing of its own where that is found; see below.
  var welcome = search.question.welcomeFor(asked);
  // To lack a word that few entries have says more than to lack one that many have.
  var telling = Object.create(null);
  asked.units.forEach(function (unit) {
    if (!unit.direct) return;
    var atom = asked.atoms[unit.from], much = unit.rarity ? Math.max(0.5, Math.min(1.6, unit.rarity / 2.2)) : 0.6;
    if (!atom.han) atom.weight *= much;
    telling[unit.from + " " + unit.to] = much;
  });
  asked.pieces.forEach(function (piece) { piece.weight = telling[piece.from + " " + piece.to] || 1; });
  var weights = asked.atoms.reduce(function (sum, atom) { return sum + atom.weight; }, 0);
  asked.units.forEach(function (unit) { if (unit.direct) possible += unit.weight * Math.max(unit.rarity, unit.low ? 0 : 1); });
  possible = possible || 1;

  all.forEach(function (item, at) {
    var sum = 0, covered = [];
    asked.units.forEach(function (unit) {
      var hit = unit.hits[at];
      if (!hit) return;
      sum += unit.weight * unit.rarity * hit * (unit.direct ? 1 : 0.8);
      for (var i = unit.from; i < unit.to; i++) covered[i] = Math.max(covered[i] || 0, Math.min(1, hit * 1.5));
    });
    if (!sum) return;
    var cover = asked.atoms.reduce(function (made, atom, i) { return made + atom.weight * (covered[i] || 0); }, 0) / weights;
    var like = items.likeness(asked, item);
    // A word of the portal that nothing else is about: it is asked for as it stands, or hardly.
    if (item.entry.kind === "label" && like < 0.5) like *= 0.5;
    var near = Math.min(1.6, sum / possible) * Math.pow(cover, 1.4) + 0.75 * like + engine.troubles.kinship(asked, item);
    var score = near * (welcome[item.entry.kind] || 1);
    scored.push({ item: item, entry: item.entry, score: score, cover: cover });
  });
  scored.sort(function (a, b) { return b.score - a.score; });
  return this.chosen(scored, asked, most || 20);
};

// One result a place; the first few from several pages, where others come near.
Engine.prototype.chosen = function (scored, asked, most) {
  var places = Object.create(null), made = [];
  if (!scored.length) return [];
  var floor = Math.min(scored[0].score * 0.16, 0.05);
  var left = scored.filter(function (one) {
    if (one.score < floor || places[one.entry.url]) return false;
    places[one.entry.url] = true;
    return true;
  }).slice(0, most * 2);
  var pages = Object.create(null), kinds = Object.create(null);
  while (left.length && made.length < most) {
    var best = 0, bestScore = -1;
    for (var i = 0; i < left.length; i++) {
      var page = left[i].entry.url.split("#")[0];
      var score = left[i].score * Math.pow(0.86, Math.min(3, pages[page] || 0)) * Math.pow(0.95, Math.min(3, kinds[left[i].entry.kind] || 0));
      if (score > bestScore) { bestScore = score; best = i; }
      if (left[i].score < bestScore) break;
    }
    var taken = left.splice(best, 1)[0];
    pages[taken.entry.url.split("#")[0]] = (pages[taken.entry.url.split("#")[0]] || 0) + 1;
    kinds[taken.entry.kind] = (kinds[taken.entry.kind] || 0) + 1;
    made.push({ entry: taken.entry, score: taken.score, needles: search.needlesFor(asked, taken.item), called: taken.item.called });
  }
  return made;
};

search.Engine = Engine;
