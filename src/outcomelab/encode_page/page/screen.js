// The page itself: three steps, each shown when the one before it is done. Nothing is kept anywhere else.
import { TABLES } from "./tables.js";
import { today } from "./dates.js";
import { encode } from "./encode.js";
import { findColumns, letterOf } from "./headings.js";
import { derive, fromPassphrase, isProject, readKeyFile } from "./keys.js";
import { readPeople } from "./people.js";
import { Refusal } from "./refusal.js";
import { counted, inFull, lossesInWords, orderInWords } from "./say.js";
import { readSheet } from "./sheet.js";
import { strip } from "./standard.js";

const P = TABLES.page;
const NOT_THERE = "";
const $ = (id) => document.getElementById(id);
let sheet = null;
let columns = null;
let found = null;
let saved = null;

// Do `work`; what it refuses is said at `place`, in its own words or, for a mistake of ours, in none of the list's.
async function trying(place, work) {
  $(place).hidden = true;
  try {
    await work();
  } catch (error) {
    const ours =
      "Something went wrong in this page itself. Nothing was sent or kept. Please tell whoever gave you the "
      + "page.";
    $(place).textContent = error instanceof Refusal ? error.message : ours;
    $(place).hidden = false;
  }
}

function element(tag, ...content) {
  const made = document.createElement(tag);
  made.append(...content);
  return made;
}

function figures(entries) {
  const list = element("dl", ...entries.map(([words, figure]) => element("div", element("dt", words), element("dd", figure))));
  list.className = "key";
  return list;
}

function points(lines) {
  const list = element("ul", ...lines.map((line) => element("li", line)));
  list.className = "points";
  return lines.length ? [list] : [];
}

function forgetResult() {
  if (saved) URL.revokeObjectURL(saved);
  saved = null;
  $("result").hidden = true;
}

async function chooseList() {
  const [file] = $("list-file").files;
  [sheet, columns, found] = [null, null, null];
  for (const id of ["check", "key"]) $(id).hidden = true;
  forgetResult();
  $("list-status").textContent = "";
  if (!file) return;
  await trying("list-refusal", async () => {
    $("list-status").textContent = "Reading the list …";
    try {
      sheet = await readSheet(file);
      columns = findColumns(sheet.rows);
    } finally {
      $("list-status").textContent = "";
    }
    $("list-status").textContent = `It is ${sheet.kind}. The headings are in row ${columns.top + 1}.`;
    $("order-both").checked = true;
    showColumns();
    $("check").hidden = false;
    checkList();
  });
}

function showColumns() {
  const options = columns.headings.map((heading, place) => [String(place), heading]).filter(([, heading]) => heading.trim());
  const fields = P.fields.filter(({ name }) => !P.rare.includes(name) || name in columns.places);
  $("columns").replaceChildren(...fields.map(({ name, label }) => {
    const select = element("select", new Option("not in my list", NOT_THERE), ...options.map(
      ([place, heading]) => new Option(`${letterOf(Number(place))}: ${heading}`, place),
    ));
    select.id = `column-${name}`;
    select.value = name in columns.places ? String(columns.places[name]) : NOT_THERE;
    select.addEventListener("change", () => {
      delete columns.places[name];
      if (select.value !== NOT_THERE) columns.places[name] = Number(select.value);
      checkList();
    });
    const title = element("label", label);
    title.htmlFor = select.id;
    return element("p", title, select);
  }));
}

function checkList() {
  forgetResult();
  found = null;
  $("key").hidden = true;
  $("found").replaceChildren();
  trying("check-refusal", async () => {
    const { places } = columns;
    if (!["surname", "forename", "name"].some((name) => name in places)) {
      throw new Refusal("Say which column holds the names.");
    }
    if (!["date_of_birth", "birth_year", "postcode", "service_number"].some((name) => name in places)) {
      throw new Refusal(
        "Say which column holds the dates of birth. People can't be told apart by their names alone.",
      );
    }
    const undecided = readPeople(sheet, columns, null, today());
    const open = !undecided.order.settled && undecided.order.doubtful > 0;
    $("order").hidden = !open;
    const said = document.querySelector("input[name=order]:checked").value;
    const read = open && said !== "both" ? readPeople(sheet, columns, said === "day", today()) : undecided;
    if (!read.submitted) {
      throw new Refusal(
        "The list has headings and nobody below them. Write one person a row under the headings.",
      );
    }
    const leftOut = read.submitted - read.people.length;
    $("found").append(
      figures([
        ["rows with somebody in them", inFull(read.submitted)],
        ["can be encoded", inFull(read.people.length)],
        ["left out", inFull(leftOut)],
      ]),
      ...points([...lossesInWords(read.leftOut, read.mended), ...orderInWords(read.order, read.inDoubt)]),
    );
    if (!read.people.length) {
      throw new Refusal(
        "No row can be used. Look at the columns above: is each one the right one?",
      );
    }
    found = read;
    $("key").hidden = false;
  });
}

