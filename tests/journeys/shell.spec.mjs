// The page before the app: what a citizen sees while the wasm is on its way, when it does not come, and when it cannot run.
import { expectAccessible } from './support/accessibility.mjs';
import { test as unwatched } from 'playwright/test';
import { expect, test } from './support/test.mjs';

const wasm = /\/portal-[0-9a-f]{16}\.wasm$/;
const shell = (page) => page.locator('#shell');

/** Holds the wasm back, so that the page stays what it is before the app. */
const hold = (page) => page.route(wasm, () => {});

for (const [width, colorScheme] of [[360, 'light'], [1280, 'light'], [360, 'dark'], [1280, 'dark']]) {
  test(`the shell is served under the strict policy and has no axe findings (${width} px, ${colorScheme})`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    await hold(page);
    const response = await page.goto('/', { waitUntil: 'commit' });
    const policy = response.headers()['content-security-policy'];
    for (const part of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "base-uri 'none'", "require-trusted-types-for 'script'", 'trusted-types default']) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toContain("'unsafe-inline'");
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Đang mở…');
    await expectAccessible(page, 'the shell');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow, 'nothing is wider than the screen').toBe(0);
  });
}

// Printed by `congdan dist --config`, in the same run.
test.describe('a static host', () => {
  const printed = (process.env.CONGDAN_STATIC_HEADERS ?? '').split('\n').filter((line) => line.startsWith('  ') && !/cache-control|strict-transport/i.test(line));
  const expected = printed.map((line) => line.trim().split(/: (.*)/).slice(0, 2));

  test('is told to send the headers that the backend sends', async ({ request }) => {
    expect(expected.length, 'congdan dist --config has been asked').toBeGreaterThan(4);
    const sent = (await request.get('/', { headers: { accept: 'text/html' } })).headers();
    // The backend has somewhere to send reports to, a static host has not.
    const comparable = (name) => sent[name.toLowerCase()]?.replace('; report-to csp', '');
    for (const [name, value] of expected) expect(comparable(name), name).toBe(value);
  });
});

test('the app takes the place of the shell, and glue, wasm and configuration are fetched once each', async ({ page }) => {
  const fetched = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.goto('/');
  await expect(shell(page)).toHaveCount(0);
  await expect(page.getByRole('main')).toHaveCount(1);
  for (const pattern of [wasm, /\/portal-[0-9a-f]{16}\.js$/, /^\/config\.json$/]) {
    expect(fetched.filter((path) => pattern.test(path)), `${pattern}`).toHaveLength(1);
  }
  expect(fetched.filter((path) => path.includes('verifier')), 'who visits does not pay for judging signatures').toEqual([]);
  await expectAccessible(page, 'the first page');
});

test('when the wasm does not come the page says so, keeps the focus and offers to reload', async ({ page, expectTrouble }) => {
  expectTrouble(/^failed: GET .*\.wasm/);
  expectTrouble(/^console: TypeError: Failed to fetch/);
  await page.route(wasm, (route) => route.abort());
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Chưa mở được cổng');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expectAccessible(page, 'the page that could not open');
  await page.unroute(wasm);
  await page.getByRole('button', { name: 'Tải lại trang' }).click();
  await expect(shell(page)).toHaveCount(0);
});

test('a wasm in which one byte is another one is not run', async ({ page, expectTrouble }) => {
  expectTrouble(/^console: Error: .*\.wasm is not what the page names/);
  await page.route(wasm, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length >> 1] ^= 1;
    await route.fulfill({ response, body });
  });
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Chưa mở được cổng');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('when the configuration does not come the page says so', async ({ page, expectTrouble }) => {
  expectTrouble(/^answered 503: GET .*\/config\.json/);
  expectTrouble(/^console: Error: \/config\.json answered 503/);
  await page.route('**/config.json', (route) => route.fulfill({ status: 503 }));
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Chưa mở được cổng');
});

