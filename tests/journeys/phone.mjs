// What a slow phone feels: the first paint and the first character that can be typed, on the home page and on the first step of a
// dossier, beside a hand-written HTML form of the same questions under the same limits. Prints one JSON object; asserts nothing,
// because timing belongs to benchmarks. `cargo xtask bench --phone` starts it against a portal of its own.
import { createServer } from 'node:http';
import { chromium, devices } from 'playwright';
import { chromium as executablePath } from './support/stack.mjs';

const portal = process.env.CONGDAN_PORTAL ?? 'http://localhost:8080';
const ROUNDS = Number(process.env.CONGDAN_ROUNDS ?? 3);
const PHONE = { cpu_slowdown: 4, download_mbps: 1.6, upload_mbps: 0.75, latency_ms: 150 };
const PERSON = 'Lê Văn Thành';
const PROCEDURE = '2.000635';

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const onPhone = { ...devices['Galaxy S8'], defaultBrowserType: undefined, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' };

async function slow(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: PHONE.latency_ms,
    downloadThroughput: (PHONE.download_mbps * 1e6) / 8,
    uploadThroughput: (PHONE.upload_mbps * 1e6) / 8,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: PHONE.cpu_slowdown });
}

/** From asking for an address to the first paint, and to a character that stands in the first box. */
async function visit(page, address, box) {
  const begun = performance.now();
  await page.goto(address, { waitUntil: 'commit', referer: `${portal}/ho-so` });
  await page.locator(box).first().pressSequentially('a', { timeout: 60_000 });
  const input = performance.now() - begun;
  const [paint, bytes] = await page.evaluate(() => [
    performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    performance.getEntriesByType('resource').reduce((sum, one) => sum + one.transferSize, performance.getEntriesByType('navigation')[0].transferSize),
  ]);
  return { paint, input, bytes };
}

/** How long the browser is busy with one letter in a long form, from the key to the next frame. */
async function keystrokes(page, box) {
  await page.evaluate(() => {
    window.durations = [];
    new PerformanceObserver((list) => window.durations.push(...list.getEntries().filter((one) => one.name === 'keydown').map((one) => one.duration)))
      .observe({ type: 'event', durationThreshold: 16, buffered: false });
  });
  await page.locator(box).first().pressSequentially('nguyen van an', { delay: 150 });
  const seen = await page.evaluate(() => new Promise((done) => setTimeout(() => done(window.durations), 500)));
  // Keys faster than the shortest duration that browsers report are counted as that duration.
  return Array.from({ length: 13 }, (_, at) => seen[at] ?? 16);
}

async function fresh(state) {
  const context = await browser.newContext({ ...onPhone, storageState: state });
  const page = await context.newPage();
  return { context, page };
}

async function rounds(measure) {
  const seen = [];
  for (let round = 0; round < ROUNDS; round += 1) seen.push(await measure());
  const middle = (name) => Math.round(seen.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(seen.length / 2)]);
  return Object.fromEntries(Object.keys(seen[0]).map((name) => [name, middle(name)]));
}

/** A form as somebody would write it by hand: no script, no style sheet, one document. */
function handwritten(title, questions) {
  const rows = questions.map((label, at) => `<p><label for=q${at}>${label}</label><br><input id=q${at}>`).join('\n');
  const html = `<!doctype html><html lang=vi><meta charset=utf-8><meta name=viewport content="width=device-width"><title>${title}</title><h1>${title}</h1><form>${rows}</form>`;
  const server = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html; charset=utf-8').end(html));
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

/** Signs in and opens a draft at full speed; gives the cookies and where the form is. */
async function draft() {
  const { context, page } = await fresh();
  await page.goto(`${portal}/auth/login?return_to=/dich-vu/${PROCEDURE}`);
  await page.getByRole('button', { name: PERSON, exact: true }).click();
  await page.waitForURL(`**/dich-vu/${PROCEDURE}`);
  const id = await page.evaluate(async (procedure) => {
    const headers = { 'X-Congdan': '1', 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
    const body = JSON.stringify({ procedure, language: 'vi', another: true });
    return (await (await fetch('/api/dossiers', { method: 'POST', headers, body })).json()).id;
  }, PROCEDURE);
  const state = await context.storageState();
  await context.close();
  return { state, id };
}

const SEARCH = '#app input[type=search]';
const BOX = '#app main input[type=text]:not([readonly]), #app main input[type=tel], #app main input:not([type]):not([readonly])';

const { state, id } = await draft();
const form = `${portal}/ho-so/${id}/ke-khai/contact`;

const home = await rounds(async () => {
  const { context, page } = await fresh();
  await slow(page);
  const seen = await visit(page, `${portal}/`, SEARCH);
  await context.close();
  return seen;
});
console.error('  home', JSON.stringify(home));

const opened = await rounds(async () => {
  const { context, page } = await fresh(state);
  await slow(page);
  const seen = await visit(page, form, BOX);
  await context.close();
  return seen;
});
console.error('  first step, nothing in the cache', JSON.stringify(opened));

// As it usually is: one comes from the page of the service, and has read for a while.
const fetched = await rounds(async () => {
  const { context, page } = await fresh(state);
  await slow(page);
  await page.goto(`${portal}/dich-vu/${PROCEDURE}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(8000);
  const seen = await visit(page, form, BOX);
  const typed = await keystrokes(page, BOX);
  await context.close();
  return { ...seen, keystroke: typed.sort((a, b) => a - b)[Math.floor(typed.length * 0.75)] };
});
console.error('  first step, after reading the page of the service', JSON.stringify(fetched));

const server = await handwritten('Cấp bản sao trích lục hộ tịch', Array.from({ length: 12 }, (_, at) => `Câu hỏi ${at + 1}`));
const peer = await rounds(async () => {
  const { context, page } = await fresh();
  await slow(page);
  const seen = await visit(page, `http://127.0.0.1:${server.address().port}/`, 'input');
  await context.close();
  return seen;
});
server.close();
await browser.close();

const ratio = (ours) => Math.round((ours.input / peer.input) * 100) / 100;
console.log(JSON.stringify({
  ...PHONE,
  unit: 'ms; bytes as sent; the median of the rounds',
  rounds: ROUNDS,
  home,
  first_step: opened,
  first_step_after_service_page: fetched,
  handwritten_html: peer,
  input_ratio_to_handwritten: { home: ratio(home), first_step: ratio(opened), first_step_after_service_page: ratio(fetched) },
}));
