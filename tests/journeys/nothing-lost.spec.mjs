// Nothing a citizen has typed, attached, signed or paid for is lost: not by reload, Back, Forward, a second tab, a second start, signing out,
// or editing at the same time in two places.
import { pdf } from './support/papers.mjs';
import { answeredBirth, answeredExtract, lockedBirth, signedBirth } from './support/prepared.mjs';
import { advance, chooseIdentity, people } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';

/** Reload, Back and Forward, a second tab: the screen says the same each time, and `holds` is true of it. */
async function survives(applicant, heading, holds) {
  const { page } = applicant;
  const isThere = async () => {
    await expect(applicant.heading).toHaveText(heading);
    await holds(applicant);
  };
  await isThere();
  await page.reload();
  await isThere();
  await page.goBack();
  await page.goForward();
  await isThere();
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  applicant.use(tab);
  await isThere();
  await tab.close();
  applicant.use(page);
}

/** From the screen that asks for it, through the identity provider, and back. */
async function signInAgain({ page, hands, link, person }) {
  await hands.press(link('app.sign_in'));
  await hands.press(link('sign_in.button'));
  await chooseIdentity(page, hands, person);
}

test('what is typed survives a reload in the same second, Back, Forward and a second tab', async ({ page }) => {
  const thanh = await answeredExtract(page);
  await thanh.open('ke-khai/copies', 'page.copies.title');
  await thanh.form.goOn();
  await thanh.isOnPage('contact');
  await thanh.form.answer('email', 'le.thanh@example.vn');
  await page.reload();
  await survives(thanh, thanh.text('page.contact.title'), async ({ form }) => {
    await expect(form.control('email')).toHaveValue('le.thanh@example.vn');
  });

  await page.goBack();
  await expect(thanh.form.control('copies')).toHaveValue('3');
  await thanh.form.answer('copies', '4');
  await page.goForward();
  await page.goBack();
  await expect(thanh.form.control('copies')).toHaveValue('4');
});

test('papers survive at the documents, and all answers at the review', async ({ page, today }) => {
  const hang = await answeredBirth(page, today);
  await hang.open('giay-to', 'page.documents.title');
  await hang.form.answer('other_papers', pdf('Đơn đề nghị.pdf'));
  await hang.form.saved();
  await survives(hang, hang.text('page.documents.title'), ({ main }) => expect(main.getByRole('link', { name: 'Đơn đề nghị.pdf' })).toBeVisible());

  await hang.form.goOn();
  await survives(hang, hang.say('step.review.title'), async ({ main }) => {
    await expect(main.getByText('Trần Nguyễn Mỹ Uyên')).toBeVisible();
    await expect(main.getByText('Đơn đề nghị.pdf')).toBeVisible();
  });
});

