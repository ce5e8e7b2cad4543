// From a sheet and a mapping of its columns to people, with the rows that cannot be used and why.
import { TABLES } from "./tables.js";
import { sexCode, splitName, tidy, wholeNumber, wholeZip } from "./cells.js";
import { birth, fromParts, readParts, settle, written } from "./dates.js";
import { compact } from "./headings.js";
import { Refusal } from "./refusal.js";

const CODES = new Set(TABLES.cells.codes);
const BIRTH_PARTS = ["birth_year", "birth_month", "birth_day"];
const SAYS_SOMETHING = /[^\s\p{Z}]/u;
// From this many people on, one date of birth or one name for all is a mistake and not chance.
const MANY = 10;

// `sheet`: rows of text. `columns`: `top`, the place of the row of headings, `headings`, and `places`, the column of
// each field. `asked`: true when the person says that the day is written first, false the month, null nothing.
// `latest`: today. Returns `people`, each with its row number, names as text and dates as YYYYMMDD; `order`, what the
// dates say of day and month; `leftOut`, row numbers by reason; `mended`, the numbers of rows used without a cell, by
// what is wrong in it; `inDoubt`, how many have two readings of their date of birth; `submitted`, how many rows.
export function readPeople(sheet, columns, asked, latest) {
  const rows = listedRows(sheet, columns).map(({ row, cells }) => ({ row, ...values(cells, columns) }));
  const order = settle(rows.map((each) => each.date), asked);
  const [people, leftOut, mended] = [[], new Map(), new Map()];
  for (const { row, text, date, dateFault, wrong } of rows) {
    const { born, bornAlso } = date ? birth(date, order, latest) : { born: null, bornAlso: null };
    const day = (number) => (number === null ? null : written(number));
    const person = { row, ...text, born: day(born), bornAlso: day(bornAlso) };
    if (dateFault || (date && born === null)) wrong.add("the date of birth is not a day of the calendar");
    if (born > latest) wrong.add("the date of birth is still to come");
    const reason = whyNot(person);
    if (reason) {
      note(leftOut, reason, row);
    } else {
      people.push(person);
      for (const each of wrong) note(mended, each, row);
    }
  }
  refuseAllAlike(people);
  const inDoubt = people.filter((person) => person.bornAlso !== null).length;
  return { people, order, leftOut, mended, inDoubt, submitted: rows.length };
}

// Rows below the headings in which a column that is used says something, less those that repeat the headings.
function listedRows(sheet, { top, places }) {
  const used = Object.values(places);
  const heads = sheet.rows[top];
  return sheet.rows.slice(top + 1).map((cells, place) => ({ row: top + place + 2, cells })).filter(({ cells }) => (
    used.some((place) => SAYS_SOMETHING.test(cells[place] ?? ""))
    && !used.every((place) => cells[place] === heads[place])
  ));
}

function values(cells, { headings, places }) {
  const wrong = new Set();
  const noted = (found) => {
    if (found.wrong) wrong.add(found.wrong);
    return found.text;
  };
  const cell = (name) => (name in places ? noted(tidy(cells[places[name]], CODES.has(name))) : "");
  const number = (name) => noted(wholeNumber(cell(name)));
  let names = { surname: cell("surname"), forename: cell("forename"), middle: cell("middle") };
  if ("name" in places && !("surname" in places || "forename" in places)) {
    const whole = splitName(cell("name"));
    names = { ...whole, middle: "middle" in places ? names.middle : whole.middle };
  }
  const sex = cell("sex");
  if (sex && !sexCode(sex)) wrong.add("the sex is not one of the usual entries for female or male");
  const isZip = "postcode" in places && compact(headings[places.postcode]).includes("zip");
  const postcode = isZip ? wholeZip(number("postcode")) : number("postcode");
  const text = { ...names, sex: sexCode(sex), postcode, serviceNumber: number("service_number") };
  if (!("date_of_birth" in places) && BIRTH_PARTS.every((name) => name in places)) {
    return { text, wrong, ...fromParts(BIRTH_PARTS.map((name) => cells[places[name]] ?? "")) };
  }
  const born = cell("date_of_birth");
  const date = readParts(born);
  return { text, wrong, date, dateFault: Boolean(born) && date === null };
}

function whyNot({ surname, forename, born, postcode, serviceNumber }) {
  if (serviceNumber) return "";
  if (!surname && !forename) return "there is no name";
  if (born !== null || postcode) return "";
  return "there is no date of birth that can be read, and no postcode or service number";
}

function refuseAllAlike(people) {
  if (people.length < MANY) return;
  for (const [words, of] of [["date of birth", (one) => one.born], ["name", (one) => `${one.surname}|${one.forename}`]]) {
    const given = people.map(of).filter((value) => value !== null && value !== "|");
    if (given.length >= MANY && new Set(given).size === 1) {
      throw new Refusal(
        `Everybody on the list has the same ${words}, so it was filled in by mistake. Put it right, or `
        + `choose another column.`,
      );
    }
  }
}

function note(rows, words, row) {
  if (!rows.has(words)) rows.set(words, []);
  rows.get(words).push(row);
}
