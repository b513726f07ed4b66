// The citizen's own store: a result arrives, the next dossier has it without asking, a paper is sent once and kept when the citizen says so,
// and everything that is known can be read, taken along and, where the law lets it, deleted.
import { readFile } from 'node:fs/promises';
import { extract } from './support/answers.mjs';
import { Applicant } from './support/applicant.mjs';
import { pdf } from './support/papers.mjs';
import { enter } from './support/prepared.mjs';
import { Officer, people } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';
import { beginning, entry } from './support/words.mjs';

/** Files an extract, and the officer finishes it. */
async function resultArrives(thanh, newVisitor, phone = {}) {
  await thanh.arrive();
  await thanh.page.goto('/dich-vu/2.000635');
  await thanh.signIn();
  await thanh.start();
  await thanh.fill({ ...extract, contact: { ...phone, ...extract.contact } });
  await thanh.attach();
  await thanh.freeze('to_file');
  const code = await thanh.receipt();
  const page = await newVisitor();
  const officer = new Officer(page, thanh.handsFor(page));
  await officer.open(code);
  for (const status of [2, 4, 9]) await officer.move(status);
  return code;
}

/** A class for oneself, up to its papers. */
async function classFor(thanh, phone = {}) {
  await thanh.page.goto('/dich-vu/hn-lop-hoc');
  await thanh.start();
  const agency = { province: entry('provinces', '01', thanh.lang), commune: entry('communes/01', '00082', thanh.lang) };
  await thanh.fill({ start: { learner: 'self', agency }, person: phone, attestation: { pledge: true } });
  await thanh.isOnPage('documents');
}

// Two citizens who pay nothing, so that each has a store of their own. The register knows no phone number of hers.
const stories = [
  { lang: 'vi', by: 'mouse', who: 'thanh', phone: {} },
  { lang: 'en', by: 'keyboard', who: 'mua', phone: { phone: '0903112233' } },
];

for (const { lang, by, who, phone } of stories) {
  test(`a result comes into the store, the next dossier has it already, and what is sent once is not asked again (${lang}, by ${by})`, async ({ page, newVisitor }) => {
    test.slow();
    const person = people[who];
    const thanh = new Applicant({ page, person, code: '2.000635', lang, by });
    const look = (name) => see(page, `papers-${name}`, { lang });
    await resultArrives(thanh, newVisitor, phone);

    await thanh.hands.press(page.getByRole('banner').getByRole('link', { name: person.name }));
    await expect(thanh.heading).toHaveText(thanh.say('mine.title'));
    await expect(thanh.link('mine.papers.go')).toBeVisible();
    await look('mine');
    await thanh.hands.press(thanh.main.getByText(thanh.say('mine.events'), { exact: true }).first());
    await expect(thanh.main.getByRole('listitem').filter({ hasText: thanh.say('status.9') }).first()).toBeVisible();
    await look('mine-events');
    await thanh.hands.press(thanh.link('mine.papers.go'));
    await thanh.arrived(thanh.say('papers.title'));
    const paper = thanh.main.getByRole('listitem').filter({ hasText: 'Trích lục khai sinh (bản sao)' }).first();
    await expect(paper).toContainText('/TLKS-BS');
    await expect(paper).toContainText(thanh.say('papers.valid'));
    await look('store');
    await thanh.hands.press(paper.getByText(thanh.say('papers.details')));
    await expect(paper).toContainText(person.id);
    await expect(paper).toContainText(thanh.say('papers.uses.none'));
    await look('details');
    const saved = page.waitForEvent('download');
    await thanh.hands.press(paper.getByRole('link', { name: beginning(thanh.say('papers.download')) }));
    expect((await readFile(await (await saved).path())).subarray(0, 5).toString()).toBe('%PDF-');

    const student = new Applicant({ page, person, code: 'hn-lop-hoc', lang, by });
    await classFor(student, phone);
    const here = student.main.getByText(student.text('field.birth_extract.label')).filter({ hasText: '/TLKS-BS' });
    await expect(student.main.getByText(student.say('papers.here'), { exact: true })).toBeVisible();
    await expect(here).toBeVisible();
    await look('attached');
    await student.form.answer('health_note', pdf('Khám sức khỏe.pdf', 'Kham suc khoe'));
    await student.hands.choose(student.main.getByRole('checkbox', { name: beginning(student.say('papers.keep')) }));
    await expect(page.getByText(student.say('papers.keep.yes'))).toBeAttached();
    await student.form.saved();
    await student.form.goOn();
    await student.arrived(student.say('step.review.title'));
    await expect(student.main, 'the card is paid for with the result').toContainText(student.say('due.later.result'));
    await look('review-fee-later');
    await student.freeze('to_file');
    const code = await student.receipt();
    await expect(student.main).toContainText(student.say('due.when.result', { amount: '|' }).split('|')[1]);

    await classFor(student, phone);
    await expect(student.main.getByText(student.text('field.health_note.label')).filter({ hasText: code })).toBeVisible();
    await look('all-attached');
    const health = student.main.getByRole('listitem').filter({ hasText: 'Khám sức khỏe.pdf' });
    await student.hands.press(health.getByRole('button', { name: beginning(student.say('form.file.remove')) }));
    await student.form.saved();
    await expect(student.main.getByRole('button', { name: beginning(student.say('papers.offer.use')) })).toBeVisible();
    await look('offered');
    await student.hands.press(student.main.getByRole('button', { name: beginning(student.say('papers.offer.use')) }));
    await expect(health.getByRole('link'), 'the keyboard is at what has come').toBeFocused();
    await student.form.saved();
    await student.form.goOn();
    await student.arrived(student.say('step.review.title'));
  });
}

