// Help with filling in: a neighbour fills in the birth of a child on her own device and hands it over; the mother checks, states, signs and
// pays on hers. The helper cannot sign, and cannot open it any more.
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { Applicant } from './support/applicant.mjs';
import { births, call, consentText, enter } from './support/prepared.mjs';
import { Officer, people } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';

const { hang, thanh } = people;
const code = '1.001193';

/** The row of the dossier in the list. */
const row = ({ main, page, id }) => main.getByRole('listitem').filter({ has: page.locator(`a[href="/ho-so/${id}"]`) });

/** What a camera reads from a picture. */
function scanned(png) {
  const { data, width, height } = PNG.sync.read(png);
  return jsqr(new Uint8ClampedArray(data), width, height)?.data;
}

/** The mother lets him help, and registers be asked. */
async function asksForHelp(mother) {
  const { main, hands, say } = mother;
  await mother.page.goto('/toi/uy-quyen');
  await expect(main).toContainText(say('api.sign_in_needed.body'));
  await mother.see('mandates-signed-out');
  await expect(main.getByRole('textbox'), 'nothing to type that signing in would lose').toHaveCount(0);
  await enter(mother, '/toi/uy-quyen');
  await call(mother.page, 'POST', `/api/consents/${code}`, { agree: true, text: consentText });
  await hands.type(main.getByLabel(say('mandates.grantee'), { exact: true }), thanh.id);
  await hands.type(main.getByLabel(say('mandates.grantee_name'), { exact: true }), thanh.name);
  await hands.choose(main.getByRole('checkbox', { name: mother.text('title') }));
  await hands.choose(main.getByRole('radio', { name: say('mandates.extent.assist') }));
  await mother.see('mandates-to-assist');
  await hands.press(mother.button('mandates.give.go'));
  await expect(main.getByText(say('mandates.assists'), { exact: true })).toBeVisible();
}

/** From the service to the review, as far as a helper gets. The answers are those of the portal's own calls. */
async function fillsIn(helper, today) {
  const { page, main, hands, say } = helper;
  await enter(helper, `/dich-vu/${code}`);
  await hands.press(helper.button('service.behalf'));
  await hands.press(page.getByRole('dialog').getByRole('button', { name: say('service.behalf.assist', { name: hang.name }) }));
  await helper.landed(helper.text('page.start.title'));
  [, helper.id] = /\/ho-so\/([^/]+)\//.exec(new URL(page.url()).pathname);
  await expect(main).toContainText(say('step.acting', { name: hang.name }));
  await expect(main).toContainText(say('step.acting.help'));
  await expect(main.locator('.cd-consent'), 'whether registers may be asked is not his to decide').toHaveCount(0);
  await helper.see('form-assisting');
  const { draft } = await call(page, 'GET', `/api/dossiers/${helper.id}`);
  const { pledge, ...answers } = births(today);
  expect(pledge).toBe(true);
  await call(page, 'PATCH', `/api/dossiers/${helper.id}/answers`, { changes: answers, page: null }, { 'If-Match': `"${draft.revision}"` });
  await helper.open('ke-khai/attestation', 'page.attestation.title');
  await expect(main).toContainText(say('form.stated_by', { name: hang.name }));
  await expect(main, 'nobody tells him to tick what is not his to state').not.toContainText(helper.text('page.attestation.lede'));
  await helper.form.goOn();
  await helper.isOnPage('documents');
  await expect(main.getByText(say('papers.keep')), 'nor is a store of his spoken of').toHaveCount(0);
  await helper.form.goOn();
  await helper.arrived(say('step.review.title'));
  await expect(helper.button('step.review.to_sign'), 'a helper is not asked to sign').toHaveCount(0);
  await expect(main, 'what is stated is hers to state').toContainText(say('form.stated_by', { name: hang.name }));
  await helper.see('review-assisting');
}

