// Acting for somebody else: an elderly father authorises his grown son, a mother acts for her child of the register's word. Each goes on to
// the receipt; every screen says for whom, the other's details are there with their source, and the helper's own are not.
import { Applicant } from './support/applicant.mjs';
import { call, consentText, enter } from './support/prepared.mjs';
import { Officer, advance, chooseIdentity, people } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';
import { beginning } from './support/words.mjs';

const { hang, thanh, bay } = people;
const code = '2.000635';
const bao = { name: 'Trần Gia Bảo', given: 'Bảo' };
const stories = [['vi', 'mouse'], ['en', 'keyboard']];

/** Fills in a mandate for Lê Văn Thành and presses. */
async function fillMandate(parent) {
  const { main, hands, say } = parent;
  await hands.type(main.getByLabel(say('mandates.grantee'), { exact: true }), thanh.id);
  await hands.type(main.getByLabel(say('mandates.grantee_name'), { exact: true }), thanh.name);
  await hands.choose(main.getByRole('checkbox', { name: parent.text('title') }));
  await hands.press(parent.button('mandates.give.go'));
}

/** From the question for whom to the first page of the form. */
async function begin(helper, choice, who) {
  await helper.hands.press(helper.button('service.behalf'));
  const question = helper.page.getByRole('dialog').filter({ hasText: helper.say('service.behalf.title') });
  const way = question.getByRole('button', { name: helper.say(choice, { name: who.name }) });
  await expect(way).toBeVisible();
  await helper.see(`${choice}-question`);
  await helper.hands.press(way);
  await helper.landed(helper.text('page.start.title'));
  [, helper.id] = /\/ho-so\/([^/]+)\//.exec(new URL(helper.page.url()).pathname);
}

/** The screen says for whom, above the step and in the masthead. */
async function saysForWhom(helper, who) {
  await expect(helper.main).toContainText(helper.say('step.acting', { name: who.name }));
  await expect(helper.page.getByRole('banner')).toContainText(helper.say('app.acting_for', { name: who.name }));
}

/** On a phone, at the end of a page of questions, one still sees for whom; where little is seen at once, nothing is covered by it. */
async function staysInSight(helper, who) {
  const line = helper.main.getByText(helper.say('step.acting', { name: who.name }));
  const before = helper.page.viewportSize();
  await helper.page.setViewportSize({ width: 360, height: 640 });
  await helper.button('form.continue').scrollIntoViewIfNeeded();
  await expect(line).toBeInViewport({ ratio: 1 });
  await helper.page.setViewportSize({ width: 320, height: 256 });
  await helper.button('form.continue').scrollIntoViewIfNeeded();
  await expect(line).not.toBeInViewport();
  await helper.page.setViewportSize(before);
}

/** From the first page to the receipt, whose code is given back. `answers` are those that nobody knows; `note` calls the name wrong. */
async function fileFor(helper, who, right, answers, note) {
  const { main, form, say } = helper;
  const isFor = async (name) => {
    await saysForWhom(helper, who);
    await helper.see(`${name}-${right}`);
  };
  for (const [page, given] of Object.entries(answers)) {
    await expect(helper.heading).toHaveText(helper.text(`page.${page}.title`));
    await form.answerAll(given);
    if (Object.keys(given).length > 0) await form.saved();
    await isFor(`form-${page}-acting`);
    // Whatever the form asks, the helper's own name is no answer to it.
    await expect(main, `${page} has nothing of the helper's`).not.toContainText(helper.person.name);
    if (page === 'person') {
      const name = form.known('person_name');
      await expect(name).toContainText(who.given);
      await expect(name).toContainText(say('form.source.population'));
      if (note) {
        await helper.hands.press(name.getByText(say('form.known.wrong')));
        await helper.hands.type(name.getByRole('textbox', { name: say('form.known.note') }), note);
        await form.saved();
      }
    }
    if (page === 'contact') {
      await expect(form.control('email')).toHaveValue('');
      await staysInSight(helper, who);
    }
    await form.goOn();
  }
  await helper.isOnPage('documents');
  await isFor('documents-acting');
  await form.goOn();
  await helper.arrived(say('step.review.title'));
  await expect(main).toContainText(who.name);
  await isFor('review-acting');
  await helper.freeze('to_pay');
  await expect(helper.heading).toHaveText(say('step.pay.title'));
  await isFor('pay-acting');
  await helper.pay();
  await helper.receipt();
  await isFor('receipt-acting');
  const code = await helper.main.getByText(/^H\d\d\.\d\d-\d{6}-\d{4}$/).innerText();
  const content = await call(helper.page, 'GET', `/api/dossiers/${helper.id}/dossier.json`);
  expect(content.applicant.id).toBe(helper.person.id);
  expect(content.on_behalf_of).toMatchObject({ name: who.name, right });
  expect(JSON.stringify(content.answers)).not.toContain(helper.person.id);
  return code;
}

