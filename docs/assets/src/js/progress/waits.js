// From which day on the result of a step can be looked for: said at the step once it is ticked, and given as a day for the reader's
// calendar. Without this script the step says how long it takes.

const { all, button, element, fill, icon } = guide.dom;
const { addDays, today, writeDay, holidaysIn } = guide.dates;

// What is waited for after a step that was done, as { wait, day, isDue, words }; null where nothing is. `day` is null where no one
// knows when it was done.
function waitFor(data, step) {
  const [days, working, wait] = (step && step.stage.waits[step.id]) || [];
  if (!days) return null;
  if (!step.on) return { wait, day: null, isDue: false, words: "" };
  const { words } = data;
  const { day, counted } = addDays(step.on, days, working === 1);
  const isDue = day <= today();
  const from = fill(isDue ? words.resume_due : words.resume_from, { date: writeDay(day, words.resume_date) }).trim();
  const tail = working ? fill(words.resume_working, { holidays: holidaysIn(words, counted) }) : words.resume_calendar;
  return { wait, day, isDue, words: from + tail };
}

// Saves the day on which to look for the result of `step`.
function saveDay(data, step, waited) {
  const { dataset } = document.getElementById("guide-data");
  const page = `${step.stage.id}.html#${step.id}`;
  const url = guide.addressOf(page);
  const event = {
    uid: `${step.stage.id}.${step.id}@${dataset.buyer}.${data.guide}`,
    day: waited.day,
    summary: fill(data.words.calendar_summary, { step: step.title, name: dataset.name }),
    description: fill(data.words.calendar_description, { step: step.title, wait: waited.wait }) + (url ? `\n${url}` : ""),
    url
  };
  guide.readMore(() => guide.calendar.saveEvent(event, `${step.stage.id}-${step.id}.ics`));
}

// Below the box of each step whose result is still to come.
function drawWaits(progress) {
  const { data } = progress;
  const last = progress.lastStep();
  all(".step .tick-row > .tick > [data-tick]").forEach((box) => {
    const row = box.closest(".tick-row");
    const before = row.querySelector(".tick-wait");
    const step = progress.stepOf(box.dataset.tick);
    const waited = waitFor(data, step && step.on ? step : null);
    const isShown = Boolean(waited) && (!waited.isDue || last.id === step.id);
    if (before && (!isShown || before.dataset.day !== waited.day)) before.remove();
    if (!isShown || (before && before.dataset.day === waited.day)) return;
    const line = element("p", "tick-wait");
    line.dataset.day = waited.day;
    line.append(icon("wait"), element("span", "", waited.words));
    if (!waited.isDue) line.append(" ", button("quiet-button", data.words.calendar, () => saveDay(data, step, waited)));
    row.append(line);
  });
}

guide.waits = { waitFor, saveDay, drawWaits };
