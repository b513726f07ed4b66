// The language of a draft changes under one's hands: in another tab, or while one goes on typing. Nothing typed is lost, and what is fixed
// is what is on the screen.
import { Applicant } from './support/applicant.mjs';
import { answeredExtract } from './support/prepared.mjs';
import { people } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';

/** The same person at the same dossier, in English. */
function inEnglish(applicant, page) {
  const english = new Applicant({ page, person: people.thanh, code: '2.000635', lang: 'en' });
  english.id = applicant.id;
  return english;
}

test('a draft whose language was changed in another tab is opened anew here, with what was just typed, and can be filed', async ({ page, expectTrouble }) => {
  const thanh = await answeredExtract(page);
  // That the page is visited is saved a moment later: after the other tab's change it would be the first to find out.
  const visited = page.waitForResponse((response) => response.request().method() === 'PATCH' && response.url().endsWith('/answers') && response.ok());
  await thanh.open('ke-khai/contact', 'page.contact.title');
  await visited;
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  const there = inEnglish(thanh, tab);
  await tab.getByRole('banner').getByRole('button', { name: 'English' }).click();
  await there.button('step.language.switch').click();
  await expect(there.heading).toHaveText(there.text('page.contact.title'));
  await tab.close();

  expectTrouble(/answered 412: PATCH/);
  await thanh.form.answer('email', 'le.thanh@example.vn');
  const here = inEnglish(thanh, page);
  await expect(thanh.heading).toHaveText(here.text('page.contact.title'));
  await expect(here.form.control('email')).toHaveValue('le.thanh@example.vn');
  await expect(thanh.main.getByText(thanh.say('step.language', { language: thanh.say('step.language.en') }))).toBeVisible();

  for (const next of [here.text('page.attestation.title'), here.text('page.documents.title'), thanh.say('step.review.title')]) {
    await thanh.form.goOn();
    await expect(thanh.heading).toHaveText(next);
  }
  await thanh.freeze('to_file');
  await thanh.receipt();
  await expect(thanh.main.getByText(thanh.say('step.check.broken.bytes'))).toHaveCount(0);
});

test('what is typed while the form changes its language is in the form that comes', async ({ page }) => {
  const thanh = await answeredExtract(page);
  await thanh.open('ke-khai/contact', 'page.contact.title');
  await page.getByRole('banner').getByRole('button', { name: 'English' }).click();
  const english = inEnglish(thanh, page);
  let go;
  const typed = new Promise((done) => (go = done));
  await page.route('**/api/dossiers/*/answers', async (route) => {
    if (route.request().postDataJSON().language) await typed;
    await route.continue();
  });
  const asked = page.waitForRequest((request) => request.method() === 'PATCH' && request.postDataJSON().language === 'en');
  await english.button('step.language.switch').click();
  await asked;
  await thanh.form.answer('email', 'le.thanh@example.vn');
  go();
  await expect(english.heading).toHaveText(english.text('page.contact.title'));
  await expect(english.form.control('email')).toHaveValue('le.thanh@example.vn');
  await page.reload();
  await expect(english.heading).toHaveText(english.text('page.contact.title'));
  await expect(english.form.control('email')).toHaveValue('le.thanh@example.vn');
});

test('a form that cannot change its language without a network says so beside the button', async ({ page, context, expectTrouble }) => {
  const thanh = await answeredExtract(page);
  await thanh.open('ke-khai/contact', 'page.contact.title');
  await page.getByRole('banner').getByRole('button', { name: 'English' }).click();
  const english = inEnglish(thanh, page);
  await expect(english.button('step.language.switch')).toBeVisible();
  await context.setOffline(true);
  expectTrouble(/ERR_INTERNET_DISCONNECTED/);
  await english.button('step.language.switch').click();
  await expect(english.main.getByText(english.say('api.offline.title'))).toBeVisible();
  await context.setOffline(false);
  await expect(english.main.getByText(english.say('api.offline.title'))).toHaveCount(0);
  await english.button('step.language.switch').click();
  await expect(english.heading).toHaveText(english.text('page.contact.title'));
});
