// From a key file or a passphrase to the keys of the encoding. Raw bytes are wiped as soon as they are used.
import { TABLES } from "./tables.js";
import { strip } from "./standard.js";
import { Refusal } from "./refusal.js";

const E = TABLES.encoding;
const PROJECT = new RegExp(`^(?:${E.project})$`);
const utf8 = new TextEncoder();

// The project and the 32 bytes in a key file. What is in it is never repeated in a refusal.
export function readKeyFile(text) {
  let held;
  try {
    held = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    held = null;
  }
  if (held === null || typeof held !== "object" || typeof held.format !== "string") {
    throw new Refusal(
      "This is not a key file. Choose the file with the key that you were given; its name usually ends in "
      + ".json.",
    );
  }
  if (held.format !== E.keyFormat) {
    throw new Refusal(
      "This key file is of another kind or version than this page can use. Ask whoever gave you the key for "
      + "a new page or a new key.",
    );
  }
  if (!isProject(held.project) || typeof held.key !== "string" || !/^[0-9a-f]{64}$/i.test(held.key)) {
    throw new Refusal("The key file is damaged: its project or its key is missing or cut short. Ask for it again.");
  }
  return { project: held.project, master: Uint8Array.from(held.key.match(/../g), (pair) => parseInt(pair, 16)) };
}

// Whether a project can be called so.
export function isProject(name) {
  return typeof name === "string" && PROJECT.test(name);
}

export async function fromPassphrase(passphrase, project) {
  const secret = await crypto.subtle.importKey("raw", utf8.encode(strip(passphrase)), "PBKDF2", false, ["deriveBits"]);
  const salt = utf8.encode(`${E.format}|${project}`);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: E.rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(how, secret, 256));
}

// The keys for each purpose, none of which can be taken out of the browser again, and the key's mark.
export async function derive(master, project) {
  const secret = await crypto.subtle.importKey("raw", master, "HKDF", false, ["deriveBits"]);
  master.fill(0);
  const bytes = (purpose, length) => crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: utf8.encode(E.format), info: utf8.encode(`${project}|${purpose}`) },
    secret,
    length * 8,
  );
  const hmac = async (purpose) => crypto.subtle.importKey(
    "raw", await bytes(purpose, 32), { name: "HMAC", hash: "SHA-256" }, false, ["sign"],
  );
  return {
    values: await hmac("values"),
    pairs: await crypto.subtle.importKey("raw", await bytes("pairs", 16), "AES-CBC", false, ["encrypt"]),
    filter: await hmac("filter"),
    diffusion: await hmac("diffusion"),
    mark: Array.from(new Uint8Array(await bytes("check", 8)), (byte) => byte.toString(16).padStart(2, "0")).join(""),
  };
}
