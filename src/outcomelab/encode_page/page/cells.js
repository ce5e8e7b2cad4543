// Cells to values: tidy text, numbers that a spreadsheet has not spoiled, sex as a code, names taken apart.
import { TABLES } from "./tables.js";

const C = TABLES.cells;
const INVISIBLE = new RegExp(C.invisible, "gu");
const NOTHING = new Set(C.nothing);
const NOTHING_BUT_A_NAME = new Set(C.nothingButAName);
const SEX_CODES = new Map(Object.entries(C.sex).flatMap(([code, entries]) => entries.map((entry) => [entry, code])));
const SHORT_ZIP = new RegExp(C.shortZip, "u");
const TITLE = new RegExp(C.title[0], `${C.title[1]}u`);
const NAME_PATTERNS = C.names.map(([pattern, flags]) => new RegExp(pattern, `${flags}u`));

// A cell's tidy text, '' where there is nothing, and what is wrong with it, if anything. `code`: it cannot be a name,
// so that 'na' and 'none' mean that there is nothing. A formula or a cell longer than any entry counts as empty.
export function tidy(cell, code) {
  const text = (cell ?? "").replace(INVISIBLE, "").replace(/[\s\p{Z}]+/gu, " ").trim();
  if (!text || (code ? NOTHING_BUT_A_NAME : NOTHING).has(text.toLowerCase())) return { text: "", wrong: "" };
  if (/^[=+@-]/.test(text)) return { text: "", wrong: "a cell holds a formula" };
  if (Array.from(text).length > C.longest) return { text: "", wrong: "a cell is longer than any such entry" };
  return { text, wrong: text.includes("\ufffd") ? "a letter in a cell is damaged" : "" };
}

// A number as text without the '.0' that spreadsheets add; '' where one was shortened (1.2E+11).
export function wholeNumber(text) {
  if (/^\d(?:[.,]\d+)?e\+?\d+$/i.test(text)) return { text: "", wrong: "the spreadsheet shortened a number (it shows an E)" };
  return { text: text.replace(/^(\d+)\.0+$/, "$1"), wrong: "" };
}

// A five-digit ZIP code of which a program that took it for a number dropped the zeros in front.
export function wholeZip(text) {
  return SHORT_ZIP.test(text) ? text.padStart(5, "0") : text;
}

export function sexCode(text) {
  return SEX_CODES.get(text.toLowerCase().replace(/[. ]+$/, "")) ?? "";
}

// Surname, forename and middle names of a full name: 'Smith, John Paul', 'DUPONT Jean', 'Jan van der Berg'.
export function splitName(name) {
  const text = name.replace(TITLE, "").replace(/^[, ]+|[, ]+$/g, "");
  const found = NAME_PATTERNS.map((pattern) => pattern.exec(text)?.groups).find(Boolean) ?? { surname: text };
  return { surname: found.surname ?? "", forename: found.forename ?? "", middle: found.middle ?? "" };
}
