// Messages for moments on a stage's page: stuck at a step, and a screen that looks different from its picture. Without this script
// there are the contacts of the buyer's desk.

const { all, button, element, readData } = guide.dom;
const data = readData("guide-moments-data");

// What a message in `language` says of the moment it was opened for, by the blank's name.
guide.aboutMoment = (language, message) => {
  const { step, picture } = message.dataset;
  if (!data || step === undefined) return {};
  const { stage } = document.querySelector("[data-stage]").dataset;
  return {
    step: data.steps[language][step],
    picture: data.pictures[language][picture],
    link: guide.addressOf(`${stage}.html${step && `#${step}`}`)
  };
};

function openMoment(opener, moment, step, picture) {
  const message = document.getElementById("guide-moments").content.querySelector(`[data-message="${moment}"]`).cloneNode(true);
  message.dataset.step = step;
  message.dataset.picture = picture;
  message.dataset.message = [moment, step, picture].join("/"); // what is typed for one is not there for another
  guide.openDialog(opener, message);
}

function addOpener(place, moment, picture) {
  const step = place.closest("[data-step]");
  const opener = button("quiet-button moment-opener", data.words[moment], () => {
    openMoment(opener, moment, step ? step.dataset.step : "", picture);
  });
  place.append(opener);
}

function captionOf(figure) {
  return figure.querySelector("figcaption") || figure.appendChild(element("figcaption"));
}

if (data) {
  all(".stage-page figure.annotated").forEach((figure) => addOpener(captionOf(figure), "different", figure.dataset.screen));
  all(".stage-page .troubles").forEach((troubles) => addOpener(troubles, "stuck", ""));
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-stuck]");
    if (opener) openMoment(opener, "stuck", opener.dataset.stuck, "");
  });
}