test('what was deleted is asked for again, drafts go for good, and all that is known can be taken along', async ({ page, newVisitor }) => {
  test.slow();
  const thanh = new Applicant({ page, person: people.thanh, code: '2.000635' });
  const filed = await resultArrives(thanh, newVisitor);
  const student = new Applicant({ page, person: people.thanh, code: 'hn-lop-hoc' });
  await classFor(student);
  await expect(student.main.getByText(student.say('papers.here'), { exact: true })).toBeVisible();
  await student.form.saved();

  await page.goto('/toi/giay-to');
  const papers = thanh.main.getByRole('button', { name: beginning(thanh.say('papers.erase')) });
  const question = page.getByRole('dialog');
  await expect(papers.first()).toBeVisible();
  for (let left = await papers.count(); left > 0; left -= 1) {
    await thanh.hands.press(papers.first());
    if (left === 1) await see(page, 'papers-erase', { lang: 'vi' });
    await thanh.hands.press(question.getByRole('button', { name: thanh.say('papers.erase.yes') }));
    await expect(page.getByText(thanh.say('papers.erase.done'))).toBeAttached();
    await expect(papers).toHaveCount(left - 1);
  }
  await expect(thanh.main).toContainText(thanh.say('papers.none'));
  await see(page, 'papers-none', { lang: 'vi' });
  await student.open('giay-to', 'page.documents.title');
  await expect(student.main.locator('input[type=file][id="f-birth_extract"]')).toBeEnabled();
  await expect(student.main.getByText(student.say('papers.here'), { exact: true })).toHaveCount(0);

  await page.goto('/toi/thong-tin');
  await expect(thanh.heading).toHaveText(thanh.say('mine.title'));
  await expect(thanh.main).toContainText(filed);
  await thanh.hands.press(thanh.main.getByText(thanh.say('mine.sources')).first());
  await expect(thanh.main).toContainText(thanh.say('mine.source.population'));
  const saved = page.waitForEvent('download');
  await thanh.hands.press(thanh.link('mine.export.go'));
  const mine = JSON.parse(await readFile(await (await saved).path(), 'utf8'));
  expect(mine.format).toBe('congdan/mine/1');
  expect(mine.person.id).toBe(people.thanh.id);
  expect(mine.dossiers.map((one) => one.code)).toContain(filed);
  const done = mine.dossiers.find((one) => one.code === filed);
  expect(done.events.map((one) => one.status)).toEqual([1, 2, 4, 9]);
  expect(mine.lookups.some((one) => one.dossier === done.id && one.outcome === 'answered' && one.reference)).toBe(true);
  expect(mine.decisions.some((one) => one.procedure === done.procedure && one.said === 'agreed')).toBe(true);
  expect(mine.earlier.map((one) => one.name)).toContain('contact.phone');
  for (const { words } of mine.earlier) await expect(thanh.main, 'what is kept is shown').toContainText(words);
  await thanh.hands.press(thanh.main.getByRole('button', { name: beginning(thanh.say('mine.earlier.forget')) }));
  await see(page, 'mine-forget', { lang: 'vi' });
  await thanh.hands.press(question.getByRole('button', { name: thanh.say('mine.earlier.forget.yes'), exact: true }));
  await expect(page.getByText(thanh.say('mine.earlier.forget.done'))).toBeAttached();
  await expect(thanh.main).toContainText(thanh.say('mine.earlier.none'));
  const withdrawals = thanh.main.getByRole('button', { name: beginning(thanh.say('mine.consent.withdraw')) });
  const agreed = await withdrawals.count();
  await thanh.hands.press(withdrawals.first());
  await thanh.hands.press(question.getByRole('button', { name: thanh.say('mine.consent.withdraw.yes'), exact: true }));
  await expect(page.getByText(thanh.say('mine.consent.withdraw.done'))).toBeAttached();
  await expect(withdrawals).toHaveCount(agreed - 1);
  const drafts = thanh.main.getByRole('button', { name: beginning(thanh.say('mine.discard')) });
  const before = await drafts.count();
  await thanh.hands.press(drafts.first());
  await thanh.hands.press(question.getByRole('button', { name: thanh.say('mine.discard.yes') }));
  await expect(page.getByText(thanh.say('mine.discard.done'))).toBeAttached();
  await expect(drafts).toHaveCount(before - 1);
});

