// Joins style/**/*.css into target/web/main.css, the one style sheet of the portal, in a fixed order. Comments are dropped, nothing
// else is changed: no minifying, no @import, no prefixes. Writes only when the result differs, so that a watcher comes to rest.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const style = join(root, 'style');
const made = join(root, 'target/web/main.css');

// A folder stands for its files in alphabetical order.
const order = ['tokens.css', 'base.css', 'layout.css', 'shell.css', 'ui', 'form', 'steps', 'pages', 'print.css'];

function sheets(path) {
  if (!existsSync(path)) return [];
  if (path.endsWith('.css')) return [path];
  return readdirSync(path).sort().flatMap((name) => sheets(join(path, name)));
}

function withoutComments(css) {
  return css.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\*[\s\S]*?\*\//g, (part) => (part.startsWith('/*') ? '' : part)).replace(/\n\s*\n+/g, '\n').trim();
}

const files = order.flatMap((name) => sheets(join(style, name)));
const strays = readdirSync(style).filter((name) => !order.includes(name));
if (strays.length > 0) {
  console.error(`style/${strays[0]} has no place in the order of xtask/web/styles.mjs: it would be forgotten.`);
  process.exit(1);
}
const imports = files.filter((file) => /@import\b/.test(withoutComments(readFileSync(file, 'utf8'))));
if (imports.length > 0) {
  console.error(`${relative(root, imports[0])} uses @import: the style sheets are joined, an import would be lost.`);
  process.exit(1);
}
const joined = files.map((file) => withoutComments(readFileSync(file, 'utf8'))).join('\n') + '\n';
if (!existsSync(made) || readFileSync(made, 'utf8') !== joined) {
  mkdirSync(dirname(made), { recursive: true });
  writeFileSync(made, joined);
}
