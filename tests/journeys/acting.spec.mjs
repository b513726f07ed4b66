// Acting for somebody else: an elderly father authorises his grown son, a mother acts for her child of the register's word. Each goes on to
// the receipt; every screen says for whom, the other's details are there with their source, and the helper's own are not.
import { Applicant } from './support/applicant.mjs';
import { call, consentText, enter } from './support/prepared.mjs';
import { Officer, advance, chooseIdentity, people } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';

const { hang, thanh, bay } = people;
const code = '2.000635';
const bao = { name: 'Trần Gia Bảo', given: 'Bảo' };
const stories = [['vi', 'mouse'], ['en', 'keyboard']];

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
    if (page === 'contact') await expect(form.control('email')).toHaveValue('');
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
    const authorise = async () => {
      await parent.hands.type(parent.main.getByLabel(parent.say('mandates.grantee'), { exact: true }), thanh.id);
      await parent.hands.type(parent.main.getByLabel(parent.say('mandates.grantee_name'), { exact: true }), thanh.name);
      await parent.hands.choose(parent.main.getByRole('checkbox', { name: parent.text('title') }));
      await parent.hands.press(parent.button('mandates.give.go'));
    };
    // What one may not submit without confirming who one is, one does not hand on without it either.
    await advance(11 * 60);
    expectTrouble(/answered 403: POST .*\/api\/mandates/);
    await authorise();
    await expect(parent.main.getByRole('alert')).toContainText(parent.say('mandates.unconfirmed'));
    await parent.see('mandates-unconfirmed');
    await parent.hands.press(parent.link('api.unconfirmed.go'));
    await chooseIdentity(parent.page, parent.hands, bay);
    await expect(parent.heading).toHaveText(parent.say('mandates.title'));
    await authorise();
    await expect(parent.main).toContainText(parent.say('mandates.waiting.why'));
    await parent.see('mandates-waiting');

    const son = new Applicant({ page, person: thanh, code, lang, by, isLookedAt: true });
    await enter(son, `/dich-vu/${code}`);
    await call(page, 'POST', `/api/consents/${code}`, { agree: true, text: consentText });
    await begin(son, 'service.behalf.mandate', bay);
    const place = 'UBND xã Nhơn Ái, huyện Phong Điền, tỉnh Cần Thơ';
    await fileFor(son, { ...bay, given: 'Bảy' }, 'mandate', answers({ registration: { registered_place: place } }));

    await parent.page.reload();
    await expect(parent.main).toContainText(parent.say('mandates.in_force'));
    await parent.see('mandates');
    await page.goto('/toi/thong-tin');
    await son.hands.press(son.main.getByText(son.say('mine.events'), { exact: true }).first());
    await expect(son.main.getByRole('listitem').filter({ hasText: son.say('mine.order.paid').split('{')[0] }).first()).toBeVisible();
    await son.see('mine-paid');

    await parent.hands.press(parent.main.getByRole('button', { name: parent.say('mandates.take_back') }).first());
    await expect(parent.main).toContainText(parent.say('mandates.revoked'));
  });

  test(`a mother files for her child, whom the register knows (${lang}, by ${by})`, async ({ page, newVisitor }) => {
    test.slow();
    const mother = new Applicant({ page, person: hang, code, lang, by, isLookedAt: true });
    await enter(mother, `/dich-vu/${code}`);
    // As long as registers may not be asked nobody is her child, and she is told how that changes.
    await call(page, 'POST', `/api/consents/${code}`, { agree: false, text: consentText });
    await mother.hands.press(mother.button('service.behalf'));
    const question = page.getByRole('dialog').filter({ hasText: mother.say('service.behalf.title') });
    await expect(question).toContainText(mother.say('service.behalf.none'));
    await mother.see('service-behalf-none');
    await mother.hands.press(question.getByRole('button', { name: mother.say('app.cancel'), exact: true }));
    await expect(question).toBeHidden();
    await call(page, 'POST', `/api/consents/${code}`, { agree: true, text: consentText });
    await begin(mother, 'service.behalf.parent', bao);
    const note = 'Chữ đệm viết sai';
    const filed = await fileFor(mother, bao, 'parent', answers(), note);
    await isReadAtTheDesk(await newVisitor(), mother, filed, bao, note);
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
