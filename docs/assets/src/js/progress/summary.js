// The summary of what is done, its warnings, and the way to clear it.

const { element, fill } = guide.dom;

function show(part, text) {
  if (part && part.textContent !== text) part.textContent = text; // a live region speaks of changes alone
}

function drawSummary(section, progress) {
  const { data } = progress;
  const { words } = data;
  const total = data.stages.reduce((sum, stage) => sum + stage.steps.length, 0);
  const steps = data.stages.reduce((sum, stage) => sum + progress.doneSteps(stage), 0);
  const count = (name, text) => show(section.querySelector(`[data-count="${name}"]`), text);
  count("stages", fill(words.stages_done, { done: progress.doneStages().length, total: data.stages.length }));
  count("steps", fill(words.steps_done, { done: steps, total }));
  count("materials", fill(words.materials_done, { done: progress.doneMaterials(), total: data.materials.length }));
  const bar = section.querySelector(".progress-fill");
  if (bar) bar.setAttribute("width", String(total ? (100 * steps) / total : 0));
  const counted = section.dataset.progress === "materials" ? "material/" : "step/";
  const changed = progress.changedNames().filter((name) => name.startsWith(counted)).length;
  warn(section, "changed", changed ? fill(words.changed_count, { count: changed }) : "");
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

function askToReset(asked, progress) {
  const { words } = progress.data;
  guide.askFirst(asked, { ask: words.reset_ask, yes: words.reset_yes, no: words.reset_no, done: words.reset_done }, progress.clear);
}

guide.summary = { drawSummary, askToReset };