test('whether papers are kept is shown as it was saved, and is asked for again when it was not', async ({ page, expectTrouble }) => {
  const mua = new Applicant({ page, person: people.mua, code: 'hn-lop-hoc' });
  await enter(mua);
  await classFor(mua, { phone: '0903112233' });
  const box = mua.main.getByRole('checkbox', { name: beginning(mua.say('papers.keep')) });
  await expect(box).not.toBeChecked();
  expectTrouble(/failed: POST .*\/papers\/keep/);
  await page.route('**/papers/keep', (route) => route.abort());
  await mua.hands.press(box);
  await expect(mua.button('app.retry')).toBeVisible();
  await expect(box, 'nothing was saved').not.toBeChecked();
  await see(page, 'papers-keep-trouble');
  await page.unroute('**/papers/keep');
  await mua.hands.press(mua.button('app.retry'));
  await expect(page.getByText(mua.say('papers.keep.yes'))).toBeAttached();
  await expect(box).toBeChecked();
  await expect(box).toBeFocused();
  await expect(mua.button('app.retry')).toHaveCount(0);
});

test('a store that cannot be reached says so and can be asked again', async ({ page, context, expectTrouble }) => {
  const hang = new Applicant({ page, person: people.hang, code: '2.000635' });
  await hang.arrive();
  await page.goto('/dich-vu/2.000635');
  await hang.signIn();
  expectTrouble(/failed: GET .*\/api\/papers/);
  await context.route('**/api/papers?*', (route) => route.abort());
  await page.goto('/toi/giay-to');
  await expect(hang.main.getByRole('button', { name: hang.say('app.retry') })).toBeVisible();
  await see(page, 'papers-trouble', { lang: 'vi' });
  await context.unroute('**/api/papers?*');
  await hang.hands.press(hang.main.getByRole('button', { name: hang.say('app.retry') }));
  await expect(hang.main).toContainText(hang.say('papers.none'));
});
