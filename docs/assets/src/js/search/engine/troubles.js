// Questions that say that something went wrong: by which words they say so, and what their words mean then. The words stand in the
// index, in every language of the guide.

var search = (window.guideSearch = window.guideSearch || {});
var text = search.text, words = search.words;

// How much more or less welcome each kind of answer is to who has a problem.
var WELCOME = {
  trouble: 1.4, refusal: 1.4, question: 1.2, help: 1.1, page: 1.05, stage: 1, material: 0.9, choice: 0.85, section: 0.85, step: 0.82, field: 0.75, term: 0.75, label: 0.6, update: 0.9, source: 0.5
};

// How much an answer gains by a title of the same families of words as the question: of one, of two and more.
var KINSHIP = [0.2, 0.75];

// A list of the index, as what is looked for in a question: strings of Chinese, and the stems of Latin words with spaces around.
function signsOf(list) {
  return list.map(function (sign) { return text.fold(sign); }).map(function (sign) { return text.isHan.test(sign) ? sign : stems(sign); });
}

function stems(folded) {
  var made = folded.replace(/'/g, "").split(text.separators).filter(Boolean).map(words.stem);
  return " " + made.join("  ") + " ";
}

// `lists`: `signs` say that something went wrong, `calm` are expressions with a sign in them that don't, and of each of the
// `families` one word may stand for another where something went wrong.
function Troubles(lists) {
  var members = Object.create(null);
  (lists.families || []).forEach(function (family) {
    family.forEach(function (word) {
      members[word] = (members[word] || []).concat(family.filter(function (other) { return other !== word; }));
    });
  });
  this.signs = signsOf(lists.signs || []);
  this.calm = signsOf(lists.calm || []);
  this.readers = new words.Readers(members);
  this.families = (lists.families || []).map(signsOf);
}

function without(folded, expressions) {
  return expressions.reduce(function (left, one) { return left.split(one).join(" "); }, folded);
}

// Whether a folded question says that something went wrong.
Troubles.prototype.areIn = function (folded) {
  return holdsAny(this.signs, without(folded, this.calm), without(stems(folded), this.calm));
};

// Which families have a word in a folded text: their numbers.
Troubles.prototype.familiesIn = function (folded) {
  var latin = stems(folded);
  return this.families.map(function (family, number) { return holdsAny(family, folded, latin) ? number : -1; }).filter(function (number) { return number >= 0; });
};

function holdsAny(signs, han, latin) {
  return signs.some(function (sign) { return (text.isHan.test(sign) ? han : latin).indexOf(sign) >= 0; });
}

// How much nearer an answer is to the question of who has a problem, for what its title says of the same kind of problem.
Troubles.prototype.kinship = function (asked, item) {
  var own = item.troubles;
  if (!asked.families.length || !own) return 0;
  var shared = asked.families.filter(function (family) { return own.indexOf(family) >= 0; }).length;
  return shared === asked.families.length ? KINSHIP[Math.min(shared, KINSHIP.length) - 1] : 0;
};

search.Troubles = Troubles;
search.welcomeInTrouble = WELCOME;
