// The ways to another device and to other people: what they need is read when it is first asked for.

const { all, button, element, ready } = guide.dom;
const SCRIPT = new URL("share.js", document.currentScript.src).href;
let isRead = false;
let waiting = null; // what to do once it is read

// Calls `act` once the script that few readers need is there.
function readMore(act) {
  if (isRead) {
    act();
    return;
  }
  const isAsked = waiting !== null;
  waiting = act;
  if (isAsked) return;
  const script = element("script");
  script.src = SCRIPT;
  script.onload = () => {
    isRead = true;
    waiting();
  };
  script.onerror = () => {
    waiting = null;
    script.remove();
  };
  document.head.append(script);
}

// The link to a page of this guide, for someone else: without progress.
function copyLink(opener) {
  const { words } = guide.progress.data;
  const address = guide.addressOf(opener.dataset.copyLink);
  const answer = opener.parentNode.querySelector("[role=status]");
  if (!address) answer.textContent = words.share_nowhere;
  else guide.copier.copy(address, { button: opener, shown: opener, done: words.share_copied, tell: (text) => { answer.textContent = text; } });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-share], [data-copy-link]");
  if (!opener) return;
  if ("copyLink" in opener.dataset) copyLink(opener);
  else readMore(() => guide.openShareDialog(opener));
});

// Where a step happens on a page of the portal that needs a computer, a phone leads there.
ready(() => {
  const { data } = guide.progress || {};
  if (!data || !data.computer) return;
  all(".step .go").forEach((place) => {
    const opener = button("quiet-button share-step", data.words.share_step, () => {});
    opener.setAttribute("data-share", "");
    place.append(" ", opener);
  });
});

guide.readMore = readMore;
