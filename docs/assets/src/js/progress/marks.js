// The boxes to tick, and the marks at every link to a stage, step or material that say how far it is.

const { all, button, element, fill } = guide.dom;

// A box, and the note below it where the thing has changed since it was ticked.
function drawTick(box, progress) {
  const name = box.dataset.tick;
  const words = progress.data.words;
  const row = box.closest(".tick-row, li");
  box.checked = progress.isTicked(name);
  const changed = progress.isChanged(name);
  row.classList.toggle("is-ticked", box.checked);
  row.classList.toggle("is-changed", changed);
  const note = row.querySelector(".tick-note");
  if (note && !changed) note.remove();
  if (note || !changed) return;
  const then = progress.editionOf(name);
  const said = then === progress.data.edition ? words.changed : fill(words.changed_edition, { then, now: progress.data.edition });
  const made = element("p", "tick-note");
  made.append(element("span", "", box.closest(".tick-small") ? words.mark_changed : said));
  if (!box.closest(".tick-small")) {
    made.append(" ", button("quiet-button", words.seen, () => {
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
  const words = progress.data.words;
  const done = progress.doneSteps(stage);
  const total = stage.steps.length;
  const changed = progress.names(stage).some(progress.isChanged);
  const state = changed ? "changed" : done === total ? "done" : done ? "some" : "";
  const spoken = [done === total ? words.mark_done : fill(words.mark_some, { done, total })];
  if (changed) spoken.push(words.mark_changed);
  all(`[data-nav-stage="${stage.id}"] > a, [data-path-stage="${stage.id}"] > a, [data-overview-stage="${stage.id}"] a[href="${stage.id}.html"]`).forEach((link) => {
    drawMark(link, state, done === total ? "" : `${done}/${total}`, spoken.join(" · "));
  });
  all(`.position-dots a[href="${stage.id}.html"]`).forEach((link) => { link.dataset.progressState = state; });
  all(`[data-tick-stage="${stage.id}"]`).forEach((box) => {
    box.checked = done === total;
    box.indeterminate = done > 0 && done < total;
    box.closest(".tick-row").classList.toggle("is-ticked", box.checked);
  });
}

function drawStepMarks(stage, progress) {
  const words = progress.data.words;
  stage.steps.forEach(([id]) => {
    const name = `step/${stage.id}/${id}`;
    const state = progress.isChanged(name) ? "changed" : progress.isTicked(name) ? "done" : "";
    const spoken = state === "changed" ? words.mark_changed : words.mark_done;
    all(`[data-nav-step="${id}"] > a, [data-step-link="${id}"] > a`).forEach((link) => drawMark(link, state, "", spoken));
    const heading = document.getElementById(id);
    if (heading) heading.classList.toggle("is-ticked", state !== "");
  });
}

// At a link to a step that another page has.
function drawNameMark(place, progress) {
  const name = place.dataset.stepName;
  const state = progress.isTicked(name) ? "done" : "";
  drawMark(place.querySelector("a"), state, "", progress.data.words.mark_done);
}

function drawMaterialMarks(id, progress) {
  const words = progress.data.words;
  const name = `material/${id}`;
  const state = progress.isChanged(name) ? "changed" : progress.isTicked(name) ? "done" : "";
  const spoken = state === "changed" ? words.mark_changed : words.tick_material;
  all(`[data-material-link="${id}"] > a`).forEach((link) => drawMark(link, state, "", spoken));
}

guide.marks = { drawTick, drawStageMarks, drawStepMarks, drawNameMark, drawMaterialMarks };