function chooseKeyKind() {
  const byFile = $("kind-file").checked;
  $("by-file").hidden = !byFile;
  $("by-passphrase").hidden = byFile;
}

async function readKey() {
  if ($("kind-file").checked) {
    const [file] = $("key-file").files;
    if (!file) throw new Refusal("Choose the key file first.");
    if (file.size > 10000) {
      throw new Refusal(
        "This is not a key file: it is far too large. Choose the file with the key that you were given.",
      );
    }
    const key = readKeyFile(await file.text());
    if (P.project && key.project !== P.project) {
      key.master.fill(0);
      throw new Refusal(`This key is for another project. This page was made for the project ${P.project}.`);
    }
    return key;
  }
  const project = P.project || strip($("project").value);
  if (!project) throw new Refusal("Write the project's name first.");
  if (!isProject(project)) {
    throw new Refusal(
      "No project is called that. Write the name exactly as it was given to you.",
    );
  }
  const passphrase = strip($("passphrase").value);
  if (!passphrase) throw new Refusal("Write the passphrase first.");
  if (Array.from(passphrase).length < TABLES.encoding.shortestPassphrase) {
    throw new Refusal("The passphrase is too short to be the one you were given. Write it in full.");
  }
  $("key-status").textContent = "Making the key from the passphrase …";
  return { project, master: await fromPassphrase(passphrase, project) };
}

function forgetKey() {
  $("key-file").value = "";
  $("passphrase").value = "";
}

async function encodeList() {
  forgetResult();
  $("encode").disabled = true;
  await trying("key-refusal", async () => {
    try {
      const { project, master } = await readKey();
      const keys = await derive(master, project);
      forgetKey();
      const { people } = found;
      $("working").hidden = false;
      const pieces = await encode(people, keys, project, P.hardening, (done) => {
        $("progress").value = done / people.length;
        $("key-status").textContent =
          `${inFull(done)} of ${counted(people.length, "person", "people")}`;
      });
      showResult(pieces, project, keys.mark);
    } finally {
      $("working").hidden = true;
      $("key-status").textContent = "";
    }
  });
  $("encode").disabled = false;
}

function showResult(pieces, project, mark) {
  saved = URL.createObjectURL(new Blob(pieces, { type: "text/csv" }));
  $("save").href = saved;
  $("save").download = `encoded-${project.replace(/[^\p{L}\p{N}]+/gu, "-")}.csv`;
  const leftOut = found.submitted - found.people.length;
  $("summary").replaceChildren(
    figures([
      ["encoded", counted(found.people.length, "person", "people")],
      ["left out", counted(leftOut, "row", "rows")],
      ["the key's mark", element("code", mark)],
    ]),
    ...points([
      ...lossesInWords(found.leftOut, new Map()),
      "Whoever gave you the key can tell by its mark that the right one was used. The mark is no secret.",
    ]),
  );
  $("result").hidden = false;
  $("result-title").focus();
}

function start() {
  if (!globalThis.crypto?.subtle || typeof DecompressionStream === "undefined") {
    $("unable").textContent =
      "This browser can't do it: it is too old, or the page was not opened from a disk. Open the"
      + " file itself in a current Chrome or Edge.";
    $("unable").hidden = false;
    $("list-file").disabled = true;
    return;
  }
  $("list-file").addEventListener("change", chooseList);
  for (const radio of document.querySelectorAll("input[name=order]")) radio.addEventListener("change", checkList);
  for (const radio of document.querySelectorAll("input[name=key-kind]")) radio.addEventListener("change", chooseKeyKind);
  $("encode").addEventListener("click", encodeList);
  addEventListener("pagehide", forgetKey);
}

start();
