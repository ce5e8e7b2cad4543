// Opening a list: what the file really is, whatever it is called.
import { TABLES } from "./tables.js";
import { readDelimited } from "./delimited.js";
import { readWorkbook } from "./workbook.js";
import { Refusal } from "./refusal.js";

const L = TABLES.limits;
const ZIP = ["504b0304", "504b0506"];
const OLD_OFFICE = "d0cf11e0a1b11ae1";
const ENCRYPTED = [..."EncryptedPackage"].join("\0");
const SAVE =
  "Open the list in your spreadsheet program and save it as an Excel workbook (.xlsx) or as “CSV UTF-8”.";

// The rows of text in `file`, and in words what it is. Throws a Refusal that repeats nothing of what is in it.
export async function readSheet(file) {
  if (file.size > L.bytes) {
    throw new Refusal(
      `The file is larger than ${L.bytes / 1e6} MB, the most that a list may have. Leave out pictures, other`
      + ` sheets and columns that are not asked for.`,
    );
  }
  const data = new Uint8Array(await file.arrayBuffer());
  if (data.every((byte) => [0xef, 0xbb, 0xbf, 0xff, 0xfe, 0, 32, 9, 10, 13].includes(byte))) {
    throw new Refusal("The file is empty.");
  }
  const isWorkbook = /\.xls[xm]$/i.test(file.name);
  const wrong = notAList(isWorkbook, data);
  if (wrong) throw new Refusal(wrong);
  return isWorkbook ? readWorkbook(data) : readDelimited(data);
}

function notAList(isWorkbook, data) {
  const start = hex(data.subarray(0, 64));
  const isZip = ZIP.some((mark) => start.startsWith(mark));
  if (start.startsWith(OLD_OFFICE)) {
    if (new TextDecoder("latin1").decode(data).includes(ENCRYPTED)) {
      return (
        "The workbook is locked with a password. Save a copy without one, and choose that."
      );
    }
    return `The file is an Office document of the old kind (such as .xls). ${SAVE}`;
  }
  const letters = new TextDecoder("latin1").decode(data.subarray(0, 64)).trimStart().toLowerCase();
  const other = Object.entries(TABLES.otherFiles).find(([mark]) => letters.startsWith(fromHex(mark)));
  if (other) return `The file is ${other[1]}, not a list. ${SAVE}`;
  if (isWorkbook && !isZip) {
    return (
      "The file is called an Excel workbook but is none. If it is a text file, let its name end in .csv; "
      + "otherwise open it in Excel and save it again as .xlsx."
    );
  }
  if (isZip && !isWorkbook) {
    return (
      `The file is a compressed file or another program's document, not a list. If it is an Excel workbook, `
      + `let its name end in .xlsx. ${SAVE}`
    );
  }
  return "";
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(text) {
  return new TextDecoder("latin1").decode(Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16))).toLowerCase();
}
