// What a screen says while things are still open: a fee that depends on an answer, how much is missing, the language of the draft, a
// status that changes while one looks, a search after Back, the page where one stopped. Each told once, by the texts' keys.
import { child } from './support/answers.mjs';
import { answeredBirth, answeredExtract, enter } from './support/prepared.mjs';
import { Applicant } from './support/applicant.mjs';
import { Officer, people } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';
import { containing } from './support/words.mjs';

const birth = (page, options = {}) => new Applicant({ page, person: people.hang, code: '1.001193', ...options });

/** A new draft, on its first page. */
async function opened(page) {
  const applicant = birth(page);
  await enter(applicant, '/dich-vu/1.001193');
  await applicant.start();
  return applicant;
}

const rail = (applicant) => applicant.page.getByRole('complementary', { name: applicant.say('step.rail') });

test('a fee that depends on an answer says so, and on which, until the answer is there', async ({ page }) => {
  const hang = await opened(page);
  const depends = (field) => rail(hang).getByText(hang.text(`field.${field}.label`));
  await expect(rail(hang)).toContainText(hang.say('form.rail.pending'));
  await expect(depends('wants_copies')).toBeVisible();
  await expect(rail(hang)).not.toContainText(hang.say('form.rail.free'));

  await page.goto(`/ho-so/${hang.id}/ke-khai/copies`);
  await hang.form.answer('wants_copies', true);
  await expect(depends('copies')).toBeVisible();
  await hang.form.answer('copies', '2');
  await expect(rail(hang)).toContainText(/16\.000\sđ/);
  await hang.form.answer('wants_copies', false);
  await expect(rail(hang)).toContainText(hang.say('form.rail.free.why'));
});

test('whoever the law frees from the fee reads so, with the law, from the first page', async ({ page }) => {
  const mua = new Applicant({ page, person: people.mua, code: '1.001193' });
  await enter(mua, '/dich-vu/1.001193');
  await mua.start();
  await expect(rail(mua)).toContainText(mua.say('form.rail.waived'));
  await expect(rail(mua)).toContainText('Nghị quyết 66.22/2026/NQ-CP');
});

test('progress begins near its beginning and names what is missing', async ({ page }) => {
  const hang = await opened(page);
  const meter = rail(hang).getByRole('progressbar');
  const share = async () => Number(await meter.getAttribute('value'));
  const named = containing(hang.say('form.rail.left.other', { n: '#' })).source.replace('#', '(\\d+)');
  const left = async () => Number(new RegExp(named).exec(await rail(hang).innerText())?.[1]);
  const before = await share();
  expect(before).toBeLessThan(50);
  const missing = await left();
  expect(missing).toBeGreaterThan(1);
  await hang.form.answer('case', 'normal');
  await hang.form.saved();
  await page.goto(`/ho-so/${hang.id}/ke-khai/child`);
  await hang.form.answer('child_sex', 'female');
  await hang.form.saved();
  expect(await share()).toBeGreaterThan(before);
  expect(await left(), 'two answers fewer are missing').toBeLessThan(missing);
});

test('a draft goes on in the other language with everything in it, and what is fixed is what was shown', async ({ page, today }) => {
  const hang = await answeredBirth(page, today, { isLookedAt: true });
  await hang.open('ke-khai/child', 'page.child.title');
  await page.getByRole('banner').getByRole('button', { name: 'English' }).click();
  const english = birth(page, { lang: 'en', isLookedAt: true });
  english.id = hang.id;
  await expect(english.heading).toHaveText(hang.text('page.child.title'));
  await english.see('language-offer');
  await english.button('step.language.switch').click();
  await expect(english.heading).toHaveText(english.text('page.child.title'));
  await expect(english.form.control('child_name', 'given')).toHaveValue(child.given);
  await expect(english.button('step.language.switch')).toHaveCount(0);

  // Signing in has said Vietnamese for every load of this page.
  await page.addInitScript(() => localStorage.setItem('congdan.lang', 'en'));
  await english.open('xem-lai', 'step.review.title');
  await english.freeze('to_sign');
  await expect(english.heading).toHaveText(english.say('step.sign.title'));

  await page.getByRole('banner').getByRole('button', { name: 'Tiếng Việt' }).click();
  await expect(hang.main.getByText(hang.say('step.language.fixed'))).toBeVisible();
  await expect(hang.button('step.language.switch')).toHaveCount(0);
  await hang.see('language-fixed');
});

