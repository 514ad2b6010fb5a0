// How the search reads a text: characters made alike, runs of Chinese and of Latin letters, and words that say little.

var search = (window.guideSearch = window.guideSearch || {});

// ---- characters ------------------------------------------------------------------------------

var VARIANTS = Object.assign(Object.create(null), { "’": "'", "‘": "'", "＇": "'", "ｖ": "v" });
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

var foldable = /[^a-z0-9 \n\u4e00-\u9fff]/g;

function fold(text) {
  return text.replace(foldable, foldCharacter);
}

// Traditional characters and the simplified ones that they stand for, in turn: "註注冊册".
function learn(pairs) {
  for (var i = 0; i + 1 < pairs.length; i += 2) VARIANTS[pairs.charAt(i)] = pairs.charAt(i + 1);
  var han = Object.keys(VARIANTS).filter(function (character) { return character >= "\u4e00" && character <= "\u9fff"; });
  foldable = new RegExp("[^a-z0-9 \\n\\u4e00-\\u9fff]|[" + han.join("") + "]", "g");
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

function single(word) {
  var made = Object.create(null);
  made[word] = 1;
  return made;
}

function setOf(words) {
  return words.split(" ").reduce(function (made, word) { made[word] = true; return made; }, Object.create(null));
}

var STOPS = setOf("a an the and or of to in on at for from by with as is are was were be been do does did done i me my we us our you your " +
  "he she it its they them their this that these those there here how what where when which who whom whose why can could should would will " +
  "shall may might must need needs have has had get got if so then than not no yes please about into up out after before while just still " +
  "any some all also very too want wants wanted like many much let say says one done until come comes typed instead s t re ll ve m d don doesn isn aren won cannot can't don't everything anything something");
// Longest first.
var FILLERS = ("是什么意思|可不可以|能不能够|有没有|是不是|要不要|能不能|多长时间|什么时候|为什么|怎么办|怎么样|怎么做|怎么填|怎么弄|哪里找|在哪里|在哪儿|" +
  "在哪看|怎么|怎样|如何|什么|哪里|哪儿|哪个|哪些|多久|多少|几天|请问|需要|可以|应该|我们|你们|他们|我司|本公司|一下|一个|这个|那个|是否|还是|" +
  "或者|如果|已经|还能|还要|怎|啊|呀|吧|吗|呢|么|嘛|的|了|我|你|您|他").split("|");
// Say little, unless they are part of a word: 会 of 会员, 还 of 还款.
var WEAK = setOf("地 得 着 过 要 是 在 和 与 及 就 都 也 还 又 把 被 给 让 能 会 该 想 请 有 没");

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

search.text = { fold: fold, learn: learn, runsOf: runsOf, wordsOf: wordsOf, bare: bare, single: single, setOf: setOf, isHan: IS_HAN, stops: STOPS, fillersIn: fillersIn, separators: NOT_WORD };
