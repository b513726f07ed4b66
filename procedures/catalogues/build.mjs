// Writes communes/<province>.json from an administrative-units file, and puts every other
// catalogue of this folder into its final form: NFC, one entry per line, Vietnamese order.
// What does not live here: the entries themselves (names, codes and aliases of provinces,
// ethnicities, nationalities and relations are edited by hand in their own files).
//
//   node procedures/catalogues/build.mjs <admin-units.json>           writes
//   node procedures/catalogues/build.mjs <admin-units.json> --check   only compares, exit 1 on a difference
//
// The input is an array of {code, name, communes: [[code, full name], …]}.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [input, flag] = process.argv.slice(2);
if (!input) {
  console.error("usage: node build.mjs <admin-units.json> [--check]");
  process.exit(2);
}

/** The state of the units that the input describes. */
const STATE = {
  version: "2026-07",
  from: "2025-07-01",
  source: {
    kind: "package",
    name: "thanglequoc/vietnamese-provinces-database (MIT), theo QĐ 19/2025/QĐ-TTg; NQ 30/2026/QH16",
    taken: "2026-11-21",
  },
};

/** Provinces whose units got their present form later than the rest. */
const LATER = { 75: "2026-04-30" };

/** Catalogues in alphabetical order; relations keep the order in which they are written. */
const SORTED = ["ethnicities", "nationalities", "provinces"];

const collator = new Intl.Collator("vi");
const byName = (a, b) => collator.compare(a.vi, b.vi) || (a.code < b.code ? -1 : 1);

/** NFC, single spaces, an upper-case first letter. */
function clean(name) {
  const text = name.normalize("NFC").replace(/\s+/gu, " ").trim();
  return text.slice(0, 1).toLocaleUpperCase("vi") + text.slice(1);
}

/** One line per entry: small enough to send, easy enough to review. */
function print({ entries, ...head }) {
  const lines = entries.map((entry) => JSON.stringify(entry)).join(",\n");
  return `${JSON.stringify(head).slice(0, -1)},"entries":[\n${lines}\n]}\n`.normalize("NFC");
}

let different = 0;
function put(path, text) {
  const file = join(here, path);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  different += 1;
  if (flag === "--check") {
    console.error(`${path} differs`);
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function unique(entries, name) {
  const codes = new Set(entries.map((entry) => entry.code));
  if (codes.size !== entries.length) throw new Error(`${name}: a code occurs twice`);
}

const units = JSON.parse(readFileSync(input, "utf8"));
const known = new Set();
for (const { code, communes } of units) {
  const entries = communes.map(([id, name]) => ({ code: id, vi: clean(name) })).sort(byName);
  unique(entries, `communes/${code}`);
  known.add(code);
  const head = { catalogue: "communes", province: code, ...STATE, from: LATER[code] ?? STATE.from };
  put(`communes/${code}.json`, print({ ...head, entries }));
}

for (const name of [...SORTED, "relations"]) {
  const catalogue = JSON.parse(readFileSync(join(here, `${name}.json`), "utf8"));
  unique(catalogue.entries, name);
  if (SORTED.includes(name)) catalogue.entries.sort(byName);
  put(`${name}.json`, print(catalogue));
}

const provinces = JSON.parse(readFileSync(join(here, "provinces.json"), "utf8")).entries;
for (const { code, name } of units) {
  const ours = provinces.find((province) => province.code === code);
  if (ours?.vi !== clean(name)) throw new Error(`provinces.json does not match unit ${code}`);
}
if (provinces.length !== known.size) throw new Error("provinces.json has a province without communes");
if (flag === "--check" && different > 0) process.exit(1);
