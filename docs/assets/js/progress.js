// The reader's progress: ticks, kept in this browser under guide, buyer and id, each with the edition and the digest of
// what was ticked. Without this script the boxes are boxes, and the numbers say how much there is.
(function () {
  "use strict";

  // ---- what is known of the guide --------------------------------------------------------------

  function readGuide() {
    const element = document.getElementById("guide-data");
    try {
      const data = JSON.parse(element.textContent);
      data.buyer = element.dataset.buyer;
      return data.stages && data.words ? data : null;
    } catch (error) {
      return null;
    }
  }

  function filled(text, values) {
    return text.replace(/\{([a-z]+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }

  // ---- where ticks are kept --------------------------------------------------------------------

  // Storage may be missing, full, or hold what others have written: whatever can't be read is no tick,
  // and what can't be written holds as long as the page is open.
  function openStore(prefix) {
    const unkept = new Map();
    let area = null;
    try {
      area = window.localStorage;
      area.setItem(prefix + "probe", "1");
      area.removeItem(prefix + "probe");
    } catch (error) {
      area = null;
    }

    function parsed(written) {
      try {
        const tick = JSON.parse(written);
        const right = tick && typeof tick.edition === "string" && /^[0-9a-f]{8}$/.test(tick.digest);
        return right ? { edition: tick.edition.slice(0, 40), digest: tick.digest } : null;
      } catch (error) {
        return null;
      }
    }

    return {
      keeps: () => area !== null && unkept.size === 0,
      read(name) {
        if (unkept.has(name)) return unkept.get(name);
        try {
          return area ? parsed(area.getItem(prefix + name)) : null;
        } catch (error) {
          return null;
        }
      },
      write(name, tick) {
        try {
          if (!area) throw new Error("no storage");
          if (tick) area.setItem(prefix + name, JSON.stringify(tick));
          else area.removeItem(prefix + name);
          unkept.delete(name);
        } catch (error) {
          unkept.set(name, tick);
        }
      },
      clear() {
        unkept.clear();
        try {
          Object.keys(area || {}).filter((key) => key.startsWith(prefix)).forEach((key) => area.removeItem(key));
        } catch (error) {
          area = null;
        }
      }
    };
  }

  // ---- what is done ----------------------------------------------------------------------------

  function makeProgress(guide, store) {
    const digests = new Map();
    const former = new Map(); // what a step was called in earlier editions: its ticks still count
    guide.stages.forEach((stage) => stage.steps.forEach(([id, digest, names]) => {
      digests.set(`step/${stage.id}/${id}`, digest);
      former.set(`step/${stage.id}/${id}`, (names || []).map((name) => `step/${stage.id}/${name}`));
    }));
    guide.materials.forEach(([id, digest]) => digests.set(`material/${id}`, digest));
    const listeners = [];

    const names = (stage) => stage.steps.map(([id]) => `step/${stage.id}/${id}`);
    const tickOf = (name) => [name, ...(former.get(name) || [])].map(store.read).find((tick) => tick !== null) || null;
    const isTicked = (name) => tickOf(name) !== null;
    const isChanged = (name) => isTicked(name) && tickOf(name).digest !== digests.get(name);
    const doneSteps = (stage) => names(stage).filter(isTicked).length;
    const isDone = (stage) => doneSteps(stage) === stage.steps.length;
    const doneStages = () => guide.stages.filter(isDone);

    function tick(name, on) {
      if (digests.has(name)) store.write(name, on ? { edition: guide.edition, digest: digests.get(name) } : null);
      if (!on) (former.get(name) || []).forEach((old) => store.write(old, null));
    }

    // How far one is, as a clause of a message in `language`.
    function clause(language) {
      const words = guide.clauses[language];
      const done = doneStages();
      const total = guide.stages.length;
      const title = (stage) => words.titles[guide.stages.indexOf(stage)];
      if (done.length === total) return filled(words.all, { total });
      if (done.length) {
        const titles = done.map((stage) => `${stage.number} ${title(stage)}`).join(words.comma);
        return filled(words.some, { done: done.length, total, titles });
      }
      return filled(words.now, { number: guide.stages[0].number, title: title(guide.stages[0]) });
    }

    return {
      guide, names, isTicked, isChanged, doneSteps, isDone, doneStages, clause,
      keeps: store.keeps,
      editionOf: (name) => tickOf(name).edition,
      changed: () => Array.from(digests.keys()).filter(isChanged),
      doneMaterials: () => guide.materials.filter(([id]) => isTicked(`material/${id}`)).length,
      code: () => progressCode(guide.guide, doneStages().map((stage) => stage.number), guide.stages.length),
      tick(ticked, on) {
        [].concat(ticked).forEach((name) => tick(name, on));
        listeners.forEach((listener) => listener());
      },
      clear() {
        store.clear();
        listeners.forEach((listener) => listener());
      },
      refresh() {
        listeners.forEach((listener) => listener());
      },
      onChange(listener) {
        listeners.push(listener);
      }
    };
  }

  // The same as scripts/guide/content/progress_code.py, which reads it.
  const ALPHABET = "23456789ABCDEFGHJKLMNPQRTUWXY";

  function progressCode(guide, done, total) {
    const told = `${done.join("+") || "0"}/${total}`;
    let sum = 0;
    for (const character of `${guide}:${told}`) sum = (sum * 37 + character.codePointAt(0)) % (ALPHABET.length * ALPHABET.length);
    return `${told}-${ALPHABET[Math.floor(sum / ALPHABET.length)]}${ALPHABET[sum % ALPHABET.length]}`;
  }

  // ---- the page --------------------------------------------------------------------------------

  function element(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  }

  function each(selector, act) {
    document.querySelectorAll(selector).forEach(act);
  }

  function show(part, text) {
    if (part && part.textContent !== text) part.textContent = text; // a live region speaks of changes alone
  }

  function button(text, act) {
    const made = element("button", "quiet-button", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // A box, and the note below it where the thing has changed since it was ticked.
  function drawTick(box, progress) {
    const name = box.dataset.tick;
    const words = progress.guide.words;
    const row = box.closest(".tick-row, li");
    box.checked = progress.isTicked(name);
    const changed = progress.isChanged(name);
    row.classList.toggle("is-ticked", box.checked);
    row.classList.toggle("is-changed", changed);
    const note = row.querySelector(".tick-note");
    if (note && !changed) note.remove();
    if (note || !changed) return;
    const then = progress.editionOf(name);
    const said = then === progress.guide.edition ? words.changed : filled(words.changed_edition, { then, now: progress.guide.edition });
    const made = element("p", "tick-note");
    made.append(element("span", "", box.closest(".tick-small") ? words.mark_changed : said));
    if (!box.closest(".tick-small")) {
      made.append(" ", button(words.seen, () => {
        progress.tick(name, true);
        box.focus();
      }));
    }
    row.append(made);
  }

  // A link to a stage or to a step says how far that is.
  function drawMark(link, state, shown, spoken) {
    link.dataset.progressState = state;
    let mark = link.querySelector(".progress-mark");
    if (!state) {
      if (mark) mark.remove();
      return;
    }
    if (!mark) {
      mark = element("span", "progress-mark");
      mark.append(element("span", "progress-mark-shown"), element("span", "visually-hidden"));
      mark.firstChild.setAttribute("aria-hidden", "true");
      (link.querySelector(".nav-name, .path-name, .number + span") || link).append(mark);
    }
    mark.dataset.state = state;
    mark.firstChild.textContent = shown;
    mark.lastChild.textContent = ` (${spoken})`;
  }

  function drawStageMarks(stage, progress) {
    const words = progress.guide.words;
    const done = progress.doneSteps(stage);
    const total = stage.steps.length;
    const changed = progress.names(stage).some(progress.isChanged);
    const state = changed ? "changed" : done === total ? "done" : done ? "some" : "";
    const spoken = [done === total ? words.mark_done : filled(words.mark_some, { done, total })];
    if (changed) spoken.push(words.mark_changed);
    each(`[data-nav-stage="${stage.id}"] > a, [data-path-stage="${stage.id}"] > a, [data-overview-stage="${stage.id}"] a[href="${stage.id}.html"]`, (link) => {
      drawMark(link, state, done === total ? "" : `${done}/${total}`, spoken.join(" · "));
    });
    each(`.position-dots a[href="${stage.id}.html"]`, (link) => { link.dataset.progressState = state; });
    each(`[data-tick-stage="${stage.id}"]`, (box) => {
      box.checked = done === total;
      box.indeterminate = done > 0 && done < total;
      box.closest(".tick-row").classList.toggle("is-ticked", box.checked);
    });
  }

  function drawStepMarks(stage, progress) {
    const words = progress.guide.words;
    stage.steps.forEach(([id]) => {
      const name = `step/${stage.id}/${id}`;
      const state = progress.isChanged(name) ? "changed" : progress.isTicked(name) ? "done" : "";
      const spoken = state === "changed" ? words.mark_changed : words.mark_done;
      each(`[data-nav-step="${id}"] > a, [data-step-link="${id}"] > a`, (link) => drawMark(link, state, "", spoken));
      const heading = document.getElementById(id);
      if (heading) heading.classList.toggle("is-ticked", state !== "");
    });
  }

  function drawSummary(section, progress) {
    const { guide } = progress;
    const words = guide.words;
    const total = guide.stages.reduce((sum, stage) => sum + stage.steps.length, 0);
    const steps = guide.stages.reduce((sum, stage) => sum + progress.doneSteps(stage), 0);
    const count = (name, text) => show(section.querySelector(`[data-count="${name}"]`), text);
    count("stages", filled(words.stages_done, { done: progress.doneStages().length, total: guide.stages.length }));
    count("steps", filled(words.steps_done, { done: steps, total }));
    count("materials", filled(words.materials_done, { done: progress.doneMaterials(), total: guide.materials.length }));
    const fill = section.querySelector(".progress-fill");
    if (fill) fill.setAttribute("width", String(total ? (100 * steps) / total : 0));
    const counted = section.dataset.progress === "materials" ? "material/" : "step/";
    const changed = progress.changed().filter((name) => name.startsWith(counted)).length;
    warn(section, "changed", changed ? filled(words.changed_count, { count: changed }) : "");
    warn(section, "unkept", progress.keeps() ? "" : words.not_kept);
    const invitation = section.querySelector(".progress-words");
    if (invitation) invitation.hidden = !progress.keeps();
    const reset = section.querySelector("[data-progress-reset]");
    if (reset) reset.disabled = !steps && !progress.doneMaterials();
  }

  // A line of its own below the bar; an empty text takes it away.
  function warn(section, kind, text) {
    let line = section.querySelector(`[data-warning="${kind}"]`);
    if (!text) {
      if (line) line.remove();
      return;
    }
    if (!line) {
      line = element("p", "progress-warning");
      line.dataset.warning = kind;
      const before = section.querySelector(".progress-words");
      if (before) before.before(line);
      else section.append(line);
    }
    show(line, text);
  }

  // Asks before it clears, in the place of the button that was pressed.
  function askToReset(asked, progress) {
    const words = progress.guide.words;
    const actions = asked.closest(".progress-actions");
    const question = element("p", "progress-ask");
    question.setAttribute("role", "group");
    const text = element("span", "", words.reset_ask);
    text.id = "progress_ask";
    question.setAttribute("aria-labelledby", text.id);
    const close = (said) => {
      question.remove();
      actions.hidden = false;
      const answer = actions.querySelector(".progress-answer") || actions.appendChild(element("span", "progress-answer"));
      answer.setAttribute("role", "status");
      answer.textContent = said;
      (asked.disabled ? actions.querySelector("button:not([disabled])") : asked).focus();
    };
    const keep = button(words.reset_no, () => close(""));
    question.append(text, " ", button(words.reset_yes, () => {
      progress.clear();
      close(words.reset_done);
    }), " ", keep);
    question.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close("");
    });
    actions.hidden = true;
    actions.after(question);
    keep.focus();
  }

  function start() {
    const guide = readGuide();
    if (!guide) return;
    const progress = makeProgress(guide, openStore(`guide/${guide.guide}/${guide.buyer}/`));
    window.guideProgress = progress;

    function draw() {
      each("[data-tick]", (box) => drawTick(box, progress));
      guide.stages.forEach((stage) => drawStageMarks(stage, progress));
      const here = document.querySelector("[data-stage]");
      guide.stages.filter((stage) => here && stage.id === here.dataset.stage).forEach((stage) => drawStepMarks(stage, progress));
      guide.materials.forEach(([id]) => {
        const name = `material/${id}`;
        const state = progress.isChanged(name) ? "changed" : progress.isTicked(name) ? "done" : "";
        const spoken = state === "changed" ? guide.words.mark_changed : guide.words.tick_material;
        each(`[data-material-link="${id}"] > a`, (link) => drawMark(link, state, "", spoken));
      });
      each("[data-progress]", (section) => drawSummary(section, progress));
    }

    document.addEventListener("change", (event) => {
      const box = event.target;
      if (box.matches("[data-tick]")) progress.tick(box.dataset.tick, box.checked);
      const stage = guide.stages.find((one) => one.id === box.dataset.tickStage);
      if (stage) progress.tick(progress.names(stage), box.checked);
    });
    document.addEventListener("click", (event) => {
      const asked = event.target.closest("[data-progress-reset]");
      if (asked) askToReset(asked, progress);
    });
    progress.onChange(draw);
    window.addEventListener("storage", draw); // ticked in another tab
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) draw();
    });
    draw();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
