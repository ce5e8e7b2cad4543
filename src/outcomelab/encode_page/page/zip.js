// A zip archive's parts, unpacked by the browser itself.
import { TABLES } from "./tables.js";
import { Refusal } from "./refusal.js";

export const BROKEN =
  "The workbook is damaged and cannot be opened. Open it in Excel, save it again as .xlsx, and choose the "
  + "new file.";
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

// The archive's parts by name, each a function that gives its text.
export function parts(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const found = new Map();
  let [unpacked, place] = [0, 0];
  try {
    const end = endOf(view);
    place = view.getUint32(end + 16, true);
    for (let entry = view.getUint16(end + 10, true); entry > 0; entry -= 1) {
      if (view.getUint32(place, true) !== ENTRY) throw new RangeError();
      const method = view.getUint16(place + 10, true);
      const [packed, size] = [20, 24].map((at) => view.getUint32(place + at, true));
      const [name, extra, comment] = [28, 30, 32].map((at) => view.getUint16(place + at, true));
      const start = view.getUint32(place + 42, true);
      const body = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
      const title = new TextDecoder().decode(data.subarray(place + 46, place + 46 + name));
      found.set(title, () => text(data.subarray(body, body + packed), method, size));
      unpacked += size;
      place += 46 + name + extra + comment;
    }
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal(BROKEN);
    throw error;
  }
  if (unpacked > TABLES.limits.unpacked) {
    throw new Refusal(
      "The workbook is far larger than a list of participants can be.",
    );
  }
  return found;
}

function endOf(view) {
  for (let place = view.byteLength - 22; place >= 0; place -= 1) {
    if (view.getUint32(place, true) === END) return place;
  }
  throw new RangeError();
}

async function text(packed, method, size) {
  if (method === STORED) return new TextDecoder().decode(packed);
  if (method !== DEFLATED) throw new Refusal(BROKEN);
  const pieces = [];
  let length = 0;
  try {
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      length += piece.value.length;
      if (length > size) throw new TypeError(); // larger than the archive says: made to fill the memory
      pieces.push(piece.value);
    }
  } catch (error) {
    if (error instanceof TypeError) throw new Refusal(BROKEN);
    throw error;
  }
  return new Blob(pieces).text();
}
