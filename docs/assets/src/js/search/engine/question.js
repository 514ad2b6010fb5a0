// What a question asks for: its atoms (a Chinese character or a word each), its units, each a span of atoms with what it may
// stand for, and the kind of answer that it wants.

var search = (window.guideSearch = window.guideSearch || {});
var text = search.text, words = search.words, single = text.single;

// What kind of answer a question asks for, and how much more or less welcome that makes each kind.
var ASKING = [
  [/(?:^| )(?:how (?:do|to|can)|where (?:do|to|can))(?= |$)|怎么|怎样|如何|在哪/, { step: 1.06, stage: 1.08, question: 1.04, term: 0.92 }],
  [/(?:^| )(?:what (?:is|are|does)|what.?s|meaning|mean|definition)(?= |$)|是什么$|是啥$|什么是|什么意思|啥意思/, { term: 1.5, question: 1.04, field: 0.94 }],
  [/(?:^| )(?:enter|fill|type|write|put|choose|select)(?= |$)|填|输入|怎么写|选什么|选哪/, { field: 1.12, step: 1.03 }],
  [/(?:^| )(?:photos?|scans?|cop(?:y|ies)|pictures?)(?= |$)|照片|扫描|复印|原件/, { material: 1.15, field: 1.06 }],
  [/^(?:can|may|do|does|is|are|must|should|why|when|who|will) |吗|为什么|什么时候|谁|能不能|可不可以|可以/, { question: 1.14 }]
];

// How welcome each kind is where matches are equal.
var WELCOME = {
  step: 1.12, field: 1.16, stage: 1.16, choice: 0.92, material: 1.02, question: 1.02, refusal: 1, trouble: 1, term: 0.88, page: 1.02, section: 0.92,
  buyer: 1, note: 0.95, help: 0.97, update: 0.72, label: 0.55, source: 0.25
};

function welcomeFor(asked) {
  var made = Object.create(null);
  Object.keys(WELCOME).forEach(function (kind) { made[kind] = WELCOME[kind] * (asked.troubled && search.welcomeInTrouble[kind] || 1); });
  ASKING.forEach(function (pair) {
    if (pair[0].test(asked.folded)) Object.keys(pair[1]).forEach(function (kind) { made[kind] *= pair[1][kind]; });
  });
  return made;
}

// Pinyin with the numbers of its tones, without them: zhu4ce4.
function toneless(engine, word) {
  if (!/^(?:[a-z]{1,6}[1-5])+$/.test(word) || engine.vocabulary.counts[word]) return word;
  var plain = word.replace(/[1-5]/g, "");
  return engine.sounds.isSpeakable(plain, false) ? plain : word;
}