test("a dossier's page follows the office, says what one can do, and its questions are closed", async ({ page, newVisitor }) => {
  test.slow();
  const thanh = await answeredExtract(page, { isLookedAt: true });
  await thanh.open('xem-lai', 'step.review.title');
  await thanh.freeze('to_file');
  await expect(thanh.heading).toHaveText(thanh.say('step.receipt.title'));
  const code = await thanh.main.getByText(/^H\d\d\./).first().innerText();

  await page.goto(`/ho-so/${thanh.id}/ke-khai/start`);
  await expect(thanh.heading).toHaveText(thanh.say('step.review.gone'));
  await expect(thanh.main.getByText(thanh.say('status.1'))).toBeVisible();
  await expect(thanh.button('step.thaw')).toHaveCount(0);
  await thanh.see('questions-closed');
  await thanh.link('step.receipt.follow').click();
  await expect(thanh.heading).toContainText(thanh.person.name);
  await thanh.link('dossier.receipt').focus();

  const visitor = await newVisitor();
  const officer = new Officer(visitor, thanh.handsFor(visitor));
  await officer.open(code);
  // By the button alone: the code of this service begins like the status.
  await visitor.getByRole('button', { name: /^2\. / }).click();
  const status = (name) => page.locator('.cd-case__status').getByText(thanh.say(`status.${name}`));
  await expect(status(2)).toBeVisible();
  await expect(page.getByText(thanh.say('dossier.news', { status: thanh.say('status.2') }))).toHaveCount(1);
  await expect(thanh.link('dossier.receipt'), 'news take nobody away from where they are').toBeFocused();
  await officer.move(4);
  await expect(status(4)).toBeVisible();
  await officer.move(5, 'Bổ sung bản chụp rõ hơn.');
  await expect(status(5)).toBeVisible();
  await expect(thanh.main.getByText(thanh.say('dossier.now'))).toBeVisible();
  await expect(thanh.main.getByText(thanh.say('dossier.now.supplement', { code }))).toBeVisible();
  await thanh.see('dossier-supplement');
});

test('what was searched for is there again after Back, and in no address', async ({ page }) => {
  const hang = birth(page);
  await hang.arrive();
  await hang.find('dang ky khai sinh');
  expect(page.url()).not.toContain('khai');
  await page.goBack();
  await expect(hang.main.getByRole('searchbox')).toHaveValue('dang ky khai sinh');
  await expect(hang.main.getByRole('search').getByRole('link', { name: hang.text('title') })).toBeVisible();
});

test('a draft goes on where one stopped, also when nothing was changed there', async ({ page, today }) => {
  const hang = await answeredBirth(page, today);
  const told = (id) => page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.request().postDataJSON().page === id);
  await Promise.all([told('contact'), hang.open('ke-khai/contact', 'page.contact.title')]);
  await page.goto(`/ho-so/${hang.id}`);
  await hang.link('dossiers.resume').click();
  await expect(hang.heading).toHaveText(hang.text('page.contact.title'));

  await Promise.all([told('documents'), hang.open('giay-to', 'page.documents.title')]);
  await page.goto(`/ho-so/${hang.id}`);
  await hang.link('dossiers.resume').click();
  await expect(hang.heading).toHaveText(hang.text('page.documents.title'));
});

test('a name with a full stop is asked for in full', async ({ page }) => {
  const hang = await opened(page);
  await page.goto(`/ho-so/${hang.id}/ke-khai/child`);
  await hang.form.answer('child_name', { family: 'Trần', middle: 'M.', given: 'An' });
  await hang.form.goOn();
  await expect(hang.main.getByRole('link', { name: new RegExp(hang.say('violation.name.characters').slice(0, 20)) })).toBeVisible();
});

test('the steps are fetched ahead on the page of a service, and leaving at once is no error', async ({ page }) => {
  const hang = birth(page);
  const ahead = page.waitForRequest(/\/(?:congdan-)?dossier[^/]*\.js$/);
  await enter(hang, '/dich-vu/1.001193');
  await ahead;
  await hang.start();
  await expect(rail(hang)).toBeVisible();
});
