// Finishes what trunk has built: node finish.mjs STAGED DIST. Names scripts, style sheet and wasm by their final content, puts the
// integrity values right, and writes a brotli and a gzip sibling of every file but the configuration.
// trunk hashes the wasm before wasm-bindgen and wasm-opt; under such a name `immutable` caching would break returning visitors.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [staged, dist] = process.argv.slice(2);

const hash = (algorithm, bytes, encoding) => createHash(algorithm).update(bytes).digest(encoding);
const integrityOf = (bytes) => `sha384-${hash('sha384', bytes, 'base64')}`;
const below = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? below(join(folder, entry.name)) : [join(folder, entry.name)]));

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

const files = new Map(below(staged).map((path) => [relative(staged, path), readFileSync(path)]));
let page = files.get('index.html')?.toString('utf8') ?? fail(`${staged} has no index.html`);

function named(pattern, what) {
  const names = [...files.keys()].filter((name) => pattern.test(name));
  return names.length === 1 ? names[0] : fail(`expected one ${what} in ${staged}, found: ${names.join(', ') || 'none'}`);
}

// Gives a file the name of its content and tells the page.
function rename(old, stem, extension) {
  const bytes = files.get(old);
  const name = `${stem}-${hash('sha256', bytes, 'hex').slice(0, 16)}.${extension}`;
  files.delete(old);
  files.set(name, bytes);
  page = page.replaceAll(`"/${old}"`, `"/${name}"`);
  return name;
}

// A part of the portal: its glue script and its wasm, named in `<meta name="<what>-js">` and `<meta name="<what>-wasm">`, which is where
// boot.js reads them; their integrity values go beside the names.
function part(what, stem, glueFile, wasmFile) {
  const oldWasm = named(wasmFile, `${stem} wasm`);
  const wasm = rename(oldWasm, stem, 'wasm');
  const oldGlue = named(glueFile, `${stem} glue script`);
  files.set(oldGlue, Buffer.from(files.get(oldGlue).toString('utf8').replaceAll(oldWasm, wasm)));
  const glue = rename(oldGlue, stem, 'js');
  for (const [kind, name] of [['js', glue], ['wasm', wasm]]) {
    page = page.replace(new RegExp(`<meta name="${what}-${kind}"[^>]*>`), `<meta name="${what}-${kind}" content="${name}" data-integrity="${integrityOf(files.get(name))}">`);
  }
  return [glue, wasm];
}

const front = part('app', 'portal', /^congdan-portal-[^/]*\.js$/, /^congdan-portal-[^/]*_bg\.wasm$/);
const dossier = part('dossier', 'dossier', /^congdan-dossier\.js$/, /^congdan-dossier_bg\.wasm$/);
page = page.replace(/\s*<link rel="(?:module)?preload"[^>]*>/g, '');
const sheet = rename(named(/^main-[^/]*\.css$/, 'style sheet'), 'main', 'css');
const boot = rename('boot.js', 'boot', 'js');

page = page.replace(/<(?:link|script)\b[^>]*>/g, (tag) => {
  const name = /\s(?:href|src)="\/([^"]*)"/.exec(tag)?.[1];
  if (![sheet, boot].includes(name)) return tag;
  return tag.replace(/\s+integrity="[^"]*"/, '').replace(/\s*\/?>$/, ` integrity="${integrityOf(files.get(name))}">`);
});

// boot.js decides which part to load. Each page names the part that it is for already in its head, so that on a slow line the wasm does
// not wait for boot.js: index.html is for the front, dossier.html for the steps of a dossier. A host that knows only index.html is slower.
// The links stand before boot.js: browsers ask again for what they learn of only after the script.
function startingWith([glue, wasm]) {
  const glueLink = `<link rel="modulepreload" href="/${glue}" integrity="${integrityOf(files.get(glue))}">`;
  const wasmLink = `<link rel="preload" as="fetch" crossorigin="anonymous" href="/${wasm}">`;
  return Buffer.from(page.replace('<link ', `${wasmLink}\n  ${glueLink}\n  <link `));
}
files.set('index.html', startingWith(front));
files.set('dossier.html', startingWith(dossier));

// What must hold for the strict content security policy and for subresource integrity.
for (const name of [...front, ...dossier, sheet, boot]) {
  if (!page.includes(`"/${name}"`) && !page.includes(`content="${name}"`)) fail(`index.html does not name ${name}`);
  if (!page.includes(integrityOf(files.get(name)))) fail(`index.html has no integrity value for ${name}`);
}
if (/<script(?![^>]*\ssrc=)|<style|\sstyle="|\son[a-z]+="/.test(page)) fail('index.html has an inline script or style');
for (const glue of [front[0], dossier[0]]) if (/new Function\(|\beval\(/.test(files.get(glue).toString('utf8'))) fail(`${glue} evaluates strings`);

function write(folder, name, bytes) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), bytes);
}

// Written beside and moved into place, so that a running backend never serves half a build for long.
const fresh = `${dist}.new`;
rmSync(fresh, { recursive: true, force: true });
for (const [name, bytes] of files) {
  write(fresh, name, bytes);
  // An operator edits the configuration in place: a compressed copy beside it would go on telling the old one.
  if (name === 'config.json') continue;
  const brotli = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  write(fresh, `${name}.br`, brotliCompressSync(bytes, { params: brotli }));
  write(fresh, `${name}.gz`, gzipSync(bytes, { level: 9 }));
}
rmSync(dist, { recursive: true, force: true });
renameSync(fresh, dist);
