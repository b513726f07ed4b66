// Joins the interface texts of each language but Vietnamese into target/web/texts/<language>.json, which is fetched when the language is
// chosen; Vietnamese comes with the wasm. Parity of the languages is judged by tests. Writes only what differs, so that a watcher comes to rest.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const sources = join(root, 'src/i18n');
const made = join(root, 'target/web/texts');

mkdirSync(made, { recursive: true });
const languages = readdirSync(sources, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'vi');
for (const { name } of languages) {
  const files = readdirSync(join(sources, name)).sort();
  const joined = JSON.stringify(Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(join(sources, name, file), 'utf8')))));
  const target = join(made, `${name}.json`);
  if (!existsSync(target) || readFileSync(target, 'utf8') !== joined) writeFileSync(target, joined);
}
