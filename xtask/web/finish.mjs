// Puts `dist/` together: node finish.mjs SOURCES BOUND DIST, the checkout and what `parts.rs` has bound. Names scripts, style sheet,
// texts and wasm by their final content, sets the integrity values, and writes a brotli and a gzip sibling of every file but the
// configuration. index.html is written for trunk, which builds the developer's portal: its links are replaced here.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [sources, bound, dist] = process.argv.slice(2);

const hash = (algorithm, bytes, encoding) => createHash(algorithm).update(bytes).digest(encoding);
const integrityOf = (bytes) => `sha384-${hash('sha384', bytes, 'base64')}`;
const below = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? below(join(folder, entry.name)) : [join(folder, entry.name)]));

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

const files = new Map(below(join(sources, 'public')).map((path) => [relative(join(sources, 'public'), path), readFileSync(path)]));
const web = join(sources, 'target/web');
files.set('main.css', readFileSync(join(web, 'main.css')));
for (const path of below(join(web, 'texts'))) files.set(relative(web, path), readFileSync(path));

// What trunk is told by a link in the page is done here; a link that is unknown would be forgotten.
let page = readFileSync(join(sources, 'index.html'), 'utf8').replace(/[ \t]*<link data-trunk\b[^>]*>\n/g, (link) => {
  if (/rel="css"/.test(link)) return '  <link rel="stylesheet" href="/main.css">\n';
  if (/data-bin="congdan-portal"/.test(link)) return '  <meta name="app-js"><meta name="app-wasm"><script src="/boot.js"></script>\n';
  if (/rel="copy-dir"|data-bin="congdan-dossier"/.test(link)) return '';
  return fail(`finish.mjs does not know ${link}`);
});

// Gives a file the name of its content and tells the page.
function rename(old, stem, extension) {
  const bytes = files.get(old) ?? fail(`there is no ${old}`);
  const name = `${stem}-${hash('sha256', bytes, 'hex').slice(0, 16)}.${extension}`;
  files.delete(old);
  files.set(name, bytes);
  page = page.replaceAll(`"/${old}"`, `"/${name}"`);
  return name;
}

// What each binary fetches later. The library that both share exports the screens of all parts, so that the splitter finds parts in a
// binary which never shows them: their files are left out.
const LATER = { portal: ['account'], dossier: ['papers', 'photo', 'filing'] };
const [fetched, left] = [new Set(), new Set()];

// The loaders that the splitter writes fetch for themselves. Here boot.js fetches, which compares digests; and they live in the glue
// script that imports them, so that nothing is fetched for them alone.
function loadersIn(folder, stem) {
  let loaders = readFileSync(join(folder, 'loaders.js'), 'utf8');
  const names = [];
  const isFetched = (split) => split.startsWith('chunk_') || LATER[stem].includes(split.replace('split_', ''));
  loaders = loaders.replace(/\(\) => \{\s*const src = fetch\(new URL\("\.\/([\w-]+)\.wasm", import\.meta\.url\)\);[\s\S]*?\n\}/g, (_, split) => {
    (isFetched(split) ? fetched : left).add(split);
    if (!isFetched(split)) return '() => Promise.reject(new Error())';
    const file = `${split}.wasm`;
    files.set(file, readFileSync(join(folder, file)));
    const name = rename(file, `${stem}-${split.replace(/^split_/, '')}`, 'wasm');
    names.push(name);
    return `() => window.congdanPart("/${name}", "${integrityOf(files.get(name))}")`;
  });
  const lacking = LATER[stem].find((part) => !names.some((name) => name.startsWith(`${stem}-${part}-`)));
  if (lacking) fail(`${stem} has no part ${lacking}`);
  if (/\bfetch\(/.test(loaders)) fail('a loader of the splitter fetches for itself');
  const offered = [...loaders.matchAll(/export const (\w+)/g)].map(([, name]) => name);
  const code = loaders.replace(/^import .*$/gm, '').replace(/export const /g, 'const ').replace(/^\s*\/\/.*\n/gm, '');
  return { names, code: `${code}\nconst loaders = { ${offered.join(', ')} };\n` };
}

// Names a script and its wasm in the page, with their integrity values.
function tell(what, glue, wasm) {
  for (const [kind, name] of [['js', glue], ['wasm', wasm]]) {
    page = page.replace(new RegExp(`<meta name="${what}-${kind}"[^>]*>`), `<meta name="${what}-${kind}" content="${name}" data-integrity="${integrityOf(files.get(name))}">`);
  }
}

// Comments are for who reads the source: kilobytes that no phone has to fetch.
const plain = (script) => script.replace(/^\s*\/\/.*\n/gm, '').replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '');

