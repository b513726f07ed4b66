// What is asked while one waits: ahead of the app, again and again beside the phone, and late.
import { Applicant } from './support/applicant.mjs';
import { answeredExtract, enter, lockedBirth } from './support/prepared.mjs';
import { advance, people } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';

test('the dossier and its procedure are asked for while the app is on its way, and once', async ({ page }) => {
  const hang = new Applicant({ page, person: people.hang, code: '1.001193' });
  await enter(hang, '/dich-vu/1.001193');
  const asked = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (request.method() === 'GET' && /^\/api\/(dossiers|procedures)\//.test(pathname)) asked.push(pathname + search);
  });
  // The app comes after the last answer: had it to ask itself, it would never come.
  let go;
  const answered = new Promise((done) => (go = done));
  page.on('response', (response) => response.url().includes('/api/procedures/1.001193') && go());
  await page.route(/\/dossier-[0-9a-f]{16}\.wasm$/, async (route) => {
    await answered;
    await route.continue();
  });
  await hang.start();
  await expect(hang.form.control('case', 'normal')).toBeVisible();
  expect(asked.filter((path) => path === `/api/dossiers/${hang.id}`)).toHaveLength(1);
  expect(asked.filter((path) => path.startsWith('/api/procedures/1.001193'))).toHaveLength(1);
  expect(asked).toHaveLength(2);
});

test('a form opens although the answer about the session is late', async ({ page }) => {
  const thanh = await answeredExtract(page);
  let go;
  const late = new Promise((done) => (go = done));
  let asked = 0;
  await page.route('**/api/session', async (route) => {
    asked += 1;
    if (asked === 1) await late;
    await route.continue();
  });
  await thanh.open('ke-khai/copies', 'page.copies.title');
  await expect(thanh.form.control('copies')).toHaveValue('3');
  await expect(page.getByRole('banner').getByText(thanh.person.name)).toHaveCount(0);
  go();
  await thanh.isSignedIn();
  await thanh.form.answer('copies', '2');
  await thanh.form.saved();
});

test('a session that ends beside the phone takes the dossier off the screen, and the way back leads to it', async ({ page, today, expectTrouble }) => {
  const hang = await lockedBirth(page, today);
  const mark = await hang.askToSign();
  const here = page.url();
  expectTrouble(/answered 401: GET .*\/api\/dossiers\//);
  await advance(31 * 60);
  await expect(hang.heading).toHaveText(hang.say('api.sign_in_needed.title'));
  await expect(page.getByText(mark)).toHaveCount(0);
  await expect(page.getByText(hang.person.name)).toHaveCount(0);
  await hang.hands.press(hang.link('app.sign_in'));
  await hang.hands.press(hang.link('sign_in.button'));
  await hang.beThisPerson();
  await expect(page).toHaveURL(here);
  await expect(hang.heading).not.toHaveText(hang.say('api.sign_in_needed.title'));
  await hang.isSignedIn();
});
