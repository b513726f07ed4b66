// Walks the steps of `proofs steps` in WebAssembly and prints the same lines: first walk, steps, digest. The module is what
// wasm-bindgen makes of this package for Node. Knows nothing of forms: what is walked and seen is in src/walk.rs.
//
//     node steps.mjs MODULE SEED COUNT
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [module, seed, count] = process.argv.slice(2);
const { digest } = createRequire(import.meta.url)(resolve(module));
const STEPS = 50;
const PART = 100 * STEPS;

for (let done = 0; done < Number(count); done += PART) {
  const part = Math.min(PART, Number(count) - done);
  console.log(`${done / STEPS} ${part} ${digest(BigInt(seed), BigInt(done / STEPS), BigInt(part))}`);
}
