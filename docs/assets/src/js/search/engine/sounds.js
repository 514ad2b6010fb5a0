// How Chinese sounds: what is typed in pinyin, whole, half or by its initials, and characters mistaken for others that sound so.

var search = (window.guideSearch = window.guideSearch || {});
var text = search.text, words = search.words;

// `table` says how characters sound; `runs` are the Chinese strings of an index and how often each occurs, and `names` those
// that something is called by.
function Sounds(table, runs, names) {
  var heard = this.heard = Object.create(null), syllables = this.syllables = Object.create(null), beginnings = this.beginnings = Object.create(null);
  Object.keys(table).forEach(function (syllable) {
    // ü is typed v, u or yu.
    (/v/.test(syllable) ? [syllable, syllable.replace("v", "u"), syllable.replace("v", "yu")] : [syllable]).forEach(function (typed) {
      syllables[typed] = true;
      for (var n = 1; n < typed.length; n++) beginnings[typed.slice(0, n)] = true;
      table[syllable].split("").forEach(function (character) {
        var known = heard[text.fold(character)] = heard[text.fold(character)] || [];
        if (known.indexOf(typed) < 0) known.push(typed);
      });
    });
  });
  this.runs = runs;
  this.everything = Object.keys(runs).join("\n");
  this.spoken = names;
  this.answers = Object.create(null);
}

// How many characters of `text` from `at` sound as `typed`: 0 if they don't. The last may be half typed.
Sounds.prototype.soundsAt = function (run, at, typed, half) {
  var heard = this.heard;
  function from(place, rest) {
    if (!rest) return place;
    var known = heard[run.charAt(place)];
    if (!known) return 0;
    for (var i = 0; i < known.length; i++) {
      if (rest.lastIndexOf(known[i], 0) === 0) {
        var end = from(place + 1, rest.slice(known[i].length));
        if (end) return end;
      } else if (half && place > at && known[i].lastIndexOf(rest, 0) === 0) return place + 1;
    }
    return 0;
  }
  var end = from(at, typed);
  return end ? end - at : 0;
};

// Whether `typed` can be read as syllables of the index, the last of them half typed at most.
Sounds.prototype.isSpeakable = function (typed, half) {
  var open = [true];
  for (var at = 0; at < typed.length; at++) {
    if (!open[at]) continue;
    if (half && at && this.beginnings[typed.slice(at)]) return true;
    for (var length = 1; length <= 6; length++) if (this.syllables[typed.substr(at, length)]) open[at + length] = true;
  }
  return !!open[typed.length];
};

// The places in the Chinese of the index, by the first letter of how each character sounds: {letter: [[run, at]]}.
Sounds.prototype.beginningWith = function () {
  if (this.places) return this.places;
  var places = this.places = Object.create(null), heard = this.heard;
  Object.keys(this.runs).forEach(function (run) {
    for (var at = 0; at < run.length; at++) {
      var letters = (heard[run.charAt(at)] || []).map(function (syllable) { return syllable.charAt(0); });
      letters.forEach(function (letter, i) {
        if (letters.indexOf(letter) === i) (places[letter] = places[letter] || []).push([run, at]);
      });
    }
  });
  return places;
};

// Chinese words of the index that sound as `typed`: [[word, weight]], the most frequent first.
Sounds.prototype.sounded = function (typed, half) {
  var spoken = this, found = Object.create(null);
  if (!this.isSpeakable(typed, half)) return [];
  function collect(allowHalf) {
    (spoken.beginningWith()[typed.charAt(0)] || []).forEach(function (place) {
      var length = spoken.soundsAt(place[0], place[1], typed, allowHalf);
      if (!length) return;
      var word = place[0].substr(place[1], length);
      found[word] = (found[word] || 0) + spoken.runs[place[0]];
    });
  }
  collect(false);
  var weight = 1;
  if (half && !Object.keys(found).length) { collect(true); weight = 0.8; }
  return Object.keys(found).sort(function (a, b) { return found[b] - found[a]; }).slice(0, 8)
    .map(function (word) { return [word, word.length > 1 ? weight : weight * 0.6]; });
};

// Characters mistaken for others that sound the same: parts of `run` that the index has not, and its words that sound so.
Sounds.prototype.slips = function (run, atoms) {
  var spoken = this, made = [];
  function isKnown(part) { return spoken.everything.indexOf(part) >= 0; }
  for (var length = Math.min(5, run.length); length > 1; length--) {
    for (var at = 0; at + length <= run.length; at++) {
      var part = run.substr(at, length);
      var bounded = (!at || atoms[at - 1].filler) && (at + length === run.length || atoms[at + length].filler);
      if ((length < 3 && !bounded) || isKnown(part) || atoms.slice(at, at + length).some(function (atom) { return atom.filler; })) continue;
      var typed = part.split("").map(function (character) { return (spoken.heard[character] || [])[0]; });
      if (typed.indexOf(undefined) >= 0) continue;
      var meant = spoken.sounded(typed.join(""), false).filter(function (pair) { return pair[0].length === length; })
        .map(function (pair) { return { han: pair[0], weight: 0.8, name: pair[0] }; });
      if (meant.length) made.push({ at: at, length: length, words: meant });
    }
    if (made.length) break;
  }
  return made;
};

// Names whose characters begin as `typed` says: `hym` for 会员名.
Sounds.prototype.initials = function (typed) {
  var heard = this.heard, found = Object.create(null);
  this.spoken.forEach(function (name) {
    for (var at = 0; at + typed.length <= name.length; at++) {
      var fits = true;
      for (var i = 0; i < typed.length && fits; i++) {
        fits = (heard[name.charAt(at + i)] || []).some(function (syllable) { return syllable.charAt(0) === typed.charAt(i); });
      }
      if (fits) {
        var word = name.substr(at, typed.length);
        found[word] = Math.max(found[word] || 0, at === 0 ? (name.length === typed.length ? 1 : 0.7) : 0.5);
      }
    }
  });
  return Object.keys(found).sort(function (a, b) { return found[b] - found[a]; }).slice(0, 5)
    .map(function (word) { return [word, 0.8 * found[word]]; });
};

// Names that sound nearly as `typed`.
Sounds.prototype.nearlySounded = function (typed) {
  var spoken = this, most = words.mostWrong(typed);
  if (typed.length < 6 || !most) return [];
  if (!this.readings) {
    this.readings = this.spoken.filter(function (name) { return name.length > 1 && name.length < 9; }).map(function (name) {
      return [name, name.split("").map(function (character) { return (spoken.heard[character] || [""])[0]; }).join("")];
    });
  }
  return this.readings.filter(function (pair) { return words.isNear(typed, pair[1], 1); }).slice(0, 4).map(function (pair) { return [pair[0], 0.6]; });
};

words.remember(Sounds, ["sounded", "nearlySounded", "initials"]);

search.Sounds = Sounds;
