// When each stage must begin at the latest, reckoned back from the day that the buyer has set. Without this script, and without
// such a day, the chart says how long the stages take.

const { all, fill } = guide.dom;
const { addDays, today, writeDay, holidaysIn } = guide.dates;

function drawStart(place, progress, deadline) {
  const { words } = progress.data;
  const stage = progress.data.stages.find((one) => one.id === place.dataset.startBy);
  const isOpen = stage.days_before_deadline !== null && progress.doneSteps(stage) === 0;
  place.hidden = !isOpen;
  if (!isOpen) return false;
  const { day, counted } = addDays(deadline, -stage.days_before_deadline, true);
  const text = place.querySelector("[data-start-text]");
  const kind = `start_${text.dataset.startText}${day < today() ? "_passed" : ""}`;
  const holidays = place.querySelector("[data-start-holidays]");
  text.textContent = fill(words[kind], { date: writeDay(day, words.resume_date) }).trim();
  if (holidays) holidays.textContent = holidaysIn(words, counted);
  place.classList.toggle("is-late", kind.endsWith("_passed"));
  return true;
}

function drawStarts(progress) {
  const { deadline } = document.getElementById("guide-data").dataset;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(deadline)) return;
  const { words, stages } = progress.data;
  const shown = all("[data-start-by]").filter((place) => drawStart(place, progress, deadline));
  all("[data-start-note]").forEach((note) => {
    // The longest way back decides whether all of it was counted.
    const longest = Math.max(...stages.map((stage) => stage.days_before_deadline || 0));
    note.hidden = shown.length === 0;
    note.textContent = fill(words.start_note, { holidays: holidaysIn(words, addDays(deadline, -longest, true).counted) });
  });
}

guide.starts = { drawStarts };
