// Excel workbooks (.xlsx), read into rows of text. Formulas are never worked out.
import { TABLES } from "./tables.js";
import { score } from "./headings.js";
import { BROKEN, parts } from "./zip.js";
import { Refusal } from "./refusal.js";

const L = TABLES.limits;
const HEAD_ROWS = 30;
const DAY = 86400000;
const FAR_AWAY =
  "The workbook has cells far away from the list, to the right or below. Copy the list alone into a new "
  + "workbook and save that.";
const ONE_OF_SEVERAL = "the first of several lists in an Excel workbook (the others are not read)";

// The first sheet with headings we know, else the first with anything in it; visible sheets before hidden ones.
export async function readWorkbook(data) {
  const archive = parts(data);
  if (!archive.has("xl/workbook.xml")) throw new Refusal("The file is not an Excel workbook (.xlsx).");
  const part = async (name) => (archive.has(name) ? xml(await archive.get(name)()) : null);
  const book = await part("xl/workbook.xml");
  const shared = all(await part("xl/sharedStrings.xml"), "si").map(plainText);
  const dated = dateStyles(await part("xl/styles.xml"));
  const from1904 = ["1", "true"].includes(all(book, "workbookPr")[0]?.getAttribute("date1904"));
  const targets = new Map(all(await part("xl/_rels/workbook.xml.rels"), "Relationship").map(
    (each) => [each.getAttribute("Id"), inArchive(each.getAttribute("Target"))],
  ));
  const sheets = all(book, "sheet").sort((one, other) => hidden(one) - hidden(other));
  const filled = [];
  for (const sheet of sheets) {
    const id = [...sheet.attributes].find((each) => each.localName === "id" && each.name !== "id")?.value;
    const rows = grid(await part(targets.get(id)), { shared, dated, from1904 });
    if (rows.some((row) => row.some((cell) => cell))) filled.push(rows);
  }
  const known = filled.filter((rows) => Math.max(...rows.slice(0, HEAD_ROWS).map(score)) > 1);
  return { rows: known[0] ?? filled[0] ?? [], kind: known.length < 2 ? "an Excel workbook" : ONE_OF_SEVERAL };
}

function xml(text) {
  if (/<!DOCTYPE/i.test(text)) throw new Refusal(BROKEN); // no workbook has one, and it could grow without end
  const parsed = new DOMParser().parseFromString(text, "application/xml");
  if (parsed.getElementsByTagName("parsererror").length) throw new Refusal(BROKEN);
  return parsed;
}

function all(node, name) {
  return node ? [...node.getElementsByTagNameNS("*", name)] : [];
}

function hidden(sheet) {
  return Number((sheet.getAttribute("state") ?? "visible") !== "visible");
}

function inArchive(target) {
  return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
}

// A shared or inline string: its runs one after the other, without the readings of Japanese ones.
function plainText(node) {
  return all(node, "t").filter((each) => each.parentNode.localName !== "rPh").map((each) => each.textContent).join("");
}

// Which cell styles show a number as a date.
function dateStyles(styles) {
  const own = new Map(all(styles, "numFmt").map((each) => [each.getAttribute("numFmtId"), each.getAttribute("formatCode")]));
  const cells = styles ? [...(all(styles, "cellXfs")[0]?.children ?? [])] : [];
  return cells.map((each) => {
    const id = each.getAttribute("numFmtId");
    if (own.has(id)) return /[dmy]/i.test(own.get(id).replace(/"[^"]*"|\\.|\[[^\]]*\]|[_*]./g, ""));
    return (id >= 14 && id <= 17) || id === "22" || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  });
}

function grid(sheet, book) {
  const rows = [];
  for (const row of all(all(sheet, "sheetData")[0], "row")) {
    const number = Number(row.getAttribute("r") ?? rows.length + 1);
    if (!(number >= 1) || number > L.rows) throw new Refusal(FAR_AWAY);
    while (rows.length < number) rows.push([]);
    let place = -1;
    for (const cell of row.children) {
      const letters = /^[A-Z]+/.exec(cell.getAttribute("r") ?? "")?.[0];
      place = letters ? column(letters) : place + 1;
      const value = content(cell, book);
      if (value && place >= L.columns) throw new Refusal(FAR_AWAY);
      if (value) rows[number - 1][place] = value;
    }
  }
  return rows.map((row) => Array.from(row, (cell) => cell ?? ""));
}

function column(letters) {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function content(cell, { shared, dated, from1904 }) {
  const type = cell.getAttribute("t") ?? "n";
  if (type === "inlineStr") return plainText(cell);
  const value = all(cell, "v")[0]?.textContent ?? "";
  if (type === "s") return shared[Number(value)] ?? "";
  if (type === "e" || value === "") return "";
  if (type === "b") return value === "1" ? "true" : "false";
  if (type !== "n") return value;
  const number = Number(value);
  if (Number.isNaN(number)) return "";
  return dated[Number(cell.getAttribute("s") ?? 0)] ? day(number, from1904) : String(number);
}

// Excel counts days from 1900 (its February of that year has a 29th), on old Macintoshes from 1904.
function day(number, from1904) {
  const days = Math.floor(number) + (from1904 ? 1462 : 0);
  const start = Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const date = new Date(start + days * DAY);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}