test('a request that waits for the phone, and a fee that waits for its payment, survive', async ({ page, today, newVisitor }) => {
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  const fingerprint = await hang.askToSign();
  await survives(hang, hang.say('step.sign.wait.title'), (one) => expect(one.fingerprint).toHaveText(fingerprint));

  const phone = hang.phone(await newVisitor());
  await phone.look();
  await phone.accept(fingerprint);
  await survives(hang, hang.say('step.pay.title'), (one) => expect(one.button('step.pay.go')).toBeVisible());

  // Back from the payment page: the same order waits, and can be resumed or given up.
  await hang.hands.press(hang.button('step.pay.go'));
  await expect(page).toHaveURL(/\/vnpay\//);
  const order = page.url();
  await page.goBack();
  await expect(hang.heading).toHaveText(hang.say('step.pay.pending'));
  await hang.see('pay-pending');
  await hang.hands.press(hang.button('step.pay.resume'));
  await expect(page).toHaveURL(order);
  await page.getByRole('button', { name: 'Thanh toán', exact: true }).click();
  const code = await hang.receipt();
  await survives(hang, hang.say('step.receipt.title'), ({ main }) => expect(main).toContainText(code));
});

test('editing after signing asks first, then drops the signature and keeps every answer', async ({ page, today, newVisitor }) => {
  const hang = await signedBirth(page, today, newVisitor, { isLookedAt: true });
  const question = page.getByRole('dialog');
  await hang.hands.press(hang.button('step.thaw'));
  await expect(question).toContainText(hang.say('step.thaw.sure.body'));
  await expect(question.getByRole('button', { name: hang.say('app.cancel') }), 'an unwary Enter loses nothing').toBeFocused();
  await hang.see('thaw-question');
  await hang.hands.press(question.getByRole('button', { name: hang.say('app.cancel') }));
  await expect(hang.button('step.pay.go')).toBeVisible();

  await hang.hands.press(hang.button('step.thaw'));
  await hang.hands.press(question.getByRole('button', { name: hang.say('step.thaw.sure.yes') }));
  await hang.arrived(hang.say('step.review.title'));
  await hang.open('ke-khai/copies', 'page.copies.title');
  await expect(hang.form.control('copies')).toHaveValue('2');
  await hang.form.answer('copies', '3');
  await hang.form.saved();
  await hang.open('xem-lai', 'step.review.title');
  await expect(hang.main.getByText('Trần Nguyễn Mỹ Uyên')).toBeVisible();
  await hang.freeze('to_sign');
  await hang.arrived(hang.say('step.sign.title'));
});

test('starting the same service again offers the draft that is there', async ({ page }) => {
  const thanh = await answeredExtract(page, { isLookedAt: true });
  await thanh.open('ke-khai/contact', 'page.contact.title');
  await thanh.form.answer('email', 'le.thanh@example.vn');
  await thanh.form.saved();

  await page.goto(`/dich-vu/${thanh.procedure.code}`);
  await thanh.hands.press(thanh.button('service.start'));
  const question = page.getByRole('dialog');
  await expect(question).toContainText(thanh.say('service.existing.body'));
  await thanh.see('service-existing');
  await thanh.hands.press(question.getByRole('link', { name: thanh.say('service.existing.resume') }));
  await expect(page).toHaveURL(new RegExp(`/ho-so/${thanh.id}`));
  await thanh.see('dossier-draft');
  await thanh.hands.press(thanh.link('dossiers.resume'));
  await expect(thanh.heading).toHaveText(thanh.text('page.contact.title'));
  await expect(thanh.form.control('email')).toHaveValue('le.thanh@example.vn');
});

test('after signing out nothing is readable, and after signing in again everything is there', async ({ page, expectTrouble }) => {
  expectTrouble(/answered 401: GET .*\/api\/dossiers\//);
  const thanh = await answeredExtract(page, { isLookedAt: true });
  await thanh.open('ke-khai/contact', 'page.contact.title');
  await thanh.form.answer('email', 'le.thanh@example.vn');
  const here = page.url();

  // At once, before the line has been saved by itself.
  await thanh.hands.press(page.getByRole('button', { name: thanh.say('app.sign_out'), exact: true }));
  await expect(page.getByRole('banner').getByRole('link', { name: thanh.say('app.sign_in'), exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByText(thanh.person.name)).toHaveCount(0);

  await page.goto(here);
  await expect(thanh.heading).toHaveText(thanh.say('api.sign_in_needed.title'));
  await expect(page.getByText(thanh.person.name)).toHaveCount(0);
  await thanh.see('sign-in-needed');
  await signInAgain(thanh);
  await expect(page).toHaveURL(here);
  await expect(thanh.form.control('email')).toHaveValue('le.thanh@example.vn');
});

test('lines typed on a device that has slept past the end of the session are kept, which is said, and the way back leads to them', async ({ page, expectTrouble }) => {
  expectTrouble(/answered 401: GET .*\/api\/dossiers\//);
  const thanh = await answeredExtract(page, { isLookedAt: true });
  await thanh.open('ke-khai/contact', 'page.contact.title');
  const here = page.url();
  await advance(3 * 3600);
  await thanh.form.answer('email', 'le.thanh@example.vn');
  await thanh.form.saved();
  // The device is looked at again.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await expect(thanh.heading).toHaveText(thanh.say('api.sign_in_needed.title'));
  await expect(thanh.main.getByRole('alert').filter({ hasText: thanh.say('step.left.kept') })).toBeVisible();
  await thanh.see('left-kept');
  await signInAgain(thanh);
  await expect(page).toHaveURL(here);
  await expect(thanh.form.control('email')).toHaveValue('le.thanh@example.vn');
  await expect(page.getByText(thanh.say('step.left.kept')), 'said once').toHaveCount(0);
});

/** A second tab, where the citizen is signed in as well, and the press that signs out there. */
async function besides(applicant) {
  const tab = await applicant.page.context().newPage();
  await tab.goto('/');
  const banner = tab.getByRole('banner');
  await expect(banner.getByText(applicant.person.name)).toBeVisible();
  const leave = () => applicant.handsFor(tab).press(banner.getByRole('button', { name: applicant.say('app.sign_out'), exact: true }));
  const isOut = () => expect(banner.getByRole('link', { name: applicant.say('app.sign_in'), exact: true })).toBeVisible();
  return { tab, leave, isOut };
}

test('who signs out in one tab waits for what another tab is saving, and is off that tab although nobody looks at it', async ({ page, expectTrouble }) => {
  expectTrouble(/answered 401: GET .*\/api\/dossiers\//);
  const thanh = await answeredExtract(page);
  // Where one is is kept by itself; it is not what the other tab waits for.
  const isKept = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await thanh.open('ke-khai/contact', 'page.contact.title');
  await isKept;
  const { tab, leave, isOut } = await besides(thanh);
  const order = [];
  let letGo;
  const isLetGo = new Promise((resolve) => (letGo = resolve));
  await page.route('**/api/dossiers/*/answers', async (route) => {
    await isLetGo;
    order.push('saved');
    await route.continue();
  });
  page.context().on('request', (request) => request.url().endsWith('/api/session/sign-out') && order.push('signed out'));
  const isAsked = page.waitForRequest('**/api/dossiers/*/answers');
  await thanh.form.answer('email', 'le.thanh@example.vn');
  await isAsked;
  const isTold = tab.evaluate(() => new Promise((told) => addEventListener('storage', ({ newValue }) => newValue === 'saving' && told())));
  await leave();
  await isTold;
  letGo();
  await isOut();
  expect(order).toEqual(['saved', 'signed out']);

  await expect(thanh.heading).toHaveText(thanh.say('api.sign_in_needed.title'));
  await expect(page.getByText(thanh.person.name)).toHaveCount(0);
  await expect(thanh.main).toContainText(thanh.say('step.left.kept'));
  await page.unroute('**/api/dossiers/*/answers');
  await signInAgain(thanh);
  await expect(thanh.form.control('email')).toHaveValue('le.thanh@example.vn');
});

for (const [lang, by] of [['vi', 'mouse'], ['en', 'keyboard']]) {
  test(`a line that cannot be saved goes off the screen with whoever signs out elsewhere, and that it is lost is said (${lang}, by ${by})`, async ({ page, expectTrouble }) => {
    expectTrouble(/answered 401: GET .*\/api\/dossiers\//);
    expectTrouble(/answered 503: PATCH/);
    const thanh = await answeredExtract(page, { lang, by, isLookedAt: true });
    await thanh.open('ke-khai/contact', 'page.contact.title');
    const { leave, isOut } = await besides(thanh);
    await page.route('**/api/dossiers/*/answers', (route) => route.fulfill({ status: 503 }));
    await thanh.form.answer('email', 'never.saved@example.vn');
    await expect(thanh.main.getByText(thanh.say('form.save.failed.unavailable'))).toBeVisible();
    await leave();
    await isOut();
    await expect(thanh.heading).toHaveText(thanh.say('api.sign_in_needed.title'));
    await expect(thanh.main.getByRole('alert').filter({ hasText: thanh.say('step.left.lost') })).toBeVisible();
    await expect(page.getByText(thanh.person.name)).toHaveCount(0);
    await thanh.see('left-lost');
    await page.unroute('**/api/dossiers/*/answers');
    await signInAgain(thanh);
    await expect(thanh.form.control('email')).not.toHaveValue('never.saved@example.vn');
    await expect(page.getByText(thanh.say('step.left.lost')), 'said once').toHaveCount(0);
  });
}

test('when somebody else signs in, nothing of who was there before stays in another tab', async ({ page, expectTrouble }) => {
  expectTrouble(/answered 404: GET .*\/api\/dossiers\//);
  const thanh = await answeredExtract(page);
  await thanh.open('ke-khai/contact', 'page.contact.title');
  await thanh.form.answer('email', 'le.thanh@example.vn');
  await thanh.form.saved();
  // The session is gone from the browser, and no tab has noticed.
  await page.context().clearCookies();
  const tab = await page.context().newPage();
  await tab.goto('/dang-nhap?return_to=/ho-so');
  const hands = thanh.handsFor(tab);
  await hands.press(tab.getByRole('main').getByRole('link', { name: thanh.say('sign_in.button'), exact: true }));
  await chooseIdentity(tab, hands, people.hang);
  await expect(tab.getByRole('banner').getByText(people.hang.name)).toBeVisible();
  await expect(thanh.heading).toHaveText(thanh.say('api.not_found.title'));
  await expect(page.getByText(thanh.person.name)).toHaveCount(0);
});

test('two tabs that change the same answer are shown both versions, and the citizen chooses', async ({ page, expectTrouble }) => {
  const thanh = await answeredExtract(page, { isLookedAt: true });
  await thanh.open('ke-khai/contact', 'page.contact.title');
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  thanh.use(tab);
  await expect(thanh.heading).toHaveText(thanh.text('page.contact.title'));
  await thanh.form.answer('email', 'tab.two@example.vn');
  await thanh.form.saved();
  await tab.close();

  thanh.use(page);
  expectTrouble(/answered 412: PATCH/);
  await thanh.form.answer('email', 'tab.one@example.vn');
  const question = thanh.main.getByRole('alert');
  await expect(question).toContainText(thanh.say('form.conflict'));
  const versions = question.getByRole('group', { name: thanh.text('field.email.label') });
  await expect(versions).toContainText('tab.one@example.vn');
  await expect(versions).toContainText('tab.two@example.vn');
  await thanh.see('form-conflict');

  await thanh.hands.choose(versions.getByRole('radio', { name: 'tab.two@example.vn' }));
  await thanh.hands.press(question.getByRole('button', { name: thanh.say('form.conflict.save') }));
  await thanh.form.saved();
  await expect(thanh.form.control('email')).toHaveValue('tab.two@example.vn');
  await page.reload();
  await expect(thanh.form.control('email')).toHaveValue('tab.two@example.vn');
});

test('a draft can be thrown away, after asking, and then it is gone', async ({ page }) => {
  const thanh = await answeredExtract(page, { isLookedAt: true });
  await page.goto('/ho-so');
  await expect(thanh.heading).toHaveText(thanh.say('dossiers.title'));
  await thanh.see('dossiers');
  const mine = thanh.main.getByRole('listitem').filter({ has: page.locator(`a[href="/ho-so/${thanh.id}"]`) });
  await thanh.hands.press(mine.getByRole('button', { name: thanh.say('dossiers.discard') }));
  const question = page.getByRole('dialog');
  await expect(question).toContainText(thanh.say('dossiers.discard.body'));
  await expect(question.getByRole('button', { name: thanh.say('app.cancel') }), 'an unwary Enter loses nothing').toBeFocused();
  await thanh.see('dossiers-discard');
  await thanh.hands.press(question.getByRole('button', { name: thanh.say('dossiers.discard.yes') }));
  await expect(mine).toHaveCount(0);
  await expect(thanh.main.getByRole('region', { name: thanh.say('dossiers.title') })).toBeFocused();
  await expect(page.getByText(thanh.say('dossiers.discard.done'))).toBeAttached();
});