/** What the officer reads: for whom, and what is called wrong. */
async function isReadAtTheDesk(desk, helper, code, who, note) {
  await new Officer(desk, helper.handsFor(desk)).open(code);
  const line = (term) => desk.getByRole('definition').filter({ hasText: term });
  await expect(line(who.name)).toHaveCount(1);
  await expect(line(helper.person.name)).toHaveCount(1);
  const notes = desk.getByRole('region', { name: 'Thông tin mà người nộp cho là sai' });
  await expect(notes.getByRole('row').filter({ hasText: 'person_name' })).toContainText(note);
  await see(desk, 'sandbox-desk-acting', { lang: 'vi' });
}

/** Copies of a person's own birth record, of which registers know all but what is in `rest`. */
const answers = (rest) => ({
  start: { extract: 'birth', for_whom: 'self' },
  requester: {},
  person: {},
  registration: {},
  copies: { copies: '2' },
  contact: { phone: '0903112233', receive: 'online' },
  attestation: { pledge: true },
  ...rest,
});

/** A command's key. */
const key = () => ({ 'Idempotency-Key': crypto.randomUUID() });

/** Hằng opens copies of Bảy's birth record by a mandate that he gives her now, and answers every question. Gives the mandate and the revision. */
async function begunByMandate(bay, hang) {
  await enter(bay);
  const last = new Date(`${(await call(bay.page, 'GET', '/api/session')).today}T00:00:00Z`);
  last.setUTCDate(last.getUTCDate() + 30);
  const wanted = { grantee: hang.person.id, grantee_name: hang.person.name, procedures: [code], ends_on: last.toISOString().slice(0, 10) };
  const { id: mandate } = await call(bay.page, 'POST', '/api/mandates', wanted);
  await enter(hang);
  await call(hang.page, 'POST', `/api/consents/${code}`, { agree: true, text: consentText });
  const opened = await call(hang.page, 'POST', '/api/dossiers', { procedure: code, language: hang.lang, another: true, acting_for: mandate }, key());
  hang.id = opened.id;
  const given = { extract: 'birth', for_whom: 'self', registered_place: 'UBND xã Nhơn Ái, huyện Phong Điền, tỉnh Cần Thơ', copies: '2', phone: '0912345678', receive: 'online', pledge: true };
  const { revision } = await call(hang.page, 'PATCH', `/api/dossiers/${hang.id}/answers`, { changes: given, page: null }, { 'If-Match': `"${opened.draft.revision}"` });
  return { mandate, revision };
}

/** The row of the open dossier in the list. */
const row = ({ main, page, id }) => main.getByRole('listitem').filter({ has: page.locator(`a[href="/ho-so/${id}"]`) });

/** What a sentence says behind its last blank. */
const end = (sentence) => sentence.split('}').pop().trim();

