// Dates as people write them, and whether a column writes the day or the month first.
import { TABLES } from "./tables.js";

const D = TABLES.dates;
const DAY = 86400000;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const PATTERNS = D.patterns.map(([pattern, couldSwap]) => ({ pattern: new RegExp(pattern, "u"), couldSwap }));
const TIME = new RegExp(D.time, "u");
const WEEKDAY = new RegExp(D.weekday, "u");
const SERIAL = new RegExp(D.serial, "u");

// A date taken apart; null when the text is not written like one. `swappable`: day and month could be the other
// way round. `short`: the year has two digits.
export function readParts(text) {
  const lower = text.normalize("NFKC").toLowerCase().replace(/[\u2010-\u2015\u2212]/g, "-");
  const date = lower.replace(TIME, "").replace(WEEKDAY, "").trim();
  for (const { pattern, couldSwap } of PATTERNS) {
    const written = pattern.exec(date)?.groups;
    if (written) {
      const month = MONTHS.indexOf(written.m.slice(0, 3)) + 1 || Number(written.m);
      return { year: Number(written.y), month, day: Number(written.d), swappable: couldSwap, short: written.y.length === 2 };
    }
  }
  const number = Number(SERIAL.exec(date)?.groups.number);
  if (!(number <= D.serialEnd)) return null;
  const day = new Date(Date.UTC(1899, 11, 30) + number * DAY);
  return { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate(), swappable: false, short: false };
}

// A date from its year, month and day, each a cell of its own; `dateFault` when they make none.
export function fromParts(cells) {
  const digits = cells.map((cell) => /^(\d{1,4})(?:\.0+)?$/.exec(cell.trim())?.[1]);
  const [year, month, day] = digits.map((each) => Number(each ?? 0));
  const written = year > 0 && month > 0 && day > 0;
  const date = written ? { year, month, day, swappable: false, short: year < 100 } : null;
  return { date, dateFault: !written && cells.some((cell) => cell.trim()) };
}

// What dates, in parts, say of the order of day and month. `asked`: what the person said, true for the day first, or
// null. `settled`: there is no doubt. `mixed`: some are possible one way only, and others only the other way.
// `doubtful`: how many can be read both ways.
export function settle(dates, asked) {
  const swappable = dates.filter((each) => each?.swappable);
  const day = swappable.filter((each) => each.day > 12 && each.day <= 31 && each.month <= 12).length;
  const month = swappable.filter((each) => each.month > 12 && each.month <= 31 && each.day <= 12).length;
  const doubtful = swappable.filter((each) => each.day <= 12 && each.month <= 12 && each.day !== each.month).length;
  if (day && month) return { dayFirst: asked ?? day >= month, settled: false, mixed: true, doubtful };
  if (day || month) return { dayFirst: day > 0, settled: true, mixed: false, doubtful };
  return { dayFirst: asked ?? true, settled: asked !== null, mixed: false, doubtful };
}

// A date of birth and, where day and month stay in doubt, its other reading, as days since 1970; null for none.
export function birth(parts, order, latest) {
  const first = reading(parts, order.dayFirst, latest);
  const other = reading(parts, !order.dayFirst, latest);
  const read = first ?? other;
  const canBe = (day) => day !== null && day <= latest;
  const inDoubt = parts.swappable && !order.settled && other !== read && canBe(other);
  if (!inDoubt) return { born: read, bornAlso: null };
  return canBe(read) ? { born: read, bornAlso: other } : { born: other, bornAlso: null };
}

// The date in one order of day and month. A year of two digits is of this century unless that would be after `latest`.
function reading(parts, dayFirst, latest) {
  const turned = parts.swappable && !dayFirst;
  const [month, day] = turned ? [parts.day, parts.month] : [parts.month, parts.day];
  if (!parts.short) return civil(parts.year, month, day);
  const here = civil(parts.year + 2000, month, day);
  return here !== null && here <= latest ? here : civil(parts.year + 1900, month, day);
}

// YYYYMMDD of a day since 1970.
export function written(day) {
  const date = new Date(day * DAY);
  const digits = (number, length) => String(number).padStart(length, "0");
  return digits(date.getUTCFullYear(), 4) + digits(date.getUTCMonth() + 1, 2) + digits(date.getUTCDate(), 2);
}

// The day on which this is opened, by the computer's own calendar.
export function today() {
  const now = new Date();
  return civil(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

function civil(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const real = year >= 1 && year <= 9999 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && month >= 1 ? date.getTime() / DAY : null;
}
