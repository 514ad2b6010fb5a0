// Engine and index of the search are scripts, read when it is first opened: so it also works from a file system, and costs nothing
// before.

// Reads the scripts in this order, and calls `done` or `failed`; after a failure they can be read anew.
function readScripts(urls, done, failed) {
  let left = urls.length;
  const scripts = urls.map((url) => {
    const script = document.createElement("script");
    script.src = url;
    script.async = false; // in this order
    script.onload = () => {
      left -= 1;
      // After the panel has been painted: making the engine takes a moment on a phone.
      if (left === 0) window.setTimeout(done, 0);
    };
    script.onerror = () => {
      scripts.forEach((other) => { other.onload = other.onerror = null; other.remove(); });
      failed();
    };
    return script;
  });
  scripts.forEach((script) => { document.head.append(script); });
}

// What is offered before anything is asked for.
function startsOf(index) {
  return index.start.map((url) => {
    return index.entries.find((entry) => entry && entry.url === url && (entry.kind === "stage" || entry.kind === "page"));
  }).filter(Boolean);
}

// Reads those scripts, of which the last is the index, and calls `done` with {engine, words, starts}, or `failed`.
function readIndex(urls, done, failed) {
  readScripts(urls, () => {
    const data = window.guideSearchIndex;
    let index = null;
    try {
      index = { engine: new window.guideSearch.Engine(data), words: data.ui, starts: startsOf(data) };
    } catch (broken) {
      failed();
      return;
    }
    done(index);
  }, failed);
}

guide.readIndex = readIndex;
