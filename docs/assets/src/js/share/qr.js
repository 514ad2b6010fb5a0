// A QR code (ISO/IEC 18004) of a text: byte mode, versions 1 to 12, level M where it fits and L where it does not. Read when a code is
// first asked for.

const TOTAL = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346, 404, 466]; // codewords, by version
// Of each level: its two bits, and by version how many codewords correct errors in a block, and how many blocks there are.
const LEVELS = [
  { bits: 0, check: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22], blocks: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8] },
  { bits: 1, check: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24], blocks: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4] }
];
const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0
];

// ---- codewords -------------------------------------------------------------------------------------

const POWERS = []; // of 2 in the field of 256 elements modulo x^8+x^4+x^3+x^2+1
const LOGS = [];
for (let power = 0, value = 1; power < 255; power += 1) {
  POWERS.push(value);
  LOGS[value] = power;
  value = value < 128 ? value * 2 : (value * 2) ^ 0x11d;
}

function times(a, b) {
  return a && b ? POWERS[(LOGS[a] + LOGS[b]) % 255] : 0;
}

// The remainder that corrects errors in `block`: `count` codewords.
function checkOf(block, count) {
  let divisor = [1];
  for (let root = 0; root < count; root += 1) {
    const next = divisor.concat(0);
    divisor.forEach((factor, at) => { next[at + 1] ^= times(factor, POWERS[root]); });
    divisor = next;
  }
  const rest = block.concat(Array(count).fill(0));
  block.forEach((unused, at) => {
    const lead = rest[at];
    divisor.forEach((factor, offset) => { rest[at + offset] ^= times(factor, lead); });
  });
  return rest.slice(block.length);
}