test('SG10 a helper fills in on one device, and only the mother can state, sign and pay for it, on another', async ({ page, newVisitor, today, expectTrouble }) => {
  test.slow();
  const mother = new Applicant({ page: await newVisitor(), person: hang, code, isLookedAt: true });
  const helper = new Applicant({ page, person: thanh, code, isLookedAt: true });
  expectTrouble(/answered 401: GET .*\/api\/mandates$/);
  await asksForHelp(mother);
  await fillsIn(helper, today);
  mother.id = helper.id;
  const { say } = mother;

  await mother.page.goto('/ho-so');
  await expect(row(mother)).toContainText(say('status.helper.turn', { name: thanh.name }));
  await expect(mother.main.getByRole('heading', { name: say('dossiers.helper') }), 'it is not her turn').toBeVisible();
  await mother.see('dossiers-with-helper');
  // An address takes nothing from him: she is asked, and leaves it with him.
  await mother.page.goto(`/ho-so/${helper.id}/xem-lai`);
  await expect(mother.page).toHaveURL(`/ho-so/${helper.id}`);
  await mother.hands.press(mother.button('status.helper.go'));
  const question = mother.page.getByRole('dialog', { name: say('dossiers.take_back.sure') });
  await expect(question).toContainText(say('dossiers.take_back.sure.body', { name: thanh.name }));
  await mother.see('dossier-take-back');
  await mother.hands.press(question.getByRole('button', { name: say('app.cancel') }));

  // In another tab of his the form is still open when he hands it over.
  const stale = await page.context().newPage();
  let letGo;
  const isHandedOver = new Promise((resolve) => (letGo = resolve));
  await stale.route(/\/answers$/, async (route) => {
    await isHandedOver;
    await route.continue();
  });
  await stale.goto(`/ho-so/${helper.id}/ke-khai/child`);
  await stale.getByRole('main').getByRole('textbox').first().fill('Trương');
  await stale.locator('input[role=combobox]').first().focus();
  await helper.hands.press(helper.main.getByRole('button', { name: say('step.help.hand_over', { name: hang.name }), exact: true }));
  await helper.arrived(say('step.help.handed', { name: hang.name }));
  const drawing = helper.main.getByRole('img', { name: say('step.others.code', { name: hang.name }) });
  const url = new URL(scanned(await drawing.screenshot({ scale: 'device' })));
  expect([url.pathname, url.search, url.hash], 'an address, and no key').toEqual([`/ho-so/${helper.id}`, '', '']);
  await helper.see('handed-over');
  expectTrouble(/answered 403: PATCH .*\/answers$/);
  letGo();
  await expect(stale.getByRole('heading', { level: 1 }), 'the list goes with the page').toHaveText(say('api.right_over.title'));
  await stale.close();
  expectTrouble(/answered 403: GET .*\/api\/dossiers\/[^/]+$/);
  await page.goto(url.pathname);
  await helper.landed(say('api.right_over.title'));
  await expect(helper.main).toContainText(say('right_over.help_over'));
  await helper.see('help-over');

  await mother.page.goto('/');
  await expect(mother.main.locator('.cd-waiting__list')).toContainText(say('status.helped'));
  await mother.page.goto('/ho-so');
  await expect(row(mother)).toContainText(say('status.helped'));
  await mother.see('dossiers-helped');
  await mother.hands.press(row(mother).getByRole('link', { name: say('status.helped.go') }));
  await mother.landed(say('step.review.title'));
  await expect(mother.main).toContainText(say('step.help.by', { name: thanh.name }));
  await mother.freeze('to_sign');
  const missing = mother.main.getByRole('alert').getByRole('link', { name: mother.text('page.attestation.title') });
  await expect(missing, 'what only she can state is left to her').toBeVisible();
  await mother.see('review-helped');
  await mother.hands.press(missing);
  await mother.isOnPage('attestation');
  await mother.form.answerAll({ pledge: true });
  await mother.form.saved();
  await mother.form.goOn();
  await mother.arrived(say('step.review.title'));
  await mother.freeze('to_sign');
  const fingerprint = await mother.askToSign();
  const phone = mother.phone(await newVisitor());
  await phone.look();
  await phone.accept(fingerprint);
  await mother.pay();
  const official = await mother.receipt();
  await mother.open('xem-lai', 'step.filed');
  await expect(mother.main.getByText(`${thanh.name}, ${thanh.id}`)).toBeVisible();
  await mother.see('filed-helped');

  const desk = await newVisitor();
  await new Officer(desk, mother.handsFor(desk)).open(official);
  const line = desk.getByRole('definition').filter({ hasText: thanh.name });
  await expect(line).toContainText('chỉ giúp điền');
  await see(desk, 'sandbox-desk-helped', { lang: 'vi' });
});