for (const [what, answer, told] of [
  ['is no JSON', { body: '{"backend": "", ' }, /JSON/],
  ['is a page', { body: '<!doctype html><title>index</title>', contentType: 'text/html' }, /it is no JSON object/],
  ['is absent', { status: 404, body: '' }, /the answer was 404/],
]) {
  test(`a configuration that ${what} means the defaults, and the operator is told`, async ({ page, expectTrouble }) => {
    if (answer.status) expectTrouble(/^answered 404: GET .*\/config\.json/);
    expectTrouble(new RegExp(`^console: /config\\.json is not used, the defaults are: .*${told.source}`));
    await page.route('**/config.json', (route) => route.fulfill(answer));
    await page.goto('/');
    await expect(shell(page)).toHaveCount(0);
    await expect(page.getByRole('banner')).toContainText('Cổng Dân');
    await expect(page.getByRole('banner').getByRole('button', { name: 'English' })).toHaveCount(1);
  });
}

test('a key of the wrong type means its default and costs no other key', async ({ page }) => {
  await page.route('**/config.json', (route) => route.fulfill({ json: { backend: 5, brand: [], languages: ['en'], features: 'x' } }));
  await page.goto('/');
  await expect(page.getByRole('banner')).toContainText('Public services online');
  await expect(page.getByRole('banner').getByRole('button', { name: 'Tiếng Việt' })).toHaveCount(0);
});

test('a browser that is too old gets a page that names browsers which are not', async ({ page }) => {
  await page.addInitScript(() => {
    HTMLScriptElement.supports = () => false;
  });
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trình duyệt này đã quá cũ');
  await expect(page.locator('#shell-unsupported').getByText('Firefox từ bản 115')).toBeVisible();
  await expectAccessible(page, 'the page for old browsers');
});

test('whoever chose English reads English before the app is there', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('congdan.lang', 'en'));
  await hold(page);
  await page.goto('/', { waitUntil: 'commit' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Opening…');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expectAccessible(page, 'the shell in English');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says what is needed and where else to go', async ({ page, expectTrouble }) => {
    // The head names the script early, and a browser that runs no script does not fetch it.
    expectTrouble(/^failed: GET .*\/portal-[0-9a-f]{16}\.js csp$/);
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1, name: 'Cổng cần JavaScript để mở' })).toBeVisible();
    await expect(page.getByRole('paragraph').filter({ hasText: 'rồi tải lại trang, hoặc nộp giấy tờ trực tiếp' })).toBeVisible();
    await expect(page.getByText('Đang mở…')).toBeHidden();
  });
});

// This one provokes violations, so it is not watched for them.
unwatched('text never becomes code: the policy refuses and reports it', async ({ page }) => {
  await hold(page);
  await page.goto('/', { waitUntil: 'commit' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const refused = await page.evaluate(async () => {
    const reports = [];
    document.addEventListener('securitypolicyviolation', (event) => reports.push(event.effectiveDirective));
    const attempts = {
      handler: () => (document.body.innerHTML += '<img src="/icon.svg" onerror="document.title = 1">'),
      worker: () => new Worker('/elsewhere.js'),
      script: () => document.createElement('script').append('document.title = 1') ?? document.head.append(Object.assign(document.createElement('script'), { text: 'document.title = 1' })),
    };
    const thrown = Object.entries(attempts).filter(([, attempt]) => {
      try {
        attempt();
        return false;
      } catch {
        return true;
      }
    });
    await new Promise((resolve) => setTimeout(resolve));
    return { thrown: thrown.map(([name]) => name), reports: [...new Set(reports)], title: document.title };
  });
  expect(refused).toEqual({ thrown: ['handler', 'worker', 'script'], reports: ['require-trusted-types-for'], title: 'Cổng Dân' });
  const plain = await page.evaluate(() => {
    const holder = document.createElement('div');
    holder.innerHTML = '<p class="plain">only text</p>';
    return holder.textContent;
  });
  expect(plain).toBe('only text');
});
