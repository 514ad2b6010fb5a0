// What this browser keeps of the reader, under guide and buyer: the ticks, each under its id with the edition and the digest of what
// was ticked, and the day; choices; and the data sheet, if the reader has agreed to that.

const { storage } = guide.dom;

// A tick as it was stored; null for whatever else may stand there.
function parse(text) {
  try {
    const tick = JSON.parse(text);
    const right = tick && typeof tick.edition === "string" && /^[0-9a-f]{8}$/.test(tick.digest);
    if (!right) return null;
    const made = { edition: tick.edition.slice(0, 40), digest: tick.digest };
    if (/^\d{4}-\d{2}-\d{2}$/.test(tick.on)) made.on = tick.on; // the day of the tick; older ones have none
    return made;
  } catch (malformed) {
    return null;
  }
}

// The values of the data sheet by their ids; null for whatever else may stand there.
function parseSheet(text) {
  try {
    const values = JSON.parse(text);
    if (!values || typeof values !== "object" || Array.isArray(values)) return null;
    return new Map(Object.entries(values).filter(([, value]) => typeof value === "string").map(([id, value]) => [id, value.slice(0, 200)]));
  } catch (malformed) {
    return null;
  }
}

// Storage may be missing, full, or hold what others have put there: whatever can't be read is no tick, and what can't be stored
// holds as long as the page is open.
function openStore(prefix) {
  const unkept = new Map();
  let works = storage.write(prefix + "probe", "1") && storage.write(prefix + "probe", null);

  return {
    keeps: () => works && unkept.size === 0,
    read(name) {
      if (unkept.has(name)) return unkept.get(name);
      return works ? parse(storage.read(prefix + name)) : null;
    },
    write(name, tick) {
      if (works && storage.write(prefix + name, tick && JSON.stringify(tick))) unkept.delete(name);
      else unkept.set(name, tick);
    },
    // What the reader has chosen about these pages, as a word; null for nothing.
    readChoice: (name) => storage.read(`${prefix}choice/${name}`),
    writeChoice: (name, word) => storage.write(`${prefix}choice/${name}`, word),
    // The data sheet, as a map of values by their ids; null where it is not kept. Writing null deletes it; false says that it was not kept.
    readSheet: () => parseSheet(storage.read(`${prefix}sheet`)),
    writeSheet: (values) => storage.write(`${prefix}sheet`, values && JSON.stringify(Object.fromEntries(values))),
    // The ticks alone.
    clear() {
      unkept.clear();
      works = works && ["step/", "material/"].every((kind) => storage.removeAll(prefix + kind));
    },
    // Everything.
    forget() {
      unkept.clear();
      works = works && storage.removeAll(prefix);
    }
  };
}

guide.openStore = openStore;
