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

// `data` is what the page carries as guide-data, `store` where ticks are kept, `scope` names guide and buyer.
function makeProgress(data, store, scope) {
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

  function setTick(name, on) {
    const before = tickOf(name); // read again, it is as old as it was
    const tick = { edition: data.edition, digest: digests.get(name), on: before ? before.on : guide.dates.today() };
    if (digests.has(name)) store.write(name, on ? tick : null);
    if (!on) (former.get(name) || []).forEach((formerName) => store.write(formerName, null));
  }

  // What is ticked, as a word for an address; without days it is shorter.
  function payload(withDays) {
    const ticks = Array.from(digests.keys()).filter(isTicked).map((name) => {
      const { digest, on } = tickOf(name);
      return { name, digest, on: withDays ? on : "" };
    });
    return guide.payload.encode(scope, ticks);
  }

  // Joins the ticks of such a word to those that there are: of two days the earlier one stays, and what was read as it is now on
  // either device counts as read. The number of new ticks; null for a word that is not of this guide.
  function merge(word) {
    const ticks = guide.payload.decode(scope, word, digests, former);
    if (!ticks) return null;
    let added = 0;
    ticks.forEach(({ name, digest, on }) => {
      const before = tickOf(name);
      if (!before) added += 1;
      const isRead = digest === digests.get(name) || (before && before.digest === digests.get(name));
      const days = [on <= guide.dates.today() ? on : "", before && before.on].filter(Boolean).sort();
      const tick = isRead || !before ? { edition: data.edition, digest: isRead ? digests.get(name) : digest } : before;
      store.write(name, days.length ? { edition: tick.edition, digest: tick.digest, on: days[0] } : { edition: tick.edition, digest: tick.digest });
    });
    if (ticks.length) tell();
    return added;
  }

  // A step by the name of its tick, with the day of that; null if it is not ticked.
  function stepOf(name) {
    const stage = data.stages.find((one) => names(one).includes(name));
    const tick = tickOf(name);
    const at = stage ? names(stage).indexOf(name) : -1;
    return stage && tick ? { stage, id: stage.steps[at][0], title: stage.titles[at], on: tick.on || "" } : null;
  }

  // The step that was ticked last: of the same day, the one that comes last. Null for none.
  function lastStep() {
    let last = null;
    data.stages.forEach((stage) => stage.steps.forEach(([id], at) => {
      const tick = tickOf(`step/${stage.id}/${id}`);
      if (tick && (!last || (tick.on || "") >= last.on)) last = { stage, id, title: stage.titles[at], on: tick.on || "" };
    }));
    return last;
  }

  // The first step of `stage` that is not ticked; null if all are.
  function openStep(stage) {
    const at = names(stage).findIndex((name) => !isTicked(name));
    return at < 0 ? null : { stage, id: stage.steps[at][0], title: stage.titles[at] };
  }

  // Where to go on: in the stage that was worked on last, else in the first that is open; null where all is done.
  function nextStep() {
    const last = lastStep();
    const stages = last ? [last.stage, ...data.stages] : data.stages;
    return stages.map(openStep).find((step) => step !== null) || null;
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
    const last = lastStep();
    if (!last) return words.none;
    const { stage } = last;
    return fill(words.now, { number: stage.number, title: title(stage), done: doneSteps(stage), total: stage.steps.length });
  }

  return {
    data, names, isTicked, isChanged, doneSteps, isDone, doneStages, clause,
    stepOf, lastStep, openStep, nextStep, payload, merge,
    choice: store.readChoice,
    choose: store.writeChoice,
    isBegun: () => Array.from(digests.keys()).some(isTicked),
    keeps: store.keeps,
    editionOf: (name) => tickOf(name).edition,
    changedNames: () => Array.from(digests.keys()).filter(isChanged),
    doneMaterials: () => data.materials.filter(([id]) => isTicked(`material/${id}`)).length,
    code: () => progressCode(data.guide, doneStages().map((stage) => stage.number), data.stages.length),
    tick(ticked, on) {
      [].concat(ticked).forEach((name) => setTick(name, on));
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
