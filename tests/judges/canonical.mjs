// Reads one JSON value per line and writes its canonical text per line: by npm `canonicalize`, or, when the path of our module for
// Node is given, by ours in WebAssembly (`refused` where there is none). Compared in canonical.py.
import canonicalize from "canonicalize";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

const [module] = process.argv.slice(2);
const ours = module && createRequire(import.meta.url)(resolve(module)).canonical;
const lines = [];
// U+2028 stands inside a line here: only escapes reach us, since Python writes ASCII.
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  lines.push(ours ? (ours(line) ?? "refused") : canonicalize(JSON.parse(line)));
}
process.stdout.write(lines.join("\n") + "\n");
