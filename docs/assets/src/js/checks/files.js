// What a file is, by its first bytes, and what is unusual about it. It is read on this page alone.

const MAGIC = [
  ["png", /^\x89PNG\r\n\x1a\n/], ["jpeg", /^\xff\xd8\xff/], ["gif", /^GIF8[79]a/], ["bmp", /^BM/], ["pdf", /^%PDF-/],
  ["webp", /^RIFF[\s\S]{4}WEBP/], ["heic", /^[\s\S]{4}ftyp(?:heic|heix|hevc|heim|heis|mif1|msf1)/]
];
const ENDINGS = { png: ["png"], jpeg: ["jpg", "jpeg", "jpe", "jfif"], gif: ["gif"], bmp: ["bmp"], pdf: ["pdf"], webp: ["webp"], heic: ["heic", "heif"] };
const TYPE_NAMES = { png: "PNG", jpeg: "JPG", gif: "GIF", bmp: "BMP", pdf: "PDF", webp: "WebP", heic: "HEIC" };

// The kind of a file by its first bytes; null if it is none of those known.
function typeOf(bytes) {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const found = MAGIC.find(([, magic]) => magic.test(start));
  return found ? found[0] : null;
}

// [width, height] of a picture as its header has them; null where they can't be read.
function pixelsOf(bytes, type) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (type === "png") return [view.getUint32(16), view.getUint32(20)];
    if (type === "gif") return [view.getUint16(6, true), view.getUint16(8, true)];
    if (type === "bmp") return [Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true))];
    if (type === "jpeg") return jpegPixels(view);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

function jpegPixels(view) {
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

// What is unusual about a file of those facts: {name, size, type, pixels}.
function explainFile(rule, facts) {
  if (!facts.size) return [{ code: "file_empty" }];
  const findings = [];
  const ending = /\.([A-Za-z0-9]+)$/.exec(facts.name || "");
  if (!facts.type) findings.push({ code: "file_unknown" });
  else if (!rule.types.includes(facts.type)) findings.push({ code: "file_type" });
  else if (ending && !ENDINGS[facts.type].includes(ending[1].toLowerCase())) findings.push({ code: "file_name", ending: ending[1] });
  if (facts.type === "heic" && !rule.types.includes("heic")) findings.push({ code: "file_heic" });
  if (rule.max_bytes && facts.size > rule.max_bytes) findings.push({ code: "file_big" });
  if (rule.min_pixels && facts.pixels && Math.min(...facts.pixels) < rule.min_pixels) findings.push({ code: "file_small" });
  return findings;
}

function bytesOf(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(new Uint8Array(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(blob);
  });
}

const HEAD = 1024 * 1024; // bytes in which a picture's size stands, even behind a camera's preview

async function factsOf(file) {
  const bytes = await bytesOf(file.slice(0, HEAD));
  const type = typeOf(bytes);
  let pixels = pixelsOf(bytes, type);
  if (!pixels && type && type !== "pdf" && window.createImageBitmap) {
    const picture = await window.createImageBitmap(file).catch(() => null);
    if (picture) pixels = [picture.width, picture.height];
  }
  return { name: file.name, size: file.size, type, pixels };
}

guide.files = { ENDINGS, TYPE_NAMES, typeOf, pixelsOf, factsOf, explainFile };
