// From bytes to text: the usual encodings, told apart carefully.

const ANY_MARK = /^\ufeff/;
const NO_BYTE_OF_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
// What a western European name or address does not look like: a capital or a sign in mid-word.
const UNLIKELY = /[a-zß-ÿ](?=[^\x00-\x7fß-ÿšžœ’‘“”–—…€£·\xa0])|[¤¦¬±²³¶¹¼½¾¿×÷†‡‰¢¥µ]|[\x80-\x9f]/gu;

// The text and, in words, how it was encoded; null when no encoding makes sense of it. A byte-order mark settles
// it; then UTF-16 that lacks one; then UTF-8, also with a few damaged letters; then windows-1252.
export function decode(data) {
  if (starts(data, 0xff, 0xfe)) return strictly(data, "utf-16le", "Unicode");
  if (starts(data, 0xfe, 0xff)) return strictly(data, "utf-16be", "Unicode");
  const zeros = data.includes(0);
  const plainly = (zeros && withoutMark(data)) || strictly(data, "utf-8", "Unicode");
  if (plainly || zeros) return plainly;
  const damaged = new TextDecoder("utf-8").decode(data);
  const letters = (damaged.match(/[^\x00-\x7f\ufffd]/gu) ?? []).length;
  const torn = (damaged.match(/\ufffd/g) ?? []).length;
  return letters > torn ? { text: damaged, encoding: "Unicode, with some letters damaged" } : western(data);
}

function starts(data, ...bytes) {
  return bytes.every((byte, place) => data[place] === byte);
}

function strictly(data, encoding, name) {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(data).replace(ANY_MARK, ""), encoding: name };
  } catch {
    return null;
  }
}

// UTF-16 of western text has its NUL bytes all at odd places, or all at even ones.
function withoutMark(data) {
  const zeros = [0, 0];
  data.forEach((byte, place) => {
    if (byte === 0) zeros[place % 2] += 1;
  });
  const enough = 0.7 * Math.max(1, Math.floor(data.length / 2));
  if (zeros[1] > enough && zeros[0] === 0) return strictly(data, "utf-16le", "Unicode");
  if (zeros[0] > enough && zeros[1] === 0) return strictly(data, "utf-16be", "Unicode");
  return null;
}

// The browser's windows-1252 reads bytes that the code page lacks; with one of those it is latin-1.
function western(data) {
  const latin = data.some((byte) => NO_BYTE_OF_1252.has(byte));
  const text = latin
    ? Array.from(data, (byte) => String.fromCharCode(byte)).join("")
    : new TextDecoder("windows-1252").decode(data);
  const above = data.reduce((count, byte) => count + (byte > 127), 0);
  const lettersOrAbove = (text.match(/[A-Za-z]/g) ?? []).length + above;
  const unlikely = (text.match(UNLIKELY) ?? []).length;
  if (above >= 0.3 * lettersOrAbove || unlikely > 0.2 * above) return null;
  return { text, encoding: "western European characters (windows-1252)" };
}
