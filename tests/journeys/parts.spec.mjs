// The portal comes in parts, and a language when it is chosen. When one does not come, the page says so, loses nothing and asks again.
import { phonePhoto } from './support/papers.mjs';
import { answeredExtract } from './support/prepared.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';
import { words } from './support/words.mjs';

const filing = /\/dossier-filing-[0-9a-f]{16}\.wasm$/;
const photo = /\/dossier-photo-[0-9a-f]{16}\.wasm$/;
const account = /\/portal-account-[0-9a-f]{16}\.wasm$/;
const english = /\/texts-en-[0-9a-f]{16}\.json$/;

/** Files of this name do not come, until the answer is called. */
async function lost(page, pattern, expectTrouble) {
  expectTrouble(new RegExp(`^failed: GET .*${pattern.source}`.replace('$', ' ')));
  await page.route(pattern, (route) => route.abort());
  return () => page.unroute(pattern);
}

for (const lang of ['vi', 'en']) {
  test(`a step whose part does not come says so, and opens when it is asked for again (${lang})`, async ({ page, expectTrouble }) => {
    expectTrouble(/^console: TypeError: Failed to fetch/);
    const thanh = await answeredExtract(page, { lang, isLookedAt: true });
    const found = await lost(page, filing, expectTrouble);
    await thanh.open('ke-khai/contact', 'page.contact.title');
    await thanh.form.answer('email', 'le.thanh@example.vn');
    for (const next of [thanh.text('page.attestation.title'), thanh.text('page.documents.title'), thanh.say('part.missing.title')]) {
      await thanh.form.goOn();
      await thanh.arrived(next);
    }
    await thanh.see('part-missing');
    await found();
    await thanh.hands.press(thanh.button('app.retry'));
    await expect(thanh.heading).toHaveText(thanh.say('step.review.title'));
    await expect(thanh.main.getByText('le.thanh@example.vn')).toBeVisible();
  });
}

test('the desk of photos that does not come says so within the page, and has the keyboard when it comes', async ({ page, expectTrouble }) => {
  expectTrouble(/^console: TypeError: Failed to fetch/);
  const thanh = await answeredExtract(page, { isLookedAt: true });
  const found = await lost(page, photo, expectTrouble);
  await thanh.open('giay-to', 'page.documents.title');
  await thanh.hands.attach(thanh.form.control('old_paper'), await phonePhoto(page, { width: 800, height: 600, quality: 0.5 }));
  await expect(thanh.main.getByText(thanh.say('part.missing.title'))).toBeVisible();
  await thanh.see('photo-missing');
  await found();
  await thanh.hands.press(thanh.button('app.retry'));
  await expect(thanh.main.getByRole('heading', { name: thanh.say('form.photo.title') })).toBeFocused();
});

test('pages of the signed-in citizen that do not come keep the frame, and open when they are asked for again', async ({ page, expectTrouble }) => {
  const say = words('vi');
  expectTrouble(/^console: TypeError: Failed to fetch/);
  expectTrouble(/^answered 401: GET .*\/api\/(dossiers|cosigning)\?/);
  const found = await lost(page, account, expectTrouble);
  await page.goto('/ho-so');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('part.missing.title'));
  await expect(page.getByRole('banner').getByRole('link', { name: say('app.nav.services'), exact: true })).toBeVisible();
  await found();
  await page.getByRole('main').getByRole('button', { name: say('app.retry') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('dossiers.title'));
  await expect(page.getByRole('main').getByRole('link', { name: say('app.sign_in'), exact: true })).toBeVisible();
});

test('a part in which one byte is another one is not run', async ({ page, expectTrouble }) => {
  expectTrouble(/^console: Error: .*portal-account-[0-9a-f]{16}\.wasm is not what the page names/);
  await page.route(account, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length >> 1] ^= 1;
    await route.fulfill({ response, body });
  });
  await page.goto('/ho-so');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('vi')('part.missing.title'));
});

test('a language whose texts do not come leaves the page as it was, and comes when it is asked for again', async ({ page, expectTrouble }) => {
  const [say, other] = ['vi', 'en'].map(words);
  const found = await lost(page, english, expectTrouble);
  await page.goto('/');
  await page.getByRole('banner').getByRole('button', { name: 'English' }).click();
  const strip = page.getByRole('alert');
  await expect(strip).toContainText(say('app.language.missing.en'));
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('home.title'));
  await see(page, 'language-missing');
  await found();
  await strip.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(other('home.title'));
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('status').filter({ hasText: other('app.language.changed') })).toHaveCount(1);
  await expect(strip).toHaveCount(0);
});

test('whoever chose English before starts in Vietnamese when its texts do not come, and is told in both', async ({ page, expectTrouble }) => {
  const [say, other] = ['vi', 'en'].map(words);
  await page.addInitScript(() => localStorage.setItem('congdan.lang', 'en'));
  const found = await lost(page, english, expectTrouble);
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('home.title'));
  const strip = page.getByRole('alert');
  await expect(strip).toContainText(say('app.language.missing.en'));
  await expect(strip).toContainText(other('app.language.missing.en'));
  await found();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(other('home.title'));
  await expect(strip).toHaveCount(0);
});