// A question: its atoms (a Chinese character or a word each) and its units, each a span of atoms with alternatives.
function parse(engine, question) {
  var atoms = [], units = [], whole = [];
  var folded = text.fold(question.normalize("NFC")).trim();
  var troubled = engine.troubles.areIn(folded);
  var open = /[a-z0-9]$/.test(folded);
  var groups = [];
  text.runsOf(folded).forEach(function (run) {
    if (run.han) {
      var fillers = text.fillersIn(run.text, engine.pairs);
      if (fillers.filter(Boolean).length === run.text.length) fillers = [];
      groups.push({ han: true, from: atoms.length, text: run.text });
      run.text.split("").forEach(function (character, i) {
        atoms.push({ text: character, han: true, weight: fillers[i] ? 0.12 : 1, filler: !!fillers[i], group: groups.length - 1 });
      });
    } else {
      (/[,%]/.test(run.text) ? text.wordsOf(run.text).slice(-1) : run.text.split(/[.@_-]/)).filter(Boolean).forEach(function (word) {
        var plain = toneless(engine, word.replace(/'s$/, "").replace(/'/g, ""));
        if (!plain) return;
        var stop = text.stops[word] || text.stops[plain];
        atoms.push({ text: plain, han: false, weight: stop ? 0.2 : 2, filler: !!stop, group: -1 });
      });
    }
  });
  if (!atoms.length) return null;
  if (atoms.every(function (atom) { return atom.filler; })) atoms.forEach(function (atom) { atom.weight = 1; atom.filler = false; });

  // Chinese as it stands: all its pieces of two to four characters, and the whole; single characters say little.
  groups.forEach(function (group) {
    var length = group.text.length, from = group.from;
    function piece(at, n, weight) {
      var low = 1;
      for (var i = at; i < at + n; i++) if (atoms[from + i].filler) low = 0.2;
      units.push({ from: from + at, to: from + at + n, weight: weight * low, direct: true, low: low < 1 || n < Math.min(2, length), alternatives: [{ han: group.text.substr(at, n), weight: 1 }] });
    }
    for (var i = 0; i < length; i++) if (length === 1 || !atoms[from + i].filler) piece(i, 1, length === 1 ? 1 : 0.2);
    for (var n = 2; n <= Math.min(4, length); n++) for (var at = 0; at + n <= length; at++) piece(at, n, n === 2 ? 1 : 0.75);
    if (length > 4 && length < 16) piece(0, length, 1);
    engine.sounds.slips(group.text, atoms.slice(from, from + length)).forEach(function (slip) {
      units.push({ from: from + slip.at, to: from + slip.at + slip.length, weight: slip.length, direct: false, alternatives: slip.words });
    });
  });

  // Words as they stand.
  atoms.forEach(function (atom, i) {
    if (atom.han) return;
    var half = open && i === atoms.length - 1;
    atom.related = engine.vocabulary.related(atom.text, half && atom.text.length > 1);
    units.push({
      from: i, to: i + 1, weight: atom.filler ? 0.15 : 1.6, direct: true, low: atom.filler,
      alternatives: [{ words: [atom.filler && engine.vocabulary.counts[atom.text] ? single(atom.text) : atom.related], weight: 1 }]
    });
  });

  // Words as they follow one another: what stands so in the guide is more likely to be meant.
  var telling = atoms.map(function (atom, i) { return i; }).filter(function (i) { return !atoms[i].han && !atoms[i].filler; });
  telling.slice(1).forEach(function (to, n) {
    var first = telling[n];
    if (atoms.slice(first, to).some(function (atom) { return atom.han; }) || ![first, to].every(function (i) { return Object.keys(atoms[i].related).length; })) return;
    units.push({ from: first, to: to + 1, weight: 1.6, direct: false, alternatives: [{ words: [atoms[first].related, atoms[to].related], phrase: true, weight: 1 }] });
  });

  // Spans of words: written apart, readers' words, pinyin.
  for (var from = 0; from < atoms.length; from++) {
    var joined = "", keys = ["", "", ""];
    for (var to = from + 1; to <= Math.min(atoms.length, from + Math.max(8, engine.readers.longest, troubled ? engine.troubles.readers.longest : 0)); to++) {
      joined += atoms[to - 1].text;
      // The third leaves out what says little: create an account.
      keys = [keys[0] + words.singular(atoms[to - 1].text), keys[1] + words.stem(atoms[to - 1].text), keys[2] + (atoms[to - 1].filler ? "" : words.stem(atoms[to - 1].text))];
      if (joined.length > 48) break;
      span(engine, atoms, from, to, joined, keys, units, open && to === atoms.length, troubled);
    }
  }
  var said = text.bare(folded), core = coreOf(atoms);
  whole.push([said, 1]);
  if (core.text !== said && core.text) whole.push([core.text, 0.9]);
  units.forEach(function (unit) {
    if (unit.direct || unit.from > core.from || unit.to < core.to) return;
    unit.alternatives.forEach(function (other) {
      if (other.name) whole.push([other.name, 0.85 * other.weight]);
      else if (other.han) whole.push([other.han, 0.92 * other.weight]);
    });
  });
  return { atoms: atoms, units: units, whole: whole, folded: folded, troubled: troubled, families: troubled ? engine.troubles.familiesIn(folded) : [], pieces: forms(atoms) };
}

// The question's pieces, as the forms that each may take in a name: words, and pairs of Chinese characters.
function forms(atoms) {
  var made = [];
  atoms.forEach(function (atom, i) {
    if (atom.filler) return;
    var next = atoms[i + 1];
    if (!atom.han) made.push({ forms: atom.related, from: i, to: i + 1 });
    else if (next && next.han && !next.filler && next.group === atom.group) made.push({ forms: single(atom.text + next.text), from: i, to: i + 2 });
  });
  return made;
}

