// A line of the list of results: what was found, of what kind, why, and where.

const { element } = guide.dom;
const isChinese = /^zh/.test(document.documentElement.lang);
const ROOM = isChinese ? 64 : 120; // characters of a text that are shown

const HAN = /[\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef]+/g;

// Text as text, never as HTML; Chinese in another language's page says that it is Chinese.
function write(into, text) {
  if (isChinese) { into.append(text); return; }
  let at = 0;
  let found;
  HAN.lastIndex = 0;
  while ((found = HAN.exec(text))) {
    if (found.index > at) into.append(text.slice(at, found.index));
    const run = element("span", "", found[0]);
    run.lang = "zh-Hans";
    into.appendChild(run);
    at = found.index + found[0].length;
  }
  if (at < text.length) into.append(text.slice(at));
}

// Pieces as the engine gives them: [[words, whether they were asked for]].
function writePieces(into, pieces) {
  pieces.forEach((piece) => {
    write(piece[1] ? into.appendChild(element("mark")) : into, piece[0]);
  });
  return into;
}

function isMarked(pieces) {
  return pieces.some((piece) => piece[1]);
}

// Why an entry was found: the part of its text that was asked for, or the other name that was.
function why(entry, needles, called, words) {
  const found = window.guideSearch.excerpt(entry.text || "", needles, ROOM);
  if (found) return found;
  for (let i = 0; i < called.length; i++) {
    const pieces = window.guideSearch.marked(called[i], needles);
    if (isMarked(pieces)) return [[words.also_as + " ", false]].concat(pieces);
  }
  const text = (entry.text || "").split("\n").filter(Boolean)[0] || "";
  return text.length > ROOM * 1.7 ? [[text.slice(0, ROOM * 1.6), false], ["…", false]] : [[text, false]];
}

// `found` is what the engine says of the entry, or null where nothing was asked for; addresses are relative to `base`.
function makeResult(entry, found, number, words, base) {
  const needles = found ? found.needles : window.guideSearch.nothing;
  const link = element("a", "search-result search-" + entry.kind);
  link.id = "search-result-" + number;
  link.href = new URL(entry.url, base).href;
  link.tabIndex = -1;
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  const head = link.appendChild(element("span", "search-line"));
  const name = head.appendChild(element("span", "search-name"));
  const title = window.guideSearch.marked(entry.title, needles);
  writePieces(name.appendChild(element("span", "search-title")), title);
  const other = window.guideSearch.marked(entry.other || "", needles);
  if (entry.other) {
    name.append(" ");
    const beside = writePieces(name.appendChild(element("span", "search-other")), other);
    if (isChinese) beside.lang = "en";
  }
  head.append(" ");
  head.appendChild(element("span", "search-kind", words["kind_" + entry.kind].replace("{n}", entry.number || "")));
  if (found) {
    const reason = why(entry, needles, isMarked(title) || isMarked(other) ? [] : found.called, words);
    if (reason[0][0]) writePieces(link.appendChild(element("span", "search-why")), reason);
    const seen = isMarked(title) || isMarked(other) || isMarked(reason);
    const place = window.guideSearch.marked(entry.place || "", seen ? window.guideSearch.nothing : needles);
    if (entry.place) writePieces(link.appendChild(element("span", "search-place")), place);
  }
  return link;
}

guide.makeResult = makeResult;
