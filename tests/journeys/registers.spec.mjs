// Registers: asked once, refused, withdrawn, down; a value that is wrong; and a second dossier that asks only what is new.
import { Applicant } from './support/applicant.mjs';
import { answeredExtract, call, consentText, enter } from './support/prepared.mjs';
import { people, setFaults } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';
import { beginning } from './support/words.mjs';

const code = '2.000635';

/** A draft of which nothing is answered, after `decision` about registers, or none. */
async function draft(page, person, { decision, isSignedIn = false, ...options } = {}) {
  const applicant = new Applicant({ page, person, code, isLookedAt: true, ...options });
  if (!isSignedIn) await enter(applicant);
  if (decision !== undefined) await call(page, 'POST', `/api/consents/${code}`, { agree: decision, text: consentText });
  const asked = { procedure: code, language: applicant.lang, another: true };
  const made = await call(page, 'POST', '/api/dossiers', asked, { 'Idempotency-Key': crypto.randomUUID() });
  applicant.id = made.id;
  return applicant;
}

const sources = async (page, id) => {
  const { draft } = await call(page, 'GET', `/api/dossiers/${id}`);
  return [...new Set(Object.values(draft.facts).map((fact) => fact.source))].sort();
};

test('before registers are asked the citizen is, once; refusing asks for everything, and both can be changed', async ({ page }) => {
  test.slow();
  const bay = await draft(page, people.bay);
  await bay.open('ke-khai/start', 'page.start.title');
  await expect(bay.main.getByRole('heading', { level: 2, name: bay.say('step.consent.title') })).toBeVisible();
  expect(await sources(page, bay.id)).toEqual(['identity']);
  await bay.decide(false);
  expect(await sources(page, bay.id)).toEqual(['identity']);

  const second = await draft(page, people.bay, { isSignedIn: true });
  await second.open('ke-khai/requester', 'page.requester.title');
  await expect(second.form.control('requester_residence', 'province'), 'is asked, because nobody was').toBeVisible();
  await second.open('ke-khai/start', 'page.start.title');
  await expect(second.button('step.consent.refuse'), 'is not asked twice').toHaveCount(0);
  await second.hands.press(second.main.getByText(second.say('step.consent.refused')));
  await second.hands.press(second.button('step.consent.agree'));
  await expect(second.main.getByText(second.say('step.consent.agreed'))).toBeVisible();
  await second.arrived(second.text('page.start.title'));
  expect(await sources(page, second.id)).toContain('population');

  await second.hands.press(second.main.getByText(second.say('step.consent.agreed')));
  await second.see('consent-withdraw');
  await second.hands.press(second.button('step.consent.refuse'));
  await expect(second.main.getByText(second.say('step.consent.refused'))).toBeVisible();
  expect(await sources(page, second.id)).toEqual(['identity']);
});

for (const [lang, by] of [['vi', 'keyboard'], ['en', 'mouse']]) {
  test(`who finds a known value wrong reads where it is put right and writes to the officer (${lang})`, async ({ page }) => {
    const hang = await draft(page, people.hang, { decision: true, lang, by });
    await hang.open('ke-khai/requester', 'page.requester.title');
    const known = hang.form.known('requester_name');
    await hang.hands.press(known.getByText(hang.say('form.known.wrong')));
    await expect(known).toContainText(hang.say('form.known.correct.population'));
    await hang.hands.type(known.getByRole('textbox', { name: hang.say('form.known.note') }), 'Chữ đệm thiếu dấu');
    await hang.form.saved();
    await hang.see('form-known-wrong');
    await hang.open('xem-lai', 'step.review.title');
    await expect(hang.main).toContainText(hang.say('step.review.note').split('{')[0]);
    await expect(hang.main).toContainText('Chữ đệm thiếu dấu');
    await hang.see('review-note');
  });
}

