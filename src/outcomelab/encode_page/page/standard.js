// The standard form of each identifier: letter for letter what the Python gives, with the tables it emits.
import { TABLES } from "./tables.js";

const S = TABLES.standard;
const KNOWN_TO_PYTHON = new RegExp(`[^${S.assigned}]`, "gu");
const WITHIN = new RegExp(S.within, "gu");
const BETWEEN = /[^\p{L}\p{Nl}\p{No}]+/gu;
const NOT_A_CODE = /[^\p{L}\p{N}]+/gu;
// What Python's strip takes away, which is not quite what the browser's trim does.
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const EDGES = new RegExp(`^${SPACE}+|${SPACE}+$`, "gu");
const FOLDED = letters(S.fold);
const RAISED = letters(S.upper);
const TAKEN_APART = new Map(Object.entries(S.letters));
const SUFFIXES = new Set(S.suffixes);
const NEITHER = new Set([...S.suffixes, ...S.titles]);
const PARTICLES = new Set(S.particles);
const CONJUNCTIONS = new Set(S.conjunctions);
const NOT_GIVEN = new Set(S.notGiven);
const CALLED = new Map(Object.entries(S.called));
const SEX = new Map(Object.entries(S.sex));

// "Aa ßss" says that A becomes a, and ß becomes ss.
function letters(pairs) {
  return new Map(pairs.split(" ").map((pair) => {
    const [from, ...to] = pair;
    return [from, to.join("")];
  }));
}

function exchanged(text, table) {
  return Array.from(text, (letter) => table.get(letter) ?? letter).join("");
}

// A letter newer than Python's Unicode is no letter there, so it is none here, whatever the browser knows.
function known(text) {
  return text.replace(KNOWN_TO_PYTHON, "\ufffd");
}

export function strip(text) {
  return text.replace(EDGES, "");
}

export function plain(text) {
  const whole = exchanged(known(text).replace(WITHIN, "").normalize("NFKD"), FOLDED).normalize("NFKD");
  const unmarked = exchanged(whole, TAKEN_APART).replace(/\p{M}/gu, "");
  return unmarked.replace(WITHIN, "").replace(BETWEEN, " ").trim();
}

export function surname(text) {
  return settled(joined, text);
}

export function forename(text) {
  return settled((names) => wordsOf(names, NEITHER).join(" ") || null, text);
}

// What a rule leaves may be a particle or a filler again (D A A, Mr N A): until it changes nothing.
function settled(rule, text) {
  let found = rule(text);
  while (found !== null && found !== text) [text, found] = [found, rule(found)];
  return found;
}

function joined(text) {
  const words = wordsOf(text, SUFFIXES);
  const parts = [];
  let held = "";
  words.forEach((word, place) => {
    const last = place === words.length - 1;
    if (PARTICLES.has(word) && !last) {
      held += word;
    } else if (!(CONJUNCTIONS.has(word) && parts.length && !held && !last)) {
      parts.push(held + word);
      held = "";
    }
  });
  return parts.join(" ") || null;
}

export function initial(text) {
  const name = forename(text);
  return name && firstLetter(name);
}

export function sex(text) {
  return SEX.get(exchanged(strip(known(text)), FOLDED)) ?? null;
}

export function postcode(text) {
  const code = codeOf(text);
  const characters = Array.from(code);
  const longZip = characters.length === S.zipLength + 4 && /^\p{Nd}+$/u.test(code);
  return (longZip ? characters.slice(0, S.zipLength).join("") : code) || null;
}

export function serviceNumber(text) {
  const code = codeOf(text).replace(/^0+/, "");
  return new Set(code).size > 1 ? code : null;
}

export function called(name) {
  return CALLED.get(name) ?? name;
}

export function firstLetter(text) {
  return Array.from(text)[0];
}

// One person's identifiers, as the list has them, in their standard form; null where there is none.
export function standardForm(person) {
  const given = (rule, text) => (text ? rule(text) : null);
  const names = given(forename, person.forename);
  const second = names?.split(" ")[1];
  return {
    surname: given(surname, person.surname),
    forename: names,
    middle: given(initial, person.middle) ?? (second ? firstLetter(second) : null),
    sex: given(sex, person.sex),
    postcode: given(postcode, person.postcode),
    serviceNumber: given(serviceNumber, person.serviceNumber),
    born: person.born,
    bornAlso: person.bornAlso,
  };
}

function wordsOf(text, leftOut) {
  const whole = plain(text);
  if (NOT_GIVEN.has(whole)) return [];
  const words = whole.split(" ").filter(Boolean);
  const kept = words.filter((word) => !leftOut.has(word));
  return kept.length ? kept : words;
}

function codeOf(text) {
  return exchanged(known(text).normalize("NFKD"), RAISED).replace(NOT_A_CODE, "");
}
