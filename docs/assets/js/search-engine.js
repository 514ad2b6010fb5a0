// The engine of the search: an index and a question → what answers it, best first. No page, no network, no state.
//
// A text is read twice: as words (Latin letters and digits), which are compared by their inflections, their
// beginnings and, where nothing else fits, with a letter wrong; and as a string of Chinese characters, in which any
// part of a term is found where it stands. A question's words are widened by readers' synonyms and, where they can
// be read as pinyin, by the Chinese words of the index that sound so.
(function (root) {
  "use strict";

  // ---- characters ------------------------------------------------------------------------------

  var VARIANTS = { "帐": "账", "’": "'", "‘": "'", "＇": "'", "ｖ": "v" };
  var folded = Object.create(null);

  // One character for one, so that places in the folded text are places in the text.
  function foldCharacter(character) {
    var code = character.charCodeAt(0);
    if (code < 128) return character.toLowerCase();
    if (code >= 0x4e00 && code <= 0x9fff) return VARIANTS[character] || character;
    if (code >= 0xd800 && code <= 0xdfff) return character;
    if (!(character in folded)) {
      var plain = character.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
      folded[character] = VARIANTS[character] || (plain ? plain.charAt(0).toLowerCase() : character);
    }
    return folded[character];
  }

  var PLAIN = /[^a-z0-9 \n\u4e00-\u9fff]|帐/g;

  function fold(text) {
    return text.replace(PLAIN, foldCharacter);
  }

  var HAN = "\\u3400-\\u9fff\\uf900-\\ufaff\\ud800-\\udfff";
  var RUNS = new RegExp("[" + HAN + "]+|[0-9]+(?:,[0-9]{3})+(?![0-9a-z])|[0-9]+%|[a-z0-9]+(?:['.@_-][a-z0-9]+)*", "g");
  var IS_HAN = new RegExp("^[" + HAN + "]");
  var NOT_WORD = new RegExp("[^a-z0-9" + HAN + "]+", "g");

  // The runs of a folded text: [{text, at, han}].
  function runsOf(text) {
    var found, made = [];
    RUNS.lastIndex = 0;
    while ((found = RUNS.exec(text))) made.push({ text: found[0], at: found.index, han: IS_HAN.test(found[0]) });
    return made;
  }

  // The words of a run of Latin letters and digits: its parts, and the whole without its marks.
  function wordsOf(run) {
    if (run.indexOf(",") > 0) return [run.replace(/,/g, "")];
    if (run.charAt(run.length - 1) === "%") return [run.slice(0, -1), run];
    var whole = run.replace(/'s$/, "");
    var parts = whole.split(/['.@_-]/).filter(Boolean);
    return parts.length > 1 ? parts.concat(whole.replace(/['.@_-]/g, "")) : parts;
  }

  function bare(text) {
    return text.replace(NOT_WORD, "");
  }

  // ---- words that say little -------------------------------------------------------------------

  function setOf(words) {
    return words.split(" ").reduce(function (made, word) { made[word] = true; return made; }, Object.create(null));
  }

  var STOPS = setOf("a an the and or of to in on at for from by with as is are was were be been do does did done i me my we us our you your " +
    "he she it its they them their this that these those there here how what where when which who whom whose why can could should would will " +
    "shall may might must need needs have has had get got if so then than not no yes please about into up out after before while just still " +
    "any some all also very too s t re ll ve m d don doesn isn aren won cannot can't don't everything anything something");
  // Longest first.
  var FILLERS = ("是什么意思|可不可以|能不能够|有没有|是不是|要不要|能不能|多长时间|什么时候|为什么|怎么办|怎么样|怎么做|怎么填|怎么弄|哪里找|在哪里|在哪儿|" +
    "在哪看|怎么|怎样|如何|什么|哪里|哪儿|哪个|哪些|多久|多少|几天|请问|需要|可以|应该|我们|你们|他们|我司|本公司|一下|一个|这个|那个|是否|还是|" +
    "或者|如果|已经|还能|还要|怎|啊|呀|吧|吗|呢|么|嘛|的|了|我|你|您|他").split("|");
  // Say little, unless they are part of a word: 会 of 会员, 还 of 还款.
  var WEAK = setOf("地 得 着 过 要 是 在 和 与 及 就 都 也 还 又 把 被 给 让 能 会 该 想 请 有 没");

  // What kind of answer a question asks for, and how much more or less welcome that makes each kind.
  var ASKING = [
    [/(?:^| )(?:no|not|never|can.?t|cannot|don.?t|doesn.?t|didn.?t|won.?t|isn.?t|fail\w*|error\w*|missing|wrong|refus\w*|reject\w*|declined?|lost|problem\w*|stuck|blank|mistakes?|invalid|expired)(?= |$)|不|没|错|失败|无法|退回|驳回|被拒|打不开|过期|怎么办|空白|丢/,
      { trouble: 1.22, refusal: 1.22, question: 1.12, step: 0.96, field: 0.94, stage: 0.94, term: 0.86, choice: 0.9, label: 0.8 }],
    [/(?:^| )(?:how (?:do|to|can)|where (?:do|to|can))(?= |$)|怎么|怎样|如何|在哪/, { step: 1.06, stage: 1.08, question: 1.04, term: 0.92 }],
    [/(?:^| )(?:what (?:is|are|does)|what.?s|meaning|mean|definition)(?= |$)|是什么$|什么是|什么意思|啥意思/, { term: 1.3, question: 1.04 }],
    [/(?:^| )(?:enter|fill|type|write|put|choose|select)(?= |$)|填|输入|怎么写|选什么|选哪/, { field: 1.12, step: 1.03 }],
    [/^(?:can|may|do|does|is|are|must|should|why|when|who|will) |吗|为什么|什么时候|谁|能不能|可不可以|可以/, { question: 1.14 }]
  ];

  function welcomeFor(folded) {
    var made = Object.create(null);
    Object.keys(WELCOME).forEach(function (kind) { made[kind] = WELCOME[kind]; });
    ASKING.forEach(function (pair) {
      if (pair[0].test(folded)) Object.keys(pair[1]).forEach(function (kind) { made[kind] *= pair[1][kind]; });
    });
    return made;
  }

  // Which characters of a run of Chinese say little; `pairs` are the pairs of characters that stand in names.
  function fillersIn(run, pairs) {
    var marks = [];
    for (var i = 0; i < run.length; i++) {
      if (marks[i]) continue;
      for (var k = 0; k < FILLERS.length; k++) {
        if (run.substr(i, FILLERS[k].length) === FILLERS[k]) {
          for (var j = 0; j < FILLERS[k].length; j++) marks[i + j] = true;
          break;
        }
      }
      if (WEAK[run.charAt(i)] && !pairs[run.substr(i, 2)] && !(i && pairs[run.substr(i - 1, 2)])) marks[i] = true;
    }
    return marks;
  }

  // ---- how words relate ------------------------------------------------------------------------

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

  // ---- the index -------------------------------------------------------------------------------

  // How much a match counts by where it stands.
  var PARTS = [["title", 6], ["names", 4.5], ["labels", 2.6], ["hidden", 1.6], ["place", 1], ["text", 1]];
  // How welcome each kind is where matches are equal.
  var WELCOME = {
    step: 1.12, field: 1.16, stage: 1.16, choice: 0.92, material: 1.02, question: 1.02, refusal: 1, trouble: 1, term: 0.88, page: 1.02, section: 0.92,
    buyer: 1, note: 0.95, help: 0.97, update: 0.86, label: 0.55, source: 0.25
  };
  var WORDS_LENGTH = 60;

  function Part(text) {
    this.folded = fold(text);
    this.words = Object.create(null);
    this.count = 0;
    var part = this;
    runsOf(this.folded).forEach(function (run) {
      part.count += run.han ? run.text.length / 2 : 1;
      if (!run.han) wordsOf(run.text).forEach(function (word) { part.words[word] = (part.words[word] || 0) + 1; });
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
    var text = fold(name), plain = bare(text);
    if (plain) this.names.push({ plain: plain, worth: worth, pieces: piecesOf(text, pairs), whole: whole });
  };

  function piecesOf(text, pairs) {
    var made = [];
    runsOf(text).forEach(function (run) {
      if (!run.han) {
        wordsOf(run.text).slice(0, 3).forEach(function (word) { if (!STOPS[word]) made.push(word); });
        return;
      }
      var fillers = fillersIn(run.text, pairs);
      for (var i = 0; i + 1 < run.text.length; i++) if (!fillers[i] && !fillers[i + 1]) made.push(run.text.substr(i, 2));
    });
    return made;
  }

  function occurrences(text, wanted) {
    var n = 0, at = -1;
    while (n < 4 && (at = text.indexOf(wanted, at + 1)) >= 0) n++;
    return n;
  }

  // Pairs of Chinese characters in what things are called in short.
  function pairsOf(index) {
    var made = Object.create(null);
    function add(name) {
      runsOf(fold(name)).forEach(function (run) {
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
    this.vocabulary = Object.create(null);
    this.pairs = pairsOf(index);
    this.items = index.entries.filter(Boolean).map(function (entry) {
      var said = (entry.labels || []).map(function (key) { return labels[key]; }).filter(Boolean);
      var item = new Item(entry);
      var texts = {
        title: [entry.title], names: [entry.other || ""].concat(entry.names || []), hidden: [entry.hidden || ""],
        labels: said.reduce(function (made, pair) { return made.concat(pair); }, []), place: [entry.place || ""], text: [entry.text || ""]
      };
      PARTS.forEach(function (part) {
        var made = item.parts[part[0]] = new Part(texts[part[0]].join("\n"));
        if (part[0] !== "place") Object.keys(made.words).forEach(function (word) { engine.vocabulary[word] = (engine.vocabulary[word] || 0) + 1; });
      });
      [["title", 1], ["names", 0.95], ["labels", 0.62]].forEach(function (pair) {
        texts[pair[0]].forEach(function (name) {
          var plain = bare(fold(name));
          item.name(name, pair[1], engine.pairs);
        });
      });
      var hidden = (entry.hidden || "").split(" / ");
      item.called = (entry.names || []).concat(texts.labels, hidden);
      hidden.forEach(function (name) { if (name.length < 80) item.name(name, 0.8, engine.pairs, true); });
      return item;
    });
    this.all = Object.keys(this.vocabulary);
    this.answers = Object.create(null);
    this.readers(index.words || {});
    this.sounding(index.sounds || {});
  }

  // Readers' words: by their first character, longest first.
  Engine.prototype.readers = function (words) {
    var known = this.known = Object.create(null);
    var engine = this;
    this.keys = [];
    Object.keys(words).forEach(function (word) {
      var key = fold(word).split(NOT_WORD).map(singular).join("");
      if (!key) return;
      var kept = known[key] = known[key] || { own: [] };
      words[word].forEach(function (own) { if (kept.own.indexOf(own) < 0) kept.own.push(own); });
      if (/^[a-z0-9]+$/.test(key) && engine.keys.indexOf(key) < 0) engine.keys.push(key);
    });
    this.longest = Object.keys(known).reduce(function (most, key) { return Math.max(most, key.length); }, 0);
  };

  // How each character of the index may sound, and where its Chinese stands.
  Engine.prototype.sounding = function (sounds) {
    var heard = this.heard = Object.create(null), syllables = this.syllables = Object.create(null), beginnings = this.beginnings = Object.create(null);
    Object.keys(sounds).forEach(function (syllable) {
      // ü is typed v, u or yu.
      (/v/.test(syllable) ? [syllable, syllable.replace("v", "u"), syllable.replace("v", "yu")] : [syllable]).forEach(function (typed) {
        syllables[typed] = true;
        for (var n = 1; n < typed.length; n++) beginnings[typed.slice(0, n)] = true;
        sounds[syllable].split("").forEach(function (character) {
          var known = heard[fold(character)] = heard[fold(character)] || [];
          if (known.indexOf(typed) < 0) known.push(typed);
        });
      });
    });
    var runs = Object.create(null), names = Object.create(null);
    this.items.forEach(function (item) {
      PARTS.forEach(function (part) {
        runsOf(item.parts[part[0]].folded).forEach(function (run) {
          if (!run.han) return;
          runs[run.text] = (runs[run.text] || 0) + 1;
          if (part[0] === "title" || part[0] === "names" || part[0] === "labels") names[run.text] = true;
        });
      });
    });
    Object.keys(this.known).forEach(function (key) { if (IS_HAN.test(key)) names[key] = true; });
    this.runs = runs;
    this.everything = Object.keys(runs).join("\n");
    this.spoken = Object.keys(names);
  };

  // ---- pinyin ----------------------------------------------------------------------------------

  // How many characters of `text` from `at` sound as `typed`: 0 if they don't. The last may be half typed.
  Engine.prototype.soundsAt = function (text, at, typed, half) {
    var heard = this.heard;
    function from(place, rest) {
      if (!rest) return place;
      var known = heard[text.charAt(place)];
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
  Engine.prototype.isSpeakable = function (typed, half) {
    var open = [true];
    for (var at = 0; at < typed.length; at++) {
      if (!open[at]) continue;
      if (half && at && this.beginnings[typed.slice(at)]) return true;
      for (var length = 1; length <= 6; length++) if (this.syllables[typed.substr(at, length)]) open[at + length] = true;
    }
    return !!open[typed.length];
  };

  // Chinese words of the index that sound as `typed`: [[word, weight]], the most frequent first.
  Engine.prototype.sounded = function (typed, half) {
    var engine = this, found = Object.create(null);
    if (!this.isSpeakable(typed, half)) return [];
    function collect(allowHalf) {
      Object.keys(engine.runs).forEach(function (run) {
        for (var at = 0; at < run.length; at++) {
          var length = engine.soundsAt(run, at, typed, allowHalf);
          if (length) {
            var word = run.substr(at, length);
            found[word] = (found[word] || 0) + engine.runs[run];
          }
        }
      });
    }
    collect(false);
    var weight = 1;
    if (half && !Object.keys(found).length) { collect(true); weight = 0.8; }
    return Object.keys(found).sort(function (a, b) { return found[b] - found[a]; }).slice(0, 8)
      .map(function (word) { return [word, word.length > 1 ? weight : weight * 0.6]; });
  };

  // Characters mistaken for others that sound the same: parts of `run` that the index has not, and its words that sound so.
  Engine.prototype.slips = function (run, atoms) {
    var engine = this, made = [];
    function isKnown(text) { return engine.everything.indexOf(text) >= 0; }
    for (var length = Math.min(5, run.length); length > 1; length--) {
      for (var at = 0; at + length <= run.length; at++) {
        var part = run.substr(at, length);
        var bounded = (!at || atoms[at - 1].filler) && (at + length === run.length || atoms[at + length].filler);
        if ((length < 3 && !bounded) || isKnown(part) || atoms.slice(at, at + length).some(function (atom) { return atom.filler; })) continue;
        var typed = part.split("").map(function (character) { return (engine.heard[character] || [])[0]; });
        if (typed.indexOf(undefined) >= 0) continue;
        var words = engine.sounded(typed.join(""), false).filter(function (pair) { return pair[0].length === length; })
          .map(function (pair) { return { han: pair[0], weight: 0.8, name: pair[0] }; });
        if (words.length) made.push({ at: at, length: length, words: words });
      }
      if (made.length) break;
    }
    return made;
  };

  // Names whose characters begin as `typed` says: `hym` for 会员名.
  Engine.prototype.initials = function (typed) {
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
  Engine.prototype.nearlySounded = function (typed) {
    var engine = this, most = mostWrong(typed);
    if (typed.length < 6 || !most) return [];
    if (!this.readings) {
      this.readings = this.spoken.filter(function (name) { return name.length > 1 && name.length < 9; }).map(function (name) {
        return [name, name.split("").map(function (character) { return (engine.heard[character] || [""])[0]; }).join("")];
      });
    }
    return this.readings.filter(function (pair) { return isNear(typed, pair[1], 1); }).slice(0, 4).map(function (pair) { return [pair[0], 0.6]; });
  };

  // ---- words -----------------------------------------------------------------------------------

  // The words of the index that `word` may stand for, with weights; the last word of a question may be half typed.
  Engine.prototype.related = function (word, half) {
    var found = Object.create(null), engine = this, exact = word in this.vocabulary, some = exact;
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
      [1, 2].some(function (wrong) {
        if (wrong > most) return true;
        engine.all.forEach(function (other) {
          if (other.length > 3 && isNear(word, other, wrong)) { found[other] = 0.68 / wrong; some = true; }
        });
        return some;
      });
      // What was meant has inflections too.
      Object.keys(found).forEach(function (meant) {
        engine.all.forEach(function (other) {
          if (!(other in found) && isInflected(meant, other)) found[other] = 0.86 * found[meant];
        });
      });
    }
    return found;
  };

  // Alternatives for words of the guide, Chinese or not: each is a string of Chinese or a set of words.
  Engine.prototype.meant = function (own, weight) {
    var engine = this, folded = fold(own), made = [];
    var runs = runsOf(folded);
    var words = [], han = [];
    runs.forEach(function (run) {
      if (run.han) han.push(run.text);
      else words = words.concat(run.text.split(/['.@_-]/).filter(Boolean));
    });
    if (han.length && !words.length) han.forEach(function (text) { made.push({ han: text, weight: weight }); });
    else if (words.length && !han.length) {
      made.push({
        weight: weight,
        words: words.filter(function (word) { return words.length === 1 || !STOPS[word]; }).map(function (word) {
          var found = Object.create(null);
          engine.all.forEach(function (other) { if (other === word) found[other] = 1; else if (isInflected(word, other)) found[other] = 0.9; });
          return found;
        })
      });
    } else made.push({ han: folded.trim(), weight: weight }); // 诚e赊, 1 元以下: as it is written
    return made;
  };

  // ---- questions -------------------------------------------------------------------------------

  // A question: its atoms (a Chinese character or a word each) and its units, each a span of atoms with alternatives.
  Engine.prototype.parsed = function (question) {
    var engine = this, atoms = [], units = [], whole = [];
    var folded = fold(question.normalize("NFC")).trim();
    var open = /[a-z0-9]$/.test(folded);
    var groups = [];
    runsOf(folded).forEach(function (run) {
      if (run.han) {
        var fillers = fillersIn(run.text, engine.pairs);
        if (fillers.filter(Boolean).length === run.text.length) fillers = [];
        groups.push({ han: true, from: atoms.length, text: run.text });
        run.text.split("").forEach(function (character, i) {
          atoms.push({ text: character, han: true, weight: fillers[i] ? 0.12 : 1, filler: !!fillers[i], group: groups.length - 1 });
        });
      } else {
        (/[,%]/.test(run.text) ? wordsOf(run.text).slice(-1) : run.text.split(/[.@_-]/)).filter(Boolean).forEach(function (word) {
          var plain = word.replace(/'s$/, "").replace(/'/g, "");
          if (!plain) return;
          var stop = STOPS[word] || STOPS[plain];
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
      engine.slips(group.text, atoms.slice(from, from + length)).forEach(function (slip) {
        units.push({ from: from + slip.at, to: from + slip.at + slip.length, weight: slip.length, direct: false, alternatives: slip.words });
      });
    });

    // Words as they stand.
    atoms.forEach(function (atom, i) {
      if (atom.han) return;
      var half = open && i === atoms.length - 1;
      atom.related = engine.related(atom.text, half && atom.text.length > 1);
      units.push({
        from: i, to: i + 1, weight: atom.filler ? 0.15 : 1.6, direct: true, low: atom.filler,
        alternatives: [{ words: [atom.filler && engine.vocabulary[atom.text] ? single(atom.text) : atom.related], weight: 1 }]
      });
    });

    // Spans of words: written apart, readers' words, pinyin.
    for (var from = 0; from < atoms.length; from++) {
      var joined = "", key = "";
      for (var to = from + 1; to <= Math.min(atoms.length, from + Math.max(8, this.longest)); to++) {
        joined += atoms[to - 1].text;
        key += singular(atoms[to - 1].text);
        if (joined.length > 48) break;
        this.span(atoms, from, to, joined, key, units, open && to === atoms.length);
      }
    }
    var said = bare(folded), core = coreOf(atoms);
    whole.push([said, 1]);
    if (core.text !== said && core.text) whole.push([core.text, 0.9]);
    units.forEach(function (unit) {
      if (unit.direct || unit.from > core.from || unit.to < core.to) return;
      unit.alternatives.forEach(function (other) {
        if (other.name) whole.push([other.name, 0.85 * other.weight]);
        else if (other.han) whole.push([other.han, 0.92 * other.weight]);
      });
    });
    return { atoms: atoms, units: units, whole: whole, folded: folded, pieces: this.forms(atoms) };
  };

  // The question's pieces, as the forms that each may take in a name: words, and pairs of Chinese characters.
  Engine.prototype.forms = function (atoms) {
    var made = [];
    atoms.forEach(function (atom, i) {
      if (atom.filler) return;
      var next = atoms[i + 1];
      if (!atom.han) made.push(atom.related);
      else if (next && next.han && !next.filler && next.group === atom.group) made.push(single(atom.text + next.text));
    });
    return made;
  };

  function single(word) {
    var made = Object.create(null);
    made[word] = 1;
    return made;
  }

  // The question without what says little at its ends.
  function coreOf(atoms) {
    var from = 0, to = atoms.length;
    while (from < to && atoms[from].filler) from++;
    while (to > from && atoms[to - 1].filler) to--;
    return { from: from, to: to, text: atoms.slice(from, to).map(function (atom) { return atom.text; }).join("") };
  }

  Engine.prototype.span = function (atoms, from, to, joined, known, units, open) {
    var engine = this, inside = atoms.slice(from, to), weight = 0, alternatives = [];
    var latin = inside.every(function (atom) { return !atom.han; });
    inside.forEach(function (atom) { weight += atom.han ? 0.8 : 1.6; });
    var cut = from > 0 && atoms[from - 1].han && atoms[from].han && atoms[from - 1].group === atoms[from].group;

    function widen(key, by) {
      engine.known[key].own.forEach(function (own, i) {
        engine.meant(own, by * (i ? 0.85 : 1)).forEach(function (other) {
          other.name = bare(fold(own));
          alternatives.push(other);
        });
      });
    }

    if (engine.known[known] && !(cut && known.length < 2)) {
      widen(known, 0.9);
      inside.forEach(function (atom) { atom.weight = Math.max(atom.weight, atom.han ? 0.7 : 1); });
    } else if (latin && inside.length === 1 && joined.length > 4 && !engine.vocabulary[joined]) {
      // An inflection of a reader's word, or one with a letter wrong.
      var alike = engine.keys.filter(function (key) { return isInflected(key, joined); });
      if (!alike.length && !Object.keys(inside[0].related || {}).length) {
        alike = engine.keys.filter(function (key) { return key.length > 4 && isNear(joined, key, 1); });
      }
      alike.slice(0, 3).forEach(function (key) { widen(key, 0.7); });
    } else if (latin && inside.length === 1 && joined.length > 4) {
      engine.keys.filter(function (key) { return key !== joined && isInflected(key, joined); }).slice(0, 2).forEach(function (key) { widen(key, 0.6); });
    }

    if (latin && joined.length > 1 && inside.length <= 8) {
      var plain = inside.length === 1 && engine.vocabulary[joined];
      var filler = inside.every(function (atom) { return atom.filler; });
      // Written apart, or together.
      if (inside.length > 1 && engine.vocabulary[joined] && joined.length > 3) alternatives.push({ words: [single(joined)], weight: 0.95 });
      if (inside.length === 1 && !plain) {
        for (var k = 3; k <= joined.length - 3; k++) {
          var a = joined.slice(0, k), b = joined.slice(k);
          if (engine.vocabulary[a] && engine.vocabulary[b]) alternatives.push({ words: [engine.related(a), engine.related(b)], weight: 0.9 });
        }
      }
      if (!filler && /^[a-z]+$/.test(joined)) {
        var sounded = joined.length > 2 || inside.length > 1 || !plain ? engine.sounded(joined, open) : [];
        if (plain) sounded = sounded.filter(function (pair) { return pair[0].length > 1; });
        if (!sounded.length && !plain && inside.length === 1) {
          if (joined.length > 2 && joined.length < 9) sounded = engine.initials(joined);
          if (!sounded.length && !Object.keys(inside[0].related || {}).length) sounded = engine.nearlySounded(joined);
        }
        sounded.forEach(function (pair) {
          alternatives.push({ han: pair[0], weight: (plain ? 0.7 : 1) * pair[1], sound: true });
          if (engine.known[pair[0]] && pair[1] > 0.5) widen(pair[0], 0.7 * pair[1]);
        });
      }
    }
    if (alternatives.length) units.push({ from: from, to: to, weight: weight, direct: false, alternatives: alternatives });
  };

  // ---- matching --------------------------------------------------------------------------------

  // How strongly one alternative stands in one item: 0…1.
  function strength(other, item) {
    var sum = 0;
    for (var i = 0; i < PARTS.length; i++) {
      var part = item.parts[PARTS[i][0]], count = 0;
      if (other.han) {
        count = occurrences(part.folded, other.han);
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
    var han = IS_HAN.test(said);
    if (said.length < 2 && !han) return 0;
    if (name === said) return 1;
    if (name.length > said.length) {
      var at = name.indexOf(said);
      if (at === 0 || (han && at > 0 && at + said.length === name.length)) return 0.35 + 0.4 * said.length / name.length;
      return at > 0 && (said.length > 3 || han) ? 0.2 + 0.4 * said.length / name.length : 0;
    }
    return name.length > 1 && (IS_HAN.test(name) || name.length > 4) && said.indexOf(name) >= 0 ? 0.55 * name.length / said.length : 0;
  }

  // How much two sets of pieces share, 0…1: twice the shared part over both.
  function partly(asked, named, whole) {
    var shared = 0;
    asked.forEach(function (piece) {
      var best = 0;
      named.forEach(function (other) { best = Math.max(best, piece[other] || 0); });
      shared += best;
    });
    var part = Math.min(1, shared / named.length);
    return Math.min(0.95, 2 * shared / (asked.length + named.length)) * (shared >= asked.length * 0.99 ? 1 : 0.85) * (whole ? part * part : 1);
  }

  // Results, best first: [{entry, score, needles, called}]; `called` is by what other names an entry may have been found.
  Engine.prototype.search = function (question, most) {
    var asked = this.parsed(question), items = this.items;
    if (!asked) return [];
    var total = items.length, scored = [], possible = 0;
    asked.units.forEach(function (unit) {
      unit.hits = items.map(function (item) {
        var best = 0;
        unit.alternatives.forEach(function (other) { best = Math.max(best, other.weight * strength(other, item)); });
        return best;
      });
      var held = unit.hits.filter(Boolean).length;
      unit.rarity = held ? Math.min(4, Math.max(0.4, Math.log(1 + (total - held + 0.5) / (held + 0.5)))) : 0;
    });
    // A span that something longer stands for says nothing of its own where that is found; see below.
    var welcome = welcomeFor(asked.folded);
    var weights = asked.atoms.reduce(function (sum, atom) { return sum + atom.weight; }, 0);
    asked.units.forEach(function (unit) { if (unit.direct) possible += unit.weight * Math.max(unit.rarity, unit.low ? 0 : 1); });
    possible = possible || 1;

    items.forEach(function (item, at) {
      var sum = 0, covered = [];
      asked.units.forEach(function (unit) {
        var hit = unit.hits[at];
        if (!hit) return;
        sum += unit.weight * unit.rarity * hit * (unit.direct ? 1 : 0.8);
        for (var i = unit.from; i < unit.to; i++) covered[i] = Math.max(covered[i] || 0, Math.min(1, hit * 1.5));
      });
      if (!sum) return;
      var cover = asked.atoms.reduce(function (made, atom, i) { return made + atom.weight * (covered[i] || 0); }, 0) / weights;
      var like = likeness(asked, item);
      var score = (Math.min(1.6, sum / possible) * Math.pow(cover, 1.4) + 0.9 * like) * (welcome[item.entry.kind] || 1);
      scored.push({ item: item, entry: item.entry, score: score, cover: cover });
    });
    scored.sort(function (a, b) { return b.score - a.score; });
    return this.chosen(scored, asked, most || 20);
  };

  // One result a place; the first few from several pages, where others come near.
  Engine.prototype.chosen = function (scored, asked, most) {
    var places = Object.create(null), made = [];
    if (!scored.length) return [];
    var floor = scored[0].score * 0.16;
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
      made.push({ entry: taken.entry, score: taken.score, needles: needlesFor(asked, taken.item), called: taken.item.called });
    }
    return made;
  };

  // ---- showing why -----------------------------------------------------------------------------

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
        else if (other.words.length > 1 && PARTS.some(function (part) { return phrasesIn(item.parts[part[0]].folded, other.words).length; })) {
          needles.phrases.push({ words: other.words, worth: worth });
          if (!phrasesIn(title.folded, other.words).length) needles.fresh.phrases.push(needles.phrases[needles.phrases.length - 1]);
        } else other.words.forEach(function (forms) { for (var word in forms) if (forms[word] > 0.4) add("words", word, worth * forms[word], title.words[word]); });
      });
    });
    return needles;
  }

  function noNeedles() {
    return { han: Object.create(null), words: Object.create(null), phrases: [] };
  }

  // Where words follow one another in a folded text: [[from, to]]. Words that say little may stand between.
  function phrasesIn(text, words) {
    var tokens = [], made = [];
    runsOf(text).forEach(function (run) {
      var at = run.at;
      if (!run.han) run.text.split(/(['.@_-])/).forEach(function (part, i) {
        if (i % 2 === 0 && part) tokens.push({ word: part, from: at, to: at + part.length });
        at += part.length;
      });
    });
    tokens.forEach(function (token, i) {
      for (var at = i, n = 0; at < tokens.length && n < words.length; at++) {
        if (words[n][tokens[at].word] > 0.4) n++;
        else if (!n || !STOPS[tokens[at].word]) return;
      }
      if (n === words.length) made.push([token.from, tokens[at - 1].to]);
    });
    return made;
  }

  // The places of needles in a text: [[from, to, worth]], in order, not overlapping.
  function marksIn(text, needles) {
    var folded = fold(text), lit = [], made = [];
    function light(at, length, worth) { for (var i = at; i < at + length; i++) lit[i] = Math.max(lit[i] || 0, worth); }
    Object.keys(needles.han).forEach(function (wanted) {
      for (var at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) light(at, wanted.length, needles.han[wanted]);
    });
    runsOf(folded).forEach(function (run) {
      if (run.han) return;
      var whole = wordsOf(run.text);
      var worth = needles.words[whole[whole.length - 1]];
      if (worth) { light(run.at, run.text.length, 4 * worth / run.text.length); return; }
      var at = 0;
      run.text.split(/(['.@_-])/).forEach(function (part) {
        if (needles.words[part]) light(run.at + at, part.length, 4 * needles.words[part] / part.length);
        at += part.length;
      });
    });
    needles.phrases.forEach(function (phrase) {
      phrasesIn(folded, phrase.words).forEach(function (place) { light(place[0], place[1] - place[0], 8 * phrase.worth / (place[1] - place[0])); });
    });
    for (var i = 0; i < text.length; i++) {
      if (!lit[i]) continue;
      var from = i, worth = 0;
      for (; lit[i]; i++) worth += lit[i];
      made.push([from, i, worth]);
    }
    return made;
  }

  // A text in pieces: [[words, whether it is marked]].
  function pieces(text, marks, from, to) {
    var made = [], at = from;
    marks.forEach(function (mark) {
      var begin = Math.max(mark[0], from), end = Math.min(mark[1], to);
      if (begin >= end) return;
      if (begin > at) made.push([text.slice(at, begin), false]);
      made.push([text.slice(begin, end), true]);
      at = end;
    });
    if (at < to) made.push([text.slice(at, to), false]);
    return made;
  }

  function marked(text, needles) {
    return pieces(text, marksIn(text, needles), 0, text.length);
  }

  var STARTS = /[。！？；!?;]\s*|\.\s+|\n/g;

  // The part of a text that shows best why it was found beyond what its title shows, or its beginning: in pieces; null
  // where nothing in it was asked for.
  function excerpt(text, needles, room) {
    var best = null, paragraphs = text.split("\n").filter(Boolean);
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
  // While a question is typed, most of it is asked again with each letter.
  ["related", "sounded", "nearlySounded", "initials"].forEach(function (name) {
    var work = Engine.prototype[name];
    Engine.prototype[name] = function (typed, half) {
      var key = name + (half ? "+" : " ") + typed;
      if (!(key in this.answers)) this.answers[key] = work.call(this, typed, half);
      return this.answers[key];
    };
  });

  root.guideSearch = { Engine: Engine, marked: marked, excerpt: excerpt, nothing: none };
})(typeof window === "undefined" ? this : window);
