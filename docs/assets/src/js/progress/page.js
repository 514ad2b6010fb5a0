// The reader's progress on this page: drawn when it opens and whenever something is ticked, here or in another tab. Without this
// script the boxes are boxes, and the numbers say how much there is.

const { all, readData } = guide.dom;
const { drawTick, drawStageMarks, drawStepMarks, drawNameMark, drawMaterialMarks } = guide.marks;
const { drawResume } = guide.resume;
const { drawStarts } = guide.starts;
const { drawWaits } = guide.waits;
const { drawSummary, askToReset } = guide.summary;

function draw() {
  const { progress } = guide;
  const { stages, materials } = progress.data;
  const here = document.querySelector("[data-stage]");
  all("[data-tick]").forEach((box) => drawTick(box, progress));
  stages.forEach((stage) => drawStageMarks(stage, progress));
  stages.filter((stage) => here && stage.id === here.dataset.stage).forEach((stage) => drawStepMarks(stage, progress));
  all("[data-step-name]").forEach((place) => drawNameMark(place, progress));
  materials.forEach(([id]) => drawMaterialMarks(id, progress));
  all("[data-progress]").forEach((section) => drawSummary(section, progress));
  all("[data-resume]").forEach((line) => drawResume(line, progress));
  drawWaits(progress);
  drawStarts(progress);
}

// At once, not when the page is complete: what it draws would move what is already seen.
function start() {
  const data = readData("guide-data");
  if (!data || !data.stages || !data.words) return;
  const { buyer } = document.getElementById("guide-data").dataset;
  guide.store = guide.openStore(`guide/${data.guide}/${buyer}/`);
  const progress = guide.makeProgress(data, guide.store, `${data.guide}/${buyer}`);
  guide.progress = progress;

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-tick]")) progress.tick(box.dataset.tick, box.checked);
    const stage = data.stages.find((one) => one.id === box.dataset.tickStage);
    if (stage) progress.tick(progress.names(stage), box.checked);
  });
  document.addEventListener("click", (event) => {
    const reset = event.target.closest("[data-progress-reset]");
    if (reset) askToReset(reset, progress);
  });
  guide.takeArrival(progress);
  window.addEventListener("hashchange", () => guide.takeArrival(progress));
  progress.onChange(draw);
  window.addEventListener("storage", draw); // ticked in another tab
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) draw();
  });
  draw();
}

start();
