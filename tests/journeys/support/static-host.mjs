// A static host: sends the files of dist/ with the headers that `congdan dist --config` printed, and index.html for addresses that are no
// file. It knows nothing of the backend.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/** Rules of the `_headers` form: a path, `*` at its end, and the headers below it. */
function rules(printed) {
  const all = [];
  for (const line of printed.split('\n').filter(Boolean)) {
    if (line.startsWith('  ')) all.at(-1).headers.push(line.trim().split(/: (.*)/).slice(0, 2));
    else all.push({ path: line, headers: [] });
  }
  return all;
}

const matches = (rule, path) => (rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : path === rule);

/** Listens on `port` (0: any) and gives the origin and how to stop. */
export async function serveStatically({ dist, headers, config, port = 0 }) {
  const printed = rules(headers);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    for (const { headers } of printed.filter(({ path }) => matches(path, pathname))) headers.forEach(([name, value]) => response.setHeader(name, value));
    if (pathname === '/config.json') return response.setHeader('Content-Type', types['.json']).end(JSON.stringify(config));
    const file = join(dist, normalize(pathname));
    // Codes of services have dots: only what ends like a file of ours is one.
    const isFile = extname(file) in types;
    if (isFile && !existsSync(file)) return response.writeHead(404).end();
    const sent = isFile ? file : join(dist, 'index.html');
    const isPacked = existsSync(`${sent}.br`) && /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
    if (isPacked) response.setHeader('Content-Encoding', 'br');
    response.setHeader('Content-Type', types[extname(sent)]);
    return createReadStream(isPacked ? `${sent}.br` : sent).pipe(response);
  });
  await new Promise((listening) => server.listen(port, 'localhost', listening));
  const close = () => new Promise((closed) => server.close(closed).closeAllConnections());
  return { origin: `http://localhost:${server.address().port}`, close };
}