// A part of the portal: its glue script and its wasm, named in `<meta name="<what>-js">` and `<meta name="<what>-wasm">`, which is where
// boot.js reads them; their integrity values go beside the names. What it fetches later is named in its glue script.
function part(what, stem) {
  const folder = join(bound, stem);
  files.set(`${stem}_bg.wasm`, readFileSync(join(folder, `${stem}_bg.wasm`)));
  const wasm = rename(`${stem}_bg.wasm`, stem, 'wasm');
  const { names, code } = loadersIn(folder, stem);
  const script = readFileSync(join(folder, `${stem}.js`), 'utf8').replaceAll(`${stem}_bg.wasm`, wasm);
  // One import for each loader, all of the same module.
  const imports = [...script.matchAll(/^import \* as (\w+) from ["']\.\/loaders\.js["'];?$/gm)];
  if (imports.length === 0) fail(`${stem}.js imports no loaders`);
  const own = imports.map(([, name]) => `const ${name} = loaders;\n`).join('');
  const rest = imports.reduce((left, [line]) => left.replace(line, ''), script);
  if (/^import\b/m.test(rest)) fail(`${stem}.js imports what nobody serves`);
  files.set(`${stem}.js`, Buffer.from(`${rest}\n${code}${own}`));
  const glue = rename(`${stem}.js`, stem, 'js');
  tell(what, glue, wasm);
  page = page.replace(new RegExp(`<meta name="${what}-later"[^>]*>`), `<meta name="${what}-later" content="${names.join(' ')}">`);
  return { glue, wasm, later: names };
}

// The worker: one script of its glue and of what it does, and its wasm, which boot.js hands over compiled.
function worker(stem) {
  const folder = join(bound, stem);
  files.set(`${stem}_bg.wasm`, readFileSync(join(folder, `${stem}_bg.wasm`)));
  const wasm = rename(`${stem}_bg.wasm`, stem, 'wasm');
  const script = `${readFileSync(join(folder, `${stem}.js`), 'utf8')}\n${readFileSync(join(sources, `crates/${stem}/worker.js`), 'utf8')}`;
  if (/^import\b/m.test(script)) fail(`${stem}.js imports what nobody serves`);
  files.set(`${stem}.js`, Buffer.from(plain(script)));
  const glue = rename(`${stem}.js`, stem, 'js');
  tell(stem, glue, wasm);
  return { glue, wasm };
}

const front = part('app', 'portal');
const dossier = part('dossier', 'dossier');
for (const split of left) if (!fetched.has(split) && !split.startsWith('chunk_')) fail(`no binary fetches ${split}: name it in LATER`);
const verifier = worker('verifier');
const sheet = rename('main.css', 'main', 'css');
files.set('boot.js', Buffer.from(plain(files.get('boot.js').toString('utf8'))));
const boot = rename('boot.js', 'boot', 'js');
for (const name of [...files.keys()].filter((name) => name.startsWith('texts/'))) {
  const [, language] = /^texts\/(\w+)\.json$/.exec(name) ?? fail(`${name} is no file of texts`);
  rename(name, `texts-${language}`, 'json');
}

page = page.replace(/<(?:link|script)\b[^>]*>/g, (tag) => {
  const name = /\s(?:href|src)="\/([^"]*)"/.exec(tag)?.[1];
  if (![sheet, boot].includes(name)) return tag;
  return tag.replace(/\s+integrity="[^"]*"/, '').replace(/\s*\/?>$/, ` integrity="${integrityOf(files.get(name))}">`);
});

// boot.js decides which part to load. Each page names the part that it is for already in its head, so that on a slow line the wasm does
// not wait for boot.js: index.html is for the front, dossier.html for the steps of a dossier. A host that knows only index.html is slower.
// The links stand before boot.js: browsers ask again for what they learn of only after the script.
function startingWith({ glue, wasm }) {
  const glueLink = `<link rel="modulepreload" href="/${glue}" integrity="${integrityOf(files.get(glue))}">`;
  const wasmLink = `<link rel="preload" as="fetch" crossorigin="anonymous" href="/${wasm}">`;
  return Buffer.from(page.replace('<link ', `${wasmLink}\n  ${glueLink}\n  <link `));
}
files.set('index.html', startingWith(front));
files.set('dossier.html', startingWith(dossier));

// What must hold for the strict content security policy and for subresource integrity.
for (const name of dossier.later) if (!page.includes(name)) fail(`index.html does not name ${name}`);
for (const name of [front.glue, front.wasm, dossier.glue, dossier.wasm, verifier.glue, verifier.wasm, sheet, boot]) {
  if (!page.includes(`"/${name}"`) && !page.includes(`content="${name}"`)) fail(`index.html does not name ${name}`);
  if (!page.includes(integrityOf(files.get(name)))) fail(`index.html has no integrity value for ${name}`);
}
if (/<script(?![^>]*\ssrc=)|<style|\sstyle="|\son[a-z]+="/.test(page)) fail('index.html has an inline script or style');
for (const { glue } of [front, dossier, verifier]) if (/new Function\(|\beval\(/.test(files.get(glue).toString('utf8'))) fail(`${glue} evaluates strings`);

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