test('a register that is down is named, and its questions are asked', async ({ page }) => {
  await setFaults({ 'civil-status': 'down' });
  const hang = await draft(page, people.hang, { decision: true });
  await hang.open('ke-khai/start', 'page.start.title');
  await expect(hang.main).toContainText(hang.say('form.source.civil_status'));
  await hang.see('form-register-down');
  const { draft: known } = await call(page, 'GET', `/api/dossiers/${hang.id}`);
  expect(known.register_trouble).toEqual({ civil_status: 'unavailable' });
  expect(known.facts['self.residence'].source).toBe('population');
  expect(known.facts['birth_registration.place']).toBeUndefined();

  const again = hang.button('step.register.again');
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route('**/facts', async (route) => {
    await held;
    await route.continue();
  });
  await hang.hands.press(again);
  await expect(hang.main.getByText(hang.say('step.register.asking')), 'one sees that it is asked').toBeVisible();
  await expect(hang.main.getByRole('button', { name: beginning(hang.say('step.register.again')) })).toHaveAttribute('aria-busy', 'true');
  go();
  const still = hang.main.getByRole('status').filter({ hasText: hang.say('step.register.still').split('{')[0] });
  await expect(still).toBeVisible();
  await expect(still).toContainText(hang.say('step.register.still').split('}')[1]);
  await expect(again, 'nothing was drawn anew').toBeFocused();
  await expect(again).not.toHaveAttribute('aria-busy', 'true');
  await page.unroute('**/facts');
  await hang.see('form-register-still-down');
  await setFaults({ 'civil-status': 'ok' });
  await hang.hands.press(hang.button('step.register.again'));
  await expect(page.getByText(hang.say('step.register.answered'))).toHaveCount(1);
  await expect(hang.button('step.register.again')).toHaveCount(0);
  const { draft: later } = await call(page, 'GET', `/api/dossiers/${hang.id}`);
  expect(later.register_trouble).toEqual({});
  expect(later.facts['birth_registration.place'].source).toBe('civil_status');
});

for (const [lang, by] of [['vi', 'keyboard'], ['en', 'mouse']]) {
  test(`what a register says against answers that were typed while it was silent is named before anything is fixed (${lang}, by ${by})`, async ({ page, expectTrouble }) => {
    test.slow();
    await setFaults({ population: 'down' });
    const thanh = await answeredExtract(page, { lang, by, isLookedAt: true, isForgotten: true });
    const path = `/api/dossiers/${thanh.id}`;
    const byHand = { phone: '0987000111', agency: { province: '01', commune: '00082' }, requester_residence: { province: '01', commune: '00082', detail: 'Số 1' } };
    const { draft: opened } = await call(page, 'GET', path);
    await call(page, 'PATCH', `${path}/answers`, { changes: byHand, page: null }, { 'If-Match': `"${opened.revision}"` });
    await thanh.open('xem-lai', 'step.review.title');
    await setFaults({ population: 'ok' });
    expectTrouble(/answered 412: POST .*\/freeze/);
    // As long as it is silent nobody knows that the fee is waived.
    await thanh.hands.press(thanh.button('step.review.to_pay'));
    const news = thanh.main.getByRole('alert');
    await expect(news).toContainText(thanh.say('step.review.moved'));
    await expect(thanh.main.locator('#changed')).toBeFocused();
    const line = (field) => news.getByRole('listitem').filter({ has: page.getByRole('link', { name: thanh.text(`field.${field}.label`), exact: true }) });
    await expect(line('requester_residence'), 'what was typed').toContainText('Số 1');
    await expect(line('requester_residence'), 'by whom it is otherwise').toContainText(thanh.say('form.source.population'));
    await expect(line('phone'), 'what stands all the same').toContainText('0987000111');
    await expect(line('phone')).toContainText(thanh.say('step.changed.kept').split('. ')[1].split(';')[0]);
    await thanh.see('review-contradicted');

    await thanh.hands.press(line('requester_residence').getByRole('link'));
    await expect(thanh.heading).toHaveText(thanh.text('page.requester.title'));
    const known = thanh.form.known('requester_residence');
    await expect(known).toBeFocused();
    await thanh.hands.press(known.getByText(thanh.say('form.known.wrong')));
    await thanh.hands.type(known.getByRole('textbox', { name: thanh.say('form.known.note') }), 'Tôi đã chuyển đến Số 1');
    await thanh.form.saved();
    await thanh.form.goOn();
    await thanh.arrived(thanh.say('step.review.title'));
    await expect(thanh.main, 'it is told once').not.toContainText(thanh.say('step.review.moved'));
    await expect(thanh.main).toContainText('Tôi đã chuyển đến Số 1');
    await thanh.freeze('to_file');
    await thanh.receipt();
    const content = await call(page, 'GET', `${path}/dossier.json`);
    expect(content.answers.phone).toBe('0987000111');
    expect(content.provenance.phone.origin).toBe('changed');
    expect(content.answers.requester_residence.detail).not.toBe('Số 1');
  });
}

