// From a person's standard form to the numbers of the encoding (the table “Numbers” of its specification).
import { called, firstLetter } from "./standard.js";

const BETWEEN = "\u001f";
const SOUNDS = Object.fromEntries(["bfpv", "cgjkqsxz", "dt", "l", "mn", "r"].flatMap(
  (letters, place) => Array.from(letters, (letter) => [letter, place + 1]),
));
const utf8 = new TextEncoder();

// Columns that are two values together: name, first value, second value, and whether the lower goes first.
const PAIRS = [
  ["pair", "surname", "forename", true],
  ["called_pair", "calledSurname", "calledForename", true],
  ["sound_pair", "soundSurname", "soundForename", true],
  ["initialled", "surname", "initial", false],
  ["surname_born", "surname", "born", false],
  ["forename_born", "forename", "born", false],
  ["called_born", "calledForename", "born", false],
  ["surname_postcode", "surname", "postcode", false],
  ["forename_postcode", "forename", "postcode", false],
  ["middle_born", "middle", "born", false],
];
// Columns that are one value.
const SINGLES = {
  born: "born", born_also: "bornAlso", born_swapped: "bornSwapped", born_year: "bornYear",
  born_year_month: "bornYearMonth", born_year_day: "bornYearDay", born_month_day: "bornMonthDay",
  postcode: "postcode", area: "area", sex: "sex", service_number: "serviceNumber",
};

export function sound(word) {
  const [first, ...others] = Array.from(word);
  let code = "";
  let before = SOUNDS[first];
  for (const letter of others) {
    const digit = SOUNDS[letter];
    if (digit && digit !== before) code += digit;
    if (letter !== "h" && letter !== "w") before = digit;
  }
  return first + code.slice(0, 3).padEnd(3, "0");
}

// Every value that the encoding takes of a person, as the text that is hashed: kind, 0x1F, value.
export function texts(person) {
  const text = (kind, value) => (value ? kind + BETWEEN + value : null);
  const first = (name) => (name ? name.split(" ")[0] : null);
  const [surname, forename] = [first(person.surname), first(person.forename)];
  const born = person.born;
  return {
    surname: text("name", surname),
    forename: text("name", forename),
    calledSurname: text("called", surname && called(surname)),
    calledForename: text("called", forename && called(forename)),
    soundSurname: text("sound", surname && sound(surname)),
    soundForename: text("sound", forename && sound(forename)),
    initial: text("initial", forename && firstLetter(forename)),
    middle: text("initial", person.middle),
    born: text("born", born),
    bornAlso: text("born", person.bornAlso),
    bornSwapped: text("born", born && swapped(born)),
    bornYear: text("year", born && born.slice(0, 4)),
    bornYearMonth: text("year-month", born && born.slice(0, 6)),
    bornYearDay: text("year-day", born && born.slice(0, 4) + born.slice(6)),
    bornMonthDay: text("month-day", born && born.slice(4)),
    postcode: text("postcode", person.postcode),
    area: text("area", person.postcode && Array.from(person.postcode).slice(0, 3).join("")),
    sex: text("sex", person.sex),
    serviceNumber: text("service", person.serviceNumber),
  };
}

// The first 8 bytes of a text's HMAC, as an unsigned integer.
export async function value(key, text) {
  const digest = await crypto.subtle.sign("HMAC", key, utf8.encode(text));
  return new DataView(digest).getBigUint64(0);
}

// The first 8 bytes of AES-128 of the one block a ‖ b. The browser has AES only in modes: with CBC and no text
// there is one block of padding, sixteen bytes of 16, so that block and vector together make the block we want.
const PADDING = 0x1010101010101010n;
export async function together(key, a, b) {
  const vector = new DataView(new ArrayBuffer(16));
  vector.setBigUint64(0, a ^ PADDING);
  vector.setBigUint64(8, b ^ PADDING);
  const block = await crypto.subtle.encrypt({ name: "AES-CBC", iv: vector }, key, new ArrayBuffer(0));
  return new DataView(block).getBigUint64(0);
}

// A person's columns, without the filter. `values`: the number of each text, worked out beforehand.
export async function numbers(key, texts, values) {
  const of = (name) => (texts[name] === null ? null : values.get(texts[name]));
  const made = {};
  await Promise.all(PAIRS.map(async ([column, one, other, lowerFirst]) => {
    const [a, b] = [of(one), of(other)];
    if (a === null || b === null) return;
    made[column] = await (lowerFirst && b < a ? together(key, b, a) : together(key, a, b));
  }));
  const middle = of("middle");
  if (middle !== null && made.pair !== undefined) made.middle_pair = await together(key, middle, made.pair);
  for (const [column, name] of Object.entries(SINGLES)) if (texts[name] !== null) made[column] = of(name);
  return made;
}

function swapped(born) {
  const [year, month, day] = [born.slice(0, 4), born.slice(4, 6), born.slice(6)];
  return Number(day) <= 12 ? year + day + month : null;
}
