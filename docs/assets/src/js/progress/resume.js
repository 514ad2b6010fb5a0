// Where to go on, how much is left, and from which day on the result that is waited for can be looked for. Without this script
// the menu and the home page lead to every step.

const { fill } = guide.dom;
const { addDays, today, writeDay } = guide.dates;

// What is said of the wait after the step that was done last; "" where there is none.
function describeWait({ words }, last) {
  const [days, working, wait] = (last && last.stage.waits[last.id]) || [];
  if (!days) return "";
  const said = fill(words.resume_wait, { step: last.title, wait });
  if (!last.on) return said;
  const day = addDays(last.on, days, working === 1);
  const from = fill(day > today() ? words.resume_from : words.resume_due, { date: writeDay(day, words.resume_date) });
  return said + from.trim() + (working ? words.resume_working : words.resume_calendar);
}

function drawResume(line, progress) {
  const { data } = progress;
  const { words } = data;
  const next = progress.nextStep();
  const open = data.stages.filter((stage) => !progress.isDone(stage));
  const steps = open.reduce((sum, stage) => sum + stage.steps.length - progress.doneSteps(stage), 0);
  const wait = describeWait(data, progress.lastStep());
  const show = (selector, text) => {
    line.querySelector(selector).textContent = text;
  };
  line.hidden = !progress.isBegun();
  line.querySelector("a").href = next ? `${next.stage.id}.html#${next.id}` : "index.html";
  show("[data-resume-next]", next ? words.resume + next.title : fill(words.resume_all, { total: data.stages.length }));
  show("[data-resume-left]", next ? fill(words.resume_left, { steps, stages: open.length }) : "");
  line.querySelector(".resume-more").hidden = !next;
  line.querySelector(".resume-wait").hidden = !wait;
  show("[data-resume-wait]", wait);
}

guide.resume = { drawResume };
