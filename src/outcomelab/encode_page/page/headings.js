// Recognising a heading whatever its case, order, accents and punctuation, and with it each column.
import { TABLES } from "./tables.js";
import { Refusal } from "./refusal.js";

const H = TABLES.headings;
const HEAD_ROWS = 30;
const FILLERS = new Set(H.fillers);
const KNOWN = new Map(Object.entries(H.known));
const ASIDE = /[(\[{].*?[)\]}]/g;
const WORD = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\p{Nd}+|(?:(?![A-Za-z])[\p{L}\p{Nl}\p{No}])+/gu;

function wordsIn(heading) {
  return heading.normalize("NFKD").replace(/\p{M}/gu, "").match(WORD) ?? [];
}

// Letters and digits only, lower case, without accents.
export function compact(heading) {
  return wordsIn(heading).join("").toLowerCase() || heading.trim();
}

// The field a heading means, and how sure that is (1 is surest), or null.
export function fieldOf(heading) {
  if (!heading || heading.length > H.longest) return null;
  const core = heading.replace(ASIDE, " ");
  const telling = wordsIn(core).filter((word) => !FILLERS.has(word.toLowerCase())).join("").toLowerCase();
  const form = [compact(heading), compact(core), telling].find((each) => KNOWN.has(each));
  return form === undefined ? null : KNOWN.get(form);
}

// How many different fields a row's cells name: the row of headings has the most.
export function score(row) {
  return new Set(row.map(fieldOf).filter(Boolean).map(([name]) => name)).size;
}

// The row of headings (its place among the rows), the headings, and the column that each field is found in.
export function findColumns(rows) {
  if (rows.slice(0, HEAD_ROWS).some((row) => TABLES.encoding.columns.every((name) => row.includes(name)))) {
    throw new Refusal(
      "The file is encoded already: it holds numbers and nobody's names. Choose the list that it was made from.",
    );
  }
  const scores = rows.slice(0, HEAD_ROWS).map(score);
  const best = Math.max(0, ...scores);
  if (!best) {
    throw new Refusal(
      "No row of headings was found among the first rows of the file. Write a heading above each column, "
      + "such as “Surname”, “Forename” and “Date of birth”, and choose the file again.",
    );
  }
  const top = scores.indexOf(best);
  const sureness = {};
  const places = {};
  rows[top].forEach((cell, place) => {
    const known = fieldOf(cell);
    if (known && known[1] < (sureness[known[0]] ?? Infinity)) [places[known[0]], sureness[known[0]]] = [place, known[1]];
  });
  if ("name" in places && ("surname" in places || "forename" in places)) {
    // 'Name' beside 'First name' is a surname, and beside 'Surname' a forename; beside both it is neither.
    places.surname ??= places.name;
    places.forename ??= places.name;
    delete places.name;
  }
  return { top, headings: rows[top], places };
}

// A column's letter in a spreadsheet: 0 is A, 26 is AA.
export function letterOf(place) {
  const rest = Math.floor(place / 26);
  return (rest ? letterOf(rest - 1) : "") + String.fromCharCode(65 + (place % 26));
}