test('answers that a register speaks against as it is asked again are named on the page where it is asked', async ({ page }) => {
  await setFaults({ population: 'down' });
  const thanh = await answeredExtract(page, { isLookedAt: true });
  const { draft: opened } = await call(page, 'GET', `/api/dossiers/${thanh.id}`);
  const byHand = { requester_residence: { province: '01', commune: '00082', detail: 'Số 1' } };
  await call(page, 'PATCH', `/api/dossiers/${thanh.id}/answers`, { changes: byHand, page: null }, { 'If-Match': `"${opened.revision}"` });
  await thanh.open('ke-khai/start', 'page.start.title');
  await setFaults({ population: 'ok' });
  await thanh.hands.press(thanh.button('step.register.again'));
  const news = thanh.main.getByRole('alert');
  await expect(news.getByRole('link', { name: thanh.text('field.requester_residence.label'), exact: true })).toBeVisible();
  await expect(thanh.main.locator('#changed')).toBeFocused();
  await expect(news.getByRole('listitem'), 'what nobody had typed is not told').toHaveCount(1);
  await thanh.see('form-contradicted');
});

test('what has changed elsewhere while it was reviewed is shown anew, and then goes on', async ({ page, expectTrouble }) => {
  const thanh = await answeredExtract(page, { isLookedAt: true });
  await thanh.open('xem-lai', 'step.review.title');
  for (const agree of [false, true]) await call(page, 'POST', `/api/consents/${code}`, { agree, text: consentText });
  expectTrouble(/answered 412: POST .*\/freeze/);
  await thanh.hands.press(thanh.button('step.review.to_file'));
  await expect(thanh.main.getByRole('alert')).toContainText(thanh.say('step.review.moved'));
  await thanh.see('review-moved');
  await thanh.freeze('to_file');
  await thanh.receipt();
});

test('what another window has fixed while it was reviewed is shown as fixed, and said to be news', async ({ page, expectTrouble }) => {
  const thanh = await answeredExtract(page, { isLookedAt: true });
  await thanh.open('xem-lai', 'step.review.title');
  const path = `/api/dossiers/${thanh.id}`;
  for (const agree of [false, true]) await call(page, 'POST', `/api/consents/${code}`, { agree, text: consentText });
  let isFixed = false;
  await page.route(`**${path}`, async (route) => {
    if (!isFixed) {
      isFixed = true;
      const { draft } = await call(page, 'GET', `${path}?`);
      await call(page, 'POST', `${path}/freeze`, { revision: draft.revision, confirmed: [] }, { 'Idempotency-Key': crypto.randomUUID() });
    }
    return route.continue();
  });
  expectTrouble(/answered 412: POST .*\/freeze/);
  await thanh.hands.press(thanh.button('step.review.to_file'));
  await expect(thanh.heading).toHaveText(thanh.say('step.review.frozen'));
  await expect(thanh.main.getByRole('alert')).toContainText(thanh.say('step.review.moved'));
  await thanh.see('review-moved-frozen');
});