for (const [lang, by] of stories) {
  test(`a grown son whom his elderly father has authorised files for him (${lang}, by ${by})`, async ({ page, newVisitor, expectTrouble }) => {
    test.slow();
    const parent = new Applicant({ page: await newVisitor(), person: bay, code, lang, by, isLookedAt: true });
    await enter(parent, '/toi/uy-quyen');
    await expect(parent.heading).toHaveText(parent.say('mandates.title'));
    await parent.see('mandates-none');
    expectTrouble(/answered 422: POST .*\/api\/mandates/);
    await parent.hands.press(parent.button('mandates.give.go'));
    await expect(parent.main).toContainText(parent.say('mandates.grantee.wrong'));
    await expect(parent.main).toContainText(parent.say('mandates.grantee_name.wrong'));
    await expect(parent.main.getByLabel(parent.say('mandates.grantee'), { exact: true })).toBeFocused();
    await parent.see('mandates-wrong');
    // What one may not submit without confirming who one is, one does not hand on without it either.
    await advance(11 * 60);
    expectTrouble(/answered 403: POST .*\/api\/mandates/);
    await fillMandate(parent);
    await expect(parent.main.getByRole('alert')).toContainText(parent.say('mandates.unconfirmed'));
    await parent.see('mandates-unconfirmed');
    await parent.hands.press(parent.link('api.unconfirmed.go'));
    await chooseIdentity(parent.page, parent.hands, bay);
    await expect(parent.heading).toHaveText(parent.say('mandates.title'));
    // Everything is as it was left, nothing of it is kept any longer, and one stands before it.
    await expect(parent.main.locator('#mandate-back')).toBeFocused();
    await expect(parent.main.locator('#mandate-back')).toContainText(parent.say('mandates.back'));
    await expect(parent.main.getByLabel(parent.say('mandates.grantee'), { exact: true })).toHaveValue(thanh.id);
    await expect(parent.main.getByLabel(parent.say('mandates.grantee_name'), { exact: true })).toHaveValue(thanh.name);
    await expect(parent.main.getByRole('checkbox', { name: parent.text('title') })).toBeChecked();
    expect(await parent.page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
    expect(parent.page.url()).toMatch(/\/toi\/uy-quyen$/);
    await parent.see('mandates-back');
    await parent.hands.press(parent.button('mandates.give.go'));
    await expect(parent.main).toContainText(parent.say('mandates.waiting.why'));
    await expect(parent.main.locator('#mandate-back')).toHaveCount(0);
    await parent.see('mandates-waiting');

    const son = new Applicant({ page, person: thanh, code, lang, by, isLookedAt: true });
    await enter(son, `/dich-vu/${code}`);
    await call(page, 'POST', `/api/consents/${code}`, { agree: true, text: consentText });
    await begin(son, 'service.behalf.mandate', bay);
    const place = 'UBND xã Nhơn Ái, huyện Phong Điền, tỉnh Cần Thơ';
    await fileFor(son, { ...bay, given: 'Bảy' }, 'mandate', answers({ registration: { registered_place: place } }));

    // The page of what was filed says for whom, and that the result is not the helper's.
    await page.goto(`/ho-so/${son.id}`);
    await expect(son.heading).toContainText(son.text('title'));
    await expect(son.main).toContainText(son.say('app.acting_for', { name: bay.name }));
    await expect(page.getByRole('banner')).toContainText(son.say('app.acting_for', { name: bay.name }));
    await expect(son.main).toContainText(son.say('dossier.result.mandate', { name: bay.name }));
    await expect(son.main).toContainText(son.say('dossier.papers.why.alone'));
    await son.see('dossier-acting');
    await son.hands.press(son.link('dossier.back'));
    await son.arrived(son.say('dossiers.title'));
    await expect(page.getByRole('banner'), 'elsewhere one acts for oneself').not.toContainText(bay.name);

    await parent.page.reload();
    await expect(parent.main).toContainText(parent.say('mandates.in_force'));
    await parent.see('mandates');
    await page.goto('/toi/thong-tin');
    await son.hands.press(son.main.getByText(son.say('mine.events'), { exact: true }).first());
    await expect(son.main.getByRole('listitem').filter({ hasText: son.say('mine.order.paid').split('{')[0] }).first()).toBeVisible();
    await son.see('mine-paid');

    await parent.hands.press(parent.main.getByRole('button', { name: parent.say('mandates.take_back') }).first());
    const question = parent.page.getByRole('dialog', { name: parent.say('mandates.take_back.title') });
    await expect(question).toContainText(parent.say('mandates.take_back.body'));
    await parent.see('mandates-take-back');
    await parent.hands.press(question.getByRole('button', { name: parent.say('mandates.take_back.yes'), exact: true }));
    await expect(parent.main).toContainText(parent.say('mandates.revoked'));
    await expect(parent.page.getByText(parent.say('mandates.take_back.done'))).toBeAttached();
  });

  test(`a mother files for her child, whom the register knows (${lang}, by ${by})`, async ({ page, newVisitor }) => {
    test.slow();
    const mother = new Applicant({ page, person: hang, code, lang, by, isLookedAt: true });
    await enter(mother, `/dich-vu/${code}`);
    // As long as registers may not be asked nobody is her child; she may agree where she is told so.
    await call(page, 'POST', `/api/consents/${code}`, { agree: false, text: consentText });
    await mother.hands.press(mother.button('service.behalf'));
    const question = page.getByRole('dialog').filter({ hasText: mother.say('service.behalf.title') });
    await expect(question).toContainText(mother.say('service.behalf.none'));
    await expect(question).toContainText(mother.say('service.behalf.consent.people'));
    await mother.see('service-behalf-none');
    await mother.hands.press(question.getByRole('button', { name: mother.say('step.consent.agree'), exact: true }));
    await expect(question.locator('#behalf')).toBeFocused();
    await expect(question.getByRole('button', { name: mother.say('service.behalf.parent', { name: bao.name }) })).toBeVisible();
    await mother.hands.press(question.getByRole('button', { name: mother.say('app.cancel'), exact: true }));
    await expect(question).toBeHidden();
    await begin(mother, 'service.behalf.parent', bao);
    const note = 'Chữ đệm viết sai';
    const filed = await fileFor(mother, bao, 'parent', answers(), note);
    await isReadAtTheDesk(await newVisitor(), mother, filed, bao, note);
  });

  test(`a helper whose mandate was taken back reads why, and all that is left is to discard the draft (${lang}, by ${by})`, async ({ page, newVisitor, expectTrouble }) => {
    const parent = new Applicant({ page: await newVisitor(), person: bay, code, lang, by, isLookedAt: true });
    const helper = new Applicant({ page, person: hang, code, lang, by, isLookedAt: true });
    const { mandate } = await begunByMandate(parent, helper);
    await helper.open('xem-lai', 'step.review.title');
    await call(parent.page, 'DELETE', `/api/mandates/${mandate}`);
    expectTrouble(/answered 403: POST .*\/freeze/);
    expectTrouble(/answered 403: GET .*\/api\/dossiers\/[^/]+$/);
    await helper.freeze('to_pay');
    await helper.arrived(helper.say('api.right_over.title'));
    await expect(helper.main).toContainText(helper.say('right_over.mandate_revoked'));
    await expect(helper.button('step.review.to_pay'), 'nothing can be submitted beside it').toHaveCount(0);
    await expect(helper.main, 'nor is anything of it shown any more').not.toContainText('Nhơn Ái');
    await helper.see('review-right-over');

    await helper.hands.press(helper.link('app.nav.dossiers'));
    await helper.landed(helper.say('dossiers.title'));
    await expect(row(helper)).toContainText(helper.say('right_over'));
    await expect(row(helper)).toContainText(helper.say('right_over.mandate_revoked'));
    await expect(row(helper)).toContainText(helper.say('right_over.discard'));
    await expect(row(helper).getByRole('link', { name: helper.say('dossiers.resume') })).toHaveCount(0);
    await helper.see('dossiers-right-over');

    await parent.page.goto('/toi/thong-tin');
    await expect(parent.main).toContainText(end(parent.say('mine.acted.over')));
    await parent.see('mine-acted-over');

    await helper.hands.press(row(helper).getByRole('link', { name: helper.text('title') }));
    await helper.arrived(helper.say('api.right_over.title'));
    await expect(helper.main).toContainText(helper.say('right_over.mandate_revoked'));
    await helper.see('dossier-right-over');
    await helper.hands.press(helper.main.getByRole('button', { name: beginning(helper.say('dossiers.discard')) }));
    const question = page.getByRole('dialog').filter({ hasText: helper.say('dossiers.discard.title') });
    await helper.hands.press(question.getByRole('button', { name: helper.say('dossiers.discard.yes'), exact: true }));
    await helper.arrived(helper.say('dossiers.title'));
    await expect(page.getByText(helper.say('dossiers.discard.done'))).toBeAttached();
    await expect(row(helper)).toHaveCount(0);
  });

  test(`a fee under way when the mandate is taken back is followed and not paid again (${lang}, by ${by})`, async ({ page, newVisitor }) => {
    const parent = new Applicant({ page: await newVisitor(), person: bay, code, lang, by, isLookedAt: true });
    const helper = new Applicant({ page, person: hang, code, lang, by, isLookedAt: true });
    const { mandate, revision } = await begunByMandate(parent, helper);
    await call(page, 'POST', `/api/dossiers/${helper.id}/freeze`, { revision }, key());
    await parent.page.goto('/toi/thong-tin');
    await expect(parent.main).toContainText(end(parent.say('mine.acted.fixed')));
    await call(page, 'POST', `/api/dossiers/${helper.id}/payment`, null, key());
    await call(parent.page, 'DELETE', `/api/mandates/${mandate}`);
    await parent.page.reload();
    await expect(parent.main).toContainText(end(parent.say('mine.acted.over.fee')));

    await page.goto('/ho-so');
    await expect(row(helper)).toContainText(helper.say('right_over.mandate_revoked'));
    await expect(row(helper)).toContainText(helper.say('right_over.fee'));
    await helper.see('dossiers-fee-under-way');
    await helper.hands.press(row(helper).getByRole('link', { name: helper.text('title') }));
    await expect(helper.heading).toContainText(helper.text('title'));
    await expect(helper.main).toContainText(helper.say('right_over.fee'));
    await helper.see('dossier-fee-under-way');
    await helper.hands.press(helper.link('dossier.fee.follow'));
    await helper.landed(helper.say('step.pay.pending'));
    await expect(helper.main).toContainText(helper.say('right_over.mandate_revoked'));
    await expect(helper.main).toContainText(helper.say('right_over.fee'));
    await expect(helper.button('step.pay.cancel')).toBeVisible();
    await expect(helper.button('step.pay.resume'), 'no way to pay stands beside it').toHaveCount(0);
    await helper.see('pay-right-over');
  });
}

test('a number that was typed and services that were ticked are there in the other language too', async ({ page }) => {
  const parent = new Applicant({ page, person: people.cham, code: '2.000635' });
  const english = new Applicant({ page, person: people.cham, code: '2.000635', lang: 'en' });
  await enter(parent, '/toi/uy-quyen');
  await parent.hands.type(parent.main.getByLabel(parent.say('mandates.grantee'), { exact: true }), thanh.id);
  await parent.hands.type(parent.main.getByLabel(parent.say('mandates.grantee_name'), { exact: true }), thanh.name);
  await parent.hands.choose(parent.main.getByRole('checkbox', { name: parent.text('title') }));
  await parent.hands.press(page.getByRole('banner').getByRole('button', { name: 'English' }));
  await expect(english.heading).toHaveText(english.say('mandates.title'));
  await expect(english.main.getByRole('checkbox', { name: english.text('title') })).toBeChecked();
  await expect(english.main.getByLabel(english.say('mandates.grantee'), { exact: true })).toHaveValue(thanh.id);
  await expect(english.main.getByLabel(english.say('mandates.grantee_name'), { exact: true })).toHaveValue(thanh.name);
});

for (const lang of ['vi', 'en']) {
  test(`whose account is of too low a level to hand something on reads so before confirming anything (${lang})`, async ({ page, expectTrouble }) => {
    const low = new Applicant({ page, person: people.nobody, code, lang, isLookedAt: true });
    await enter(low, '/toi/uy-quyen');
    expectTrouble(/answered 403: POST .*\/api\/mandates/);
    await fillMandate(low);
    await expect(low.main.getByRole('alert')).toContainText(low.say('mandates.level'));
    await low.see('mandates-level');
  });
}

test('a mandate that was filled in before confirming is nobody else’s, and gone after signing out', async ({ page, expectTrouble }) => {
  const parent = new Applicant({ page, person: people.cham, code });
  await enter(parent, '/toi/uy-quyen');
  await advance(11 * 60);
  expectTrouble(/answered 403: POST .*\/api\/mandates/);
  await fillMandate(parent);
  await parent.hands.press(parent.link('api.unconfirmed.go'));
  await chooseIdentity(page, parent.hands, hang);
  await expect(parent.main.getByRole('alert')).toContainText(parent.say('sign_in.other_person.title'));
  await parent.hands.press(page.getByRole('banner').getByRole('button', { name: parent.say('app.sign_out'), exact: true }));
  await expect(page.getByRole('banner').getByRole('link', { name: parent.say('app.sign_in'), exact: true })).toBeVisible();
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  await enter(new Applicant({ page, person: hang, code }), '/toi/uy-quyen');
  await expect(parent.main.getByLabel(parent.say('mandates.grantee'), { exact: true })).toHaveValue('');
});
