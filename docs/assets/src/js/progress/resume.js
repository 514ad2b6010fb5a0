// Where to go on, how much is left, and from which day on the result that is waited for can be looked for. Without this script
// the menu and the home page lead to every step.

const { fill } = guide.dom;
const { waitFor, saveDay } = guide.waits;

function drawWait(line, progress) {
  const last = progress.lastStep();
  const waited = waitFor(progress.data, last);
  const save = line.querySelector("[data-calendar]");
  line.querySelector(".resume-wait").hidden = !waited;
  line.querySelector("[data-resume-wait]").textContent = waited ? fill(progress.data.words.resume_wait, { step: last.title, wait: waited.wait }) + waited.words : "";
  save.textContent = progress.data.words.calendar;
  save.hidden = !waited || !waited.day || waited.isDue;
  save.onclick = () => saveDay(progress.data, last, waited);
}

function drawResume(line, progress) {
  const { data } = progress;
  const { words } = data;
  const next = progress.nextStep();
  const open = data.stages.filter((stage) => !progress.isDone(stage));
  const steps = open.reduce((sum, stage) => sum + stage.steps.length - progress.doneSteps(stage), 0);
  const show = (selector, text) => {
    line.querySelector(selector).textContent = text;
  };
  line.hidden = !progress.isBegun();
  line.querySelector("a").href = next ? `${next.stage.id}.html#${next.id}` : "index.html";
  show("[data-resume-next]", next ? words.resume + next.title : fill(words.resume_all, { total: data.stages.length }));
  show("[data-resume-left]", next ? fill(words.resume_left, { steps, stages: open.length }) : "");
  line.querySelector(".resume-more").hidden = !next;
  drawWait(line, progress);
}

guide.resume = { drawResume };
