// Progress that comes with an address, from the reader's other device: `#p=…`, or `#step&p=…` to lead to a step as well. It joins what
// is ticked here and leaves the address at once; what can't be read is no progress.

const { element, fill, say } = guide.dom;
const ARRIVAL = /^#(?:([\w-]+)&)?p=(.*)$/;

function tell(words, taken) {
  const said = taken === null ? words.arrival_refused : taken ? fill(words.arrival, { count: taken }) : words.arrival_nothing;
  const before = document.querySelector(".arrival");
  if (before) before.remove();
  document.getElementById("main").prepend(element("p", "arrival", said));
  say(said);
}

// Takes over what the address brings, if it brings anything.
function takeArrival(progress) {
  const match = ARRIVAL.exec(location.hash);
  if (!match) return;
  history.replaceState(history.state, "", location.href.split("#")[0] + (match[1] ? `#${match[1]}` : ""));
  tell(progress.data.words, progress.merge(match[2]));
}

guide.takeArrival = takeArrival;
