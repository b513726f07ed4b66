// The corpus of containers as a browser judges it: examined in WebAssembly, calculated by WebCrypto, with the verdict that the
// manifest wants. Node's WebCrypto is the same interface as a browser's.
//
//     node containers.mjs MODULE [FOLDER]        (another corpus than tests/signatures)
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { examine } = createRequire(import.meta.url)(resolve(process.argv[2]));
const folder = process.argv[3] ? pathToFileURL(resolve(process.argv[3]) + "/") : new URL("../signatures/", import.meta.url);
const read = (name) => readFileSync(new URL(name, folder));

/** How WebCrypto is to import the key, and how to use it. */
function algorithm({ scheme, hash, curve, salt }) {
  switch (scheme) {
    case "ecdsa":
      return [{ name: "ECDSA", namedCurve: curve }, { name: "ECDSA", hash }];
    case "rsa_pkcs1":
      return [{ name: "RSASSA-PKCS1-v1_5", hash }, { name: "RSASSA-PKCS1-v1_5" }];
    case "rsa_pss":
      return [{ name: "RSA-PSS", hash }, { name: "RSA-PSS", saltLength: salt }];
    default:
      throw new Error(`no scheme ${scheme}`);
  }
}

/** Whether the signature is the key's own; a key that cannot be imported signs nothing. */
async function holds(obligation) {
  const [importing, using] = algorithm(obligation);
  const bytes = (name) => Buffer.from(obligation[name], "hex");
  try {
    const key = await crypto.subtle.importKey("spki", bytes("key"), importing, false, ["verify"]);
    return await crypto.subtle.verify(using, key, bytes("signature"), bytes("message"));
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

async function verdict(entry) {
  const [roots, stamps] = [entry.roots, entry.stamp_roots ?? []].map((names) => names.map((name) => read(name).toString()).join(""));
  try {
    const proven = entry.proven ?? undefined;
    const examined = examine(read(entry.container), read(entry.content), roots, stamps, entry.now, proven);
    const answers = await Promise.all(JSON.parse(examined.obligations()).map(holds));
    calculated += answers.length;
    const accepted = examined.conclude(Uint8Array.from(answers));
    const said = { expected: "accepted", ...JSON.parse(accepted.told()) };
    if (entry.answer) said.answer = await answer(accepted, entry, proven);
    return said;
  } catch (fault) {
    if (typeof fault !== "string") throw fault;
    return JSON.parse(fault);
  }
}

/** What somebody said about the signer's certificate, in one word. */
async function answer(accepted, entry, proven) {
  const examined = accepted.answered(Boolean(entry.list), read(entry.list ?? entry.ocsp), entry.now, proven);
  const answers = await Promise.all(JSON.parse(examined.obligations()).map(holds));
  calculated += answers.length;
  return examined.conclude(Uint8Array.from(answers));
}

let calculated = 0;
const { cases } = JSON.parse(read("manifest.json"));
const wrong = [];
for (const entry of cases) {
  const said = await verdict(entry);
  const names = ["expected", "attribute", "citizen_id", "stamped_at", "answer"];
  if (names.some((name) => (said[name] ?? null) !== (entry[name] ?? null))) wrong.push(`${entry.name}: ${JSON.stringify(said)}`);
}
console.log(`${cases.length} containers judged in WebAssembly, ${calculated} signatures calculated by WebCrypto`);
if (wrong.length > 0 || calculated === 0) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