// The bytes as data codewords: mode, length, bytes, end, padding.
function dataOf(bytes, version, capacity) {
  const bits = [];
  const push = (value, count) => {
    for (let at = count - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  push(4, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  bytes.forEach((byte) => push(byte, 8));
  push(0, Math.min(4, capacity * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  const words = [];
  for (let at = 0; at < bits.length; at += 8) words.push(parseInt(bits.slice(at, at + 8).join(""), 2));
  for (let pad = 0; words.length < capacity; pad += 1) words.push(pad % 2 ? 17 : 236);
  return words;
}

// Blocks of data and their corrections, interleaved.
function interleave(words, check, count) {
  const short = Math.floor(words.length / count);
  const firstLong = count - (words.length % count);
  const blocks = [];
  for (let block = 0, at = 0; block < count; block += 1) {
    const size = short + (block < firstLong ? 0 : 1);
    blocks.push(words.slice(at, at + size));
    at += size;
  }
  const mixed = [];
  const mix = (parts, length) => {
    for (let at = 0; at < length; at += 1) parts.forEach((part) => { if (at < part.length) mixed.push(part[at]); });
  };
  mix(blocks, short + 1);
  mix(blocks.map((block) => checkOf(block, check)), check);
  return mixed;
}

// ---- modules ---------------------------------------------------------------------------------------

// `value` with the remainder of its division by `divisor`, of `count` bits, behind it.
function withCheck(value, divisor, count) {
  const width = Math.floor(Math.log2(divisor));
  let rest = value << width;
  for (let at = count - 1; at >= 0; at -= 1) {
    if (rest & (1 << (at + width))) rest ^= divisor << at;
  }
  return (value << width) | rest;
}

// A square without data: rows of true, false, and undefined where data goes.
function frameOf(version) {
  const size = version * 4 + 17;
  const rows = Array.from({ length: size }, () => Array(size).fill(undefined));
  const square = (cx, cy, radius, dark) => {
    for (let y = -radius; y <= radius; y += 1) {
      for (let x = -radius; x <= radius; x += 1) {
        if (rows[cy + y] && cx + x >= 0 && cx + x < size) rows[cy + y][cx + x] = dark(Math.max(Math.abs(x), Math.abs(y)));
      }
    }
  };
  [[3, 3], [size - 4, 3], [3, size - 4]].forEach(([x, y]) => square(x, y, 4, (ring) => ring !== 2 && ring !== 4));
  const last = size - 7;
  const places = version === 1 ? [] : version < 7 ? [6, last] : [6, (last + 6) / 2, last];
  places.forEach((y) => places.forEach((x) => {
    if (rows[y][x] === undefined) square(x, y, 2, (ring) => ring !== 1);
  }));
  for (let at = 8; at < size - 8; at += 1) rows[6][at] = rows[at][6] = at % 2 === 0;
  if (version > 6) {
    const bits = withCheck(version, 0x1f25, 6);
    for (let at = 0; at < 18; at += 1) {
      const [near, far] = [Math.floor(at / 3), size - 11 + (at % 3)];
      rows[near][far] = rows[far][near] = Boolean((bits >> at) & 1);
    }
  }
  return rows;
}

// Level and mask, twice; without a mask their place is kept.
function drawFormat(rows, level, mask) {
  const size = rows.length;
  const bits = withCheck((level << 3) | mask, 0x537, 5) ^ 0x5412;
  for (let at = 0; at < 15; at += 1) {
    const dark = Boolean((bits >> at) & 1);
    if (at < 6) rows[at][8] = dark;
    else if (at < 8) rows[at + 1][8] = dark;
    else rows[8][at === 8 ? 7 : 14 - at] = dark;
    if (at < 8) rows[8][size - 1 - at] = dark;
    else rows[size - 15 + at][8] = dark;
  }
  rows[size - 8][8] = true;
}

// Fills in the codewords from the lower right corner, in columns of two that go up and down in turn.
function drawData(rows, words, mask) {
  const size = rows.length;
  let at = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5; // the column of the clock pattern
    for (let step = 0; step < size; step += 1) {
      const y = (right + 1) & 2 ? step : size - 1 - step;
      [right, right - 1].forEach((x) => {
        if (rows[y][x] !== undefined) return;
        const bit = at < words.length * 8 && (words[at >> 3] >> (7 - (at & 7))) & 1;
        rows[y][x] = Boolean(bit) !== MASKS[mask](x, y);
        at += 1;
      });
    }
  }
}

// How hard a scanner finds it, by the rules of the standard.
function penaltyOf(rows) {
  const size = rows.length;
  let penalty = 0;
  let dark = 0;
  const lines = rows.map((row) => row.map(Number).join("")).concat(rows.map((unused, x) => rows.map((row) => Number(row[x])).join("")));
  lines.forEach((line) => {
    (line.match(/0{5,}|1{5,}/g) || []).forEach((run) => { penalty += run.length - 2; });
    for (let at = 0; at + 11 <= size; at += 1) {
      const part = line.slice(at, at + 11);
      if (part === "10111010000" || part === "00001011101") penalty += 40;
    }
  });
  rows.forEach((row, y) => row.forEach((one, x) => {
    if (one) dark += 1;
    if (x && y && one === row[x - 1] && one === rows[y - 1][x] && one === rows[y - 1][x - 1]) penalty += 3;
  }));
  return penalty + Math.floor(Math.abs((dark * 20) / (size * size) - 10)) * 10;
}

// The modules of the code for `text`, as rows of true for dark; null if it is too long.
function encode(text) {
  const bytes = Array.from(new TextEncoder().encode(text));
  for (const level of LEVELS) {
    const capacities = TOTAL.map((total, at) => total - level.check[at] * level.blocks[at]);
    const at = capacities.findIndex((capacity, index) => bytes.length + (index < 9 ? 2 : 3) <= capacity);
    if (at < 0) continue;
    const words = interleave(dataOf(bytes, at + 1, capacities[at]), level.check[at], level.blocks[at]);
    const drawn = MASKS.map((unused, mask) => {
      const rows = frameOf(at + 1);
      drawFormat(rows, level.bits, mask);
      drawData(rows, words, mask);
      return rows;
    });
    const penalties = drawn.map(penaltyOf);
    return drawn[penalties.indexOf(Math.min(...penalties))];
  }
  return null;
}

// The drawing of the code, dark on light whatever the colours of the page, with the margin that scanners need; null as above.
function drawing(text) {
  const rows = encode(text);
  if (!rows) return null;
  const { svg } = guide.dom;
  const size = rows.length + 8;
  let path = "";
  rows.forEach((row, y) => row.forEach((dark, x) => { if (dark) path += `M${x + 4} ${y + 4}h1v1h-1z`; }));
  return svg(
    "svg", { viewBox: `0 0 ${size} ${size}`, class: "qr", role: "img", "shape-rendering": "crispEdges" },
    svg("rect", { width: size, height: size, fill: "#fff" }), svg("path", { d: path, fill: "#000" })
  );
}

guide.qr = { encode, drawing };