// The question without what says little at its ends.
function coreOf(atoms) {
  var from = 0, to = atoms.length;
  while (from < to && atoms[from].filler) from++;
  while (to > from && atoms[to - 1].filler) to--;
  return { from: from, to: to, text: atoms.slice(from, to).map(function (atom) { return atom.text; }).join("") };
}

function span(engine, atoms, from, to, joined, keys, units, open, troubled) {
  var known = engine.readers.known, counts = engine.vocabulary.counts, inside = atoms.slice(from, to), weight = 0, alternatives = [];
  var latin = inside.every(function (atom) { return !atom.han; });
  inside.forEach(function (atom) { weight += atom.han ? 0.8 : 1.6; });
  var cut = from > 0 && atoms[from - 1].han && atoms[from].han && atoms[from - 1].group === atoms[from].group;

  function widen(key, by, from) {
    (from || known)[key].own.forEach(function (own, i) {
      engine.vocabulary.meant(own, by * (i ? 0.85 : 1)).forEach(function (other) {
        other.name = text.bare(text.fold(own));
        alternatives.push(other);
      });
    });
  }

  var bounded = !atoms[from].filler && !atoms[to - 1].filler;
  var key = known[keys[0]] ? keys[0] : known[keys[1]] || !bounded ? keys[1] : keys[2];
  if (known[key] && !(cut && key.length < 2)) {
    widen(key, 0.9);
    inside.forEach(function (atom) { atom.weight = Math.max(atom.weight, atom.han ? 0.7 : 1); });
  } else if (latin && inside.length === 1 && joined.length > 4 && !counts[joined]) {
    // An inflection of a reader's word, or one with a letter wrong.
    var alike = engine.readers.keys.filter(function (key) { return words.isInflected(key, joined); });
    if (!alike.length && engine.vocabulary.guessed[joined]) {
      alike = engine.readers.keys.filter(function (key) { return key.length > 4 && words.isNear(joined, key, 1); });
    }
    alike.slice(0, 3).forEach(function (key) { widen(key, 0.7); });
  } else if (latin && inside.length === 1 && joined.length > 4) {
    engine.readers.keys.filter(function (key) { return key !== joined && words.isInflected(key, joined); }).slice(0, 2).forEach(function (key) { widen(key, 0.6); });
  }

  // Where something went wrong, one of a family of words may stand for another: money, payment.
  var families = troubled ? engine.troubles.readers.known : Object.create(null);
  var member = families[keys[0]] ? keys[0] : keys[1];
  if (families[member]) widen(member, 0.75, families);

  if (latin && joined.length > 1 && inside.length <= 8) {
    var plain = inside.length === 1 && counts[joined];
    var filler = inside.every(function (atom) { return atom.filler; });
    // Written apart, or together.
    if (inside.length > 1 && counts[joined] && joined.length > 3) alternatives.push({ words: [single(joined)], weight: 0.95 });
    if (inside.length === 1 && !plain) {
      for (var k = 3; k <= joined.length - 3; k++) {
        var a = joined.slice(0, k), b = joined.slice(k);
        if (counts[a] && counts[b]) alternatives.push({ words: [engine.vocabulary.related(a), engine.vocabulary.related(b)], weight: 0.9 });
      }
    }
    if (!filler && /^[a-z]+$/.test(joined)) {
      var sounded = joined.length > 2 || inside.length > 1 || !plain ? engine.sounds.sounded(joined, open) : [];
      if (plain) sounded = sounded.filter(function (pair) { return pair[0].length > 1; });
      if (!sounded.length && !plain && inside.length === 1) {
        if (joined.length > 1 && joined.length < 9) sounded = engine.sounds.initials(joined);
        if (!sounded.length && !Object.keys(inside[0].related || {}).length) sounded = engine.sounds.nearlySounded(joined);
      }
      sounded.forEach(function (pair) {
        alternatives.push({ han: pair[0], weight: (plain ? 0.7 : 1) * pair[1], sound: true });
        if (known[pair[0]] && pair[1] > 0.5) widen(pair[0], 0.7 * pair[1]);
      });
    }
  }
  if (alternatives.length) units.push({ from: from, to: to, weight: weight, direct: false, alternatives: alternatives });
}

search.question = { parse: parse, welcomeFor: welcomeFor };
