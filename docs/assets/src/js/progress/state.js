// What of the guide is done: by stage, step and material, as a clause for the message, and as a code.

const { fill } = guide.dom;
const ALPHABET = "23456789ABCDEFGHJKLMNPQRTUWXY";

// The same as scripts/guide/content/progress_code.py, which reads it.
function progressCode(id, done, total) {
  const progress = `${done.join("+") || "0"}/${total}`;
  let sum = 0;
  for (const character of `${id}:${progress}`) sum = (sum * 37 + character.codePointAt(0)) % (ALPHABET.length * ALPHABET.length);
  return `${progress}-${ALPHABET[Math.floor(sum / ALPHABET.length)]}${ALPHABET[sum % ALPHABET.length]}`;
}

// `data` is what the page carries as guide-data, `store` where ticks are kept.
function makeProgress(data, store) {
  const digests = new Map();
  const former = new Map(); // what a step was called in earlier editions: its ticks still count
  data.stages.forEach((stage) => stage.steps.forEach(([id, digest, formerIds]) => {
    digests.set(`step/${stage.id}/${id}`, digest);
    former.set(`step/${stage.id}/${id}`, (formerIds || []).map((formerId) => `step/${stage.id}/${formerId}`));
  }));
  data.materials.forEach(([id, digest]) => digests.set(`material/${id}`, digest));
  const listeners = [];
  const tell = () => listeners.forEach((listener) => listener());

  const names = (stage) => stage.steps.map(([id]) => `step/${stage.id}/${id}`);
  const tickOf = (name) => [name, ...(former.get(name) || [])].map(store.read).find((tick) => tick !== null) || null;
  const isTicked = (name) => tickOf(name) !== null;
  const isChanged = (name) => isTicked(name) && tickOf(name).digest !== digests.get(name);
  const doneSteps = (stage) => names(stage).filter(isTicked).length;
  const isDone = (stage) => doneSteps(stage) === stage.steps.length;
  const doneStages = () => data.stages.filter(isDone);

  function tick(name, on) {
    if (digests.has(name)) store.write(name, on ? { edition: data.edition, digest: digests.get(name) } : null);
    if (!on) (former.get(name) || []).forEach((formerName) => store.write(formerName, null));
  }

  // How far one is, as a clause of a message in `language`.
  function clause(language) {
    const words = data.clauses[language];
    const done = doneStages();
    const total = data.stages.length;
    const title = (stage) => words.titles[data.stages.indexOf(stage)];
    if (done.length === total) return fill(words.all, { total });
    if (done.length) {
      const titles = done.map((stage) => `${stage.number} ${title(stage)}`).join(words.comma);
      return fill(words.some, { done: done.length, total, titles });
    }
    return fill(words.now, { number: data.stages[0].number, title: title(data.stages[0]) });
  }

  return {
    data, names, isTicked, isChanged, doneSteps, isDone, doneStages, clause,
    keeps: store.keeps,
    editionOf: (name) => tickOf(name).edition,
    changedNames: () => Array.from(digests.keys()).filter(isChanged),
    doneMaterials: () => data.materials.filter(([id]) => isTicked(`material/${id}`)).length,
    code: () => progressCode(data.guide, doneStages().map((stage) => stage.number), data.stages.length),
    tick(ticked, on) {
      [].concat(ticked).forEach((name) => tick(name, on));
      tell();
    },
    clear() {
      store.clear();
      tell();
    },
    onChange(listener) {
      listeners.push(listener);
    }
  };
}

guide.makeProgress = makeProgress;
