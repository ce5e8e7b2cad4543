// Text files of any usual delimiter, read into rows of cells as Python's own reader takes them.
import { TABLES } from "./tables.js";
import { decode } from "./decode.js";
import { score } from "./headings.js";
import { Refusal } from "./refusal.js";

const L = TABLES.limits;
const DELIMITERS = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars" };
const HEAD_ROWS = 30;
const HEAD_LETTERS = 200000;
const CONTROL = /[\x00-\x08\x0e-\x19\x1b-\x1f]/;
const AGAIN = "Save the list again as “CSV UTF-8” or as an Excel workbook (.xlsx).";

// The sheet in a text file: `rows`, arrays of text, of which the first is row 1; `kind`, in words.
export function readDelimited(data) {
  if (longestLine(data) > L.line) {
    throw new Refusal(
      `The file has a line of more than a million characters, so it is no list with one person a line. `
      + AGAIN,
    );
  }
  const decoded = decode(data);
  if (!decoded) {
    throw new Refusal(`The file's characters cannot be read: it is not text, or in an unusual encoding. ${AGAIN}`);
  }
  let { text } = decoded;
  if (CONTROL.test(text)) throw new Refusal(`The file is damaged or is not a text file. ${AGAIN}`);
  const told = /^sep=([,;\t|])(?:\r\n|\r|\n)/i.exec(text);
  if (told) text = text.slice(told[0].length); // Excel writes this line for itself and does not count it
  const delimiter = told ? told[1] : likeliest(text);
  const rows = cells(text, delimiter, L.rows);
  refuseSwallowedRows(rows, delimiter);
  return { rows, kind: `a text file with columns separated by ${DELIMITERS[delimiter]}, in ${decoded.encoding}` };
}

function longestLine(data) {
  let [longest, start] = [0, 0];
  data.forEach((byte, place) => {
    if (byte !== 10 && byte !== 13) return;
    longest = Math.max(longest, place - start);
    start = place + 1;
  });
  return Math.max(longest, data.length - start);
}

// The delimiter that gives most known headings, then the most rows of one width, then most columns.
function likeliest(text) {
  const merits = Object.keys(DELIMITERS).map((delimiter) => {
    const rows = cells(text.slice(0, HEAD_LETTERS), delimiter, HEAD_ROWS, true);
    const widths = new Map();
    for (const row of rows) if (row.length > 1) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
    const [width, alike] = [...widths].reduce((best, each) => (each[1] > best[1] ? each : best), [1, 0]);
    return { delimiter, merit: [Math.max(0, ...rows.map(score)), alike, width] };
  });
  return merits.reduce((best, each) => (above(each.merit, best.merit) ? each : best)).delimiter;
}

function above(one, other) {
  const place = one.findIndex((number, at) => number !== other[at]);
  return place >= 0 && one[place] > other[place];
}

// All records. A quotation mark opens a cell only where the cell begins, and two of them inside make one.
export function cells(text, delimiter, most, justLooking = false) {
  const rows = [];
  let row = [];
  let place = 0;
  while (place < text.length) {
    const begun = place;
    while (text[place] === " ") place += 1;
    let cell = "";
    if (text[place] === '"') {
      place += 1;
      for (;;) {
        const end = text.indexOf('"', place);
        cell += text.slice(place, end < 0 ? undefined : end);
        place = end < 0 ? text.length : end + 1;
        if (end < 0 || text[place] !== '"') break;
        cell += '"';
        place += 1;
      }
    }
    const start = place;
    while (place < text.length && text[place] !== delimiter && text[place] !== "\n" && text[place] !== "\r") place += 1;
    cell += text.slice(start, place);
    if (cell.length > L.cell && !justLooking) {
      throw new Refusal(
        'The file has a cell far longer than any cell of a list. Probably a quotation mark (") is opened '
        + 'somewhere and never closed: close or delete it.',
      );
    }
    const [ended, emptyLine] = [text[place] !== delimiter, place === begun && !row.length];
    if (!emptyLine || !ended) row.push(cell);
    if (ended && text[place] === "\r" && text[place + 1] === "\n") place += 1;
    place += 1;
    if (!ended && place < text.length) continue;
    if (!ended) row.push("");
    rows.push(row);
    row = [];
    if (rows.length >= most && justLooking) break;
    if (rows.length > most) {
      throw new Refusal(
        `The file has more than ${most.toLocaleString("en-GB")} rows, the most that a list may have.`,
      );
    }
    if (rows.at(-1).length > L.columns) {
      throw new Refusal(
        `The file has more than ${L.columns} columns, the most that a list may have.`,
      );
    }
  }
  return rows;
}

// A cell with a whole row in it comes of a quotation mark that is opened and never closed.
function refuseSwallowedRows(rows, delimiter) {
  const others = rows.reduce((most, row) => Math.max(most, row.length), 0) - 1;
  if (others < 2 || others > 200) return;
  rows.forEach((row, number) => {
    for (const cell of row) {
      if (cell.split(/[\r\n]+/).slice(1).some((line) => line.split(delimiter).length > others)) {
        throw new Refusal(
          `In row ${number + 1} of the file a quotation mark (") is opened and not closed, so the rows after`
          + ` it are read as one cell. Close or delete it.`,
        );
      }
    }
  });
}
