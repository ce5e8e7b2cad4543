// The encoding of a whole list, some hundreds of people at a time, as the lines of the file it is saved in.
import { TABLES } from "./tables.js";
import { standardForm } from "./standard.js";
import { bigrams, diffusion, places, words } from "./filter.js";
import { numbers, texts, value } from "./numbers.js";

const E = TABLES.encoding;
const AT_A_TIME = 500;

// `people`: see records.js. `progress` is told how many are done. Returns the file as pieces of text.
export async function encode(people, keys, project, hardening, progress) {
  const values = new Map();
  const bits = new Map();
  const mixing = hardening === E.diffused ? await diffusion(keys.diffusion) : null;
  const pieces = [head(people.length, keys.mark, project, hardening)];
  for (let start = 0; start < people.length; start += AT_A_TIME) {
    const some = people.slice(start, start + AT_A_TIME).map((person) => {
      const form = standardForm(person);
      return { row: person.row, texts: texts(form), bigrams: bigrams(form.surname, form.forename) };
    });
    const wanted = some.flatMap((person) => Object.values(person.texts)).filter((text) => text !== null);
    await fill(values, wanted, (text) => value(keys.values, text));
    await fill(bits, some.flatMap((person) => person.bigrams), (bigram) => places(keys.filter, bigram));
    const lines = await Promise.all(some.map(async (person) => {
      const made = await numbers(keys.pairs, person.texts, values);
      if (person.bigrams.length) Object.assign(made, filterColumns(person.bigrams, bits, mixing));
      return line(person.row, made);
    }));
    pieces.push(lines.join(""));
    progress(Math.min(start + AT_A_TIME, people.length));
  }
  return pieces;
}

function filterColumns(found, bits, mixing) {
  const { integers, ones } = words(found.map((bigram) => bits.get(bigram)), mixing);
  return { ...Object.fromEntries(integers.map((integer, word) => [`f${word}`, integer])), ones };
}

function head(records, mark, project, hardening) {
  const metadata = { format: E.format, project, key: mark, hardening, standard: E.standard, records };
  return `#${JSON.stringify(metadata)}\n${E.columns.join(",")}\n`;
}

function line(row, made) {
  const cells = E.columns.slice(1).map((column) => {
    const number = made[column];
    if (number === undefined) return "";
    return typeof number === "bigint" ? BigInt.asIntN(64, number).toString() : String(number);
  });
  return `${[row, ...cells].join(",")}\n`;
}

// Work out what is wanted and not there yet, each thing once.
async function fill(made, wanted, work) {
  const missing = [...new Set(wanted)].filter((each) => !made.has(each));
  const found = await Promise.all(missing.map(work));
  missing.forEach((each, place) => made.set(each, found[place]));
}
