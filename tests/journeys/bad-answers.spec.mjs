// Each provider's bad answer, and how the journey still ends well. Providers misbehave at the sandbox; time passes by its clock.
import { signedBirth, lockedBirth, answeredExtract, enter } from './support/prepared.mjs';
import { advance, chooseIdentity, payments, sandbox, sendNotifications, settle, ways } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';

test('a signature that is rejected on the phone can be asked for again', async ({ page, today, newVisitor }) => {
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  const phone = hang.phone(await newVisitor());
  const fingerprint = await hang.askToSign();
  await phone.look();
  await phone.reject(fingerprint);

  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.sign.rejected.title'));
  await hang.see('sign-rejected');
  await hang.askToSign();
  await phone.look();
  await phone.accept(fingerprint);
  await expect(hang.heading).toHaveText(hang.say('step.pay.title'));
});

test('a phone that stays silent lets the request expire, and the next request succeeds', async ({ page, today, newVisitor }) => {
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  const phone = hang.phone(await newVisitor());
  const fingerprint = await hang.askToSign();
  await advance(301);

  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.sign.expired.title'));
  await hang.see('sign-expired');
  await phone.look();
  await expect(phone.request(fingerprint), 'the phone offers nothing that came too late').toHaveCount(0);
  await hang.askToSign();
  await phone.look();
  await phone.accept(fingerprint);
  await expect(hang.heading).toHaveText(hang.say('step.pay.title'));
});

test('a signature that is lost after the phone agreed is called lost, and can be made again', async ({ page, today, newVisitor, providers }) => {
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  const phone = hang.phone(await newVisitor());
  const fingerprint = await hang.askToSign();
  await phone.look();
  await providers({ signing: 'lost-answer' });
  await phone.accept(fingerprint);
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.sign.failed.lost.title'));
  await hang.see('sign-lost');
  await hang.askToSign();
  await phone.look();
  await phone.accept(fingerprint);
  await expect(hang.heading).toHaveText(hang.say('step.pay.title'));
});

test('a payment that was cancelled at the gateway can be made afterwards', async ({ page, today, newVisitor }) => {
  const hang = await signedBirth(page, today, newVisitor, { isLookedAt: true });
  await hang.pay(ways.cancel);
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.pay.code.24'));
  await hang.see('pay-cancelled');
  await hang.hands.press(hang.button('step.pay.go'));
  await page.getByRole('button', { name: ways.pay, exact: true }).click();
  await hang.receipt();
});

test('PY11 who finds that a failed payment has taken money says so, the gateway is asked at once, and what to take to the bank stays told', async ({ page, today, newVisitor }) => {
  const hang = await signedBirth(page, today, newVisitor, { isLookedAt: true });
  const { say } = hang;
  await hang.pay(ways.cancel);
  await expect(hang.main.getByRole('alert')).toContainText(say('step.pay.code.24'));
  await hang.hands.press(hang.main.locator('summary').filter({ hasText: say('dispute.ask') }));
  await hang.hands.press(hang.button('dispute.go'));
  const told = hang.main.getByRole('alert').filter({ hasText: say('dispute.title') });
  await expect(told).toContainText(/16[.,]000/);
  await expect(told).toContainText(say('dispute.next'));
  const order = (await told.innerText()).match(/ mã ([a-z0-9]+)\./)[1];
  await expect(hang.button('dispute.again'), 'where it was pressed').toBeFocused();
  await hang.see('pay-disputed');
  await page.reload();
  await expect(hang.main.getByText(say('dispute.next')), 'it is still said').toBeVisible();

  await page.goto(`/ho-so/${hang.id}`);
  await expect(hang.main).toContainText(order);
  await expect(hang.main).toContainText(say('status.disputed.turn'));
  await hang.see('dossier-disputed');
  await page.goto('/toi/thanh-toan');
  await expect(hang.main).toContainText(say('payments.disputed'));
  await expect(hang.main).toContainText(order);
  await hang.see('payments-disputed');

  // Paying once more is asked about first.
  await hang.open('nop-phi', 'step.pay.title');
  const sure = page.getByRole('dialog', { name: say('dispute.sure') });
  await hang.hands.press(hang.button('step.pay.go'));
  await expect(sure).toContainText(say('dispute.sure.body'));
  await hang.see('pay-again-question');
  await hang.hands.press(sure.getByRole('button', { name: say('app.cancel'), exact: true }));
  await expect(hang.button('step.pay.go'), 'back where it was pressed').toBeFocused();
  // An order that was given up and is paid all the same: the page goes on by itself.
  await hang.hands.press(hang.button('step.pay.go'));
  await hang.hands.press(sure.getByRole('button', { name: say('dispute.sure.yes'), exact: true }));
  await expect(page).toHaveURL(/\/vnpay\/paymentv2\//);
  const gateway = page.url();
  await hang.open('nop-phi', 'step.pay.pending');
  await hang.hands.press(hang.button('step.pay.cancel'));
  await hang.hands.press(page.getByRole('dialog').getByRole('button', { name: say('step.pay.cancel.sure.yes'), exact: true }));
  await expect(hang.main.getByRole('alert')).toContainText(say('step.pay.code.cancelled'));
  const tab = await page.context().newPage();
  await tab.goto(gateway);
  await tab.getByRole('button', { name: ways.close, exact: true }).click();
  await hang.receipt();
});

test('whoever pays and closes the browser finds the dossier filed without another press', async ({ page, today, newVisitor }) => {
  const hang = await signedBirth(page, today, newVisitor);
  await hang.pay(ways.close);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bạn đã đóng trang thanh toán');
  await page.close();

  hang.use(await newVisitor());
  await enter(hang, `/ho-so/${hang.id}/bien-nhan`);
  await hang.receipt();
});

test('a payment whose notification is late is asked for, and the notification changes nothing when it comes', async ({ page, today, newVisitor }) => {
  const hang = await signedBirth(page, today, newVisitor);
  await hang.pay(ways.late);
  const code = await hang.receipt();
  await sendNotifications();
  await page.reload();
  expect(await hang.receipt()).toBe(code);
});

test('money of another amount than the fee does not count, goes back, and the fee can be paid', async ({ page, today, newVisitor }) => {
  const hang = await signedBirth(page, today, newVisitor, { isLookedAt: true });
  // The news come while the page is read.
  const payer = await page.context().newPage();
  await hang.hands.press(hang.button('step.pay.go'));
  await expect(page).toHaveURL(/\/vnpay\/paymentv2\//);
  await payer.goto(page.url());
  await hang.open('nop-phi', 'step.pay.pending');
  await payer.getByRole('button', { name: ways.other, exact: true }).click();
  await expect(payer.getByRole('alert')).toContainText(hang.say('step.pay.failed.amount'));
  await payer.close();
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.pay.failed.amount'));
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.pay.code.amount'));
  await expect(hang.main).toContainText(hang.say('refund.title'));
  await expect(hang.main).toContainText(/18[.,]000/);
  await hang.see('pay-other-amount');
  await hang.hands.press(hang.button('step.pay.go'));
  await page.getByRole('button', { name: ways.pay, exact: true }).click();
  await hang.receipt();
  await page.goto(`/ho-so/${hang.id}`);
  await expect(hang.main).toContainText(hang.say('refund.title'));
  await hang.see('dossier-refund-asked');
  // The bank needs an hour, longer than an idle session lives.
  await page.close();
  await advance(3601);
  hang.use(await newVisitor());
  await enter(hang, `/ho-so/${hang.id}`);
  await expect(hang.main).toContainText(hang.say('refund.done', { amount: '|', day: '|' }).split('|')[1]);
  await hang.see('dossier-refunded');
});

test('whoever presses pay as the time runs out waits for the bank instead of paying twice', async ({ page, today, newVisitor, expectTrouble }) => {
  const hang = await signedBirth(page, today, newVisitor, { isLookedAt: true });
  await hang.pay(ways.bank);
  await expect(page).toHaveURL(/\/choose$/);
  await hang.open('nop-phi', 'step.pay.pending');
  await advance(15 * 60);
  expectTrouble(/answered 409: POST .*\/payment/);
  await hang.hands.press(hang.button('step.pay.resume'));
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.pay.lapsing'));
  await hang.see('pay-lapsing');
  await hang.open('nop-phi', 'step.pay.pending');
  await advance(61);
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.pay.code.11'));
  await expect(hang.button('step.pay.go')).toBeVisible();
});

test('an order that was given up, taken up again and cancelled at the gateway makes room for another', async ({ page, today, newVisitor }) => {
  const hang = await signedBirth(page, today, newVisitor);
  const led = async () => {
    await hang.hands.press(hang.button('step.pay.go'));
    await expect(page).toHaveURL(/vnp_TxnRef=/);
    return new URL(page.url()).searchParams.get('vnp_TxnRef');
  };
  // A second tab has not heard of the order: it shows that one, whatever way is chosen there.
  const tab = await page.context().newPage();
  await tab.goto(`/ho-so/${hang.id}/nop-phi`);
  const other = tab.getByRole('main').getByRole('button', { name: hang.say('step.transfer.go'), exact: true });
  await expect(other).toBeVisible();
  const first = await led();
  await hang.handsFor(tab).press(other);
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText(hang.say('step.pay.pending'));
  await expect(tab.getByRole('alert'), 'it says that another is on screen').toContainText(hang.say('step.pay.other'));
  await expect(tab.getByRole('alert'), 'by which way').toContainText(hang.say('step.pay.go'));
  await see(tab, 'pay-other-open', { lang: hang.lang });
  await tab.close();
  await hang.open('nop-phi', 'step.pay.pending');
  const sure = page.getByRole('dialog', { name: hang.say('step.pay.cancel.sure') });
  await hang.hands.press(hang.button('step.pay.cancel'));
  await expect(sure).toContainText(hang.say('step.pay.cancel.sure.body'));
  await hang.hands.press(sure.getByRole('button', { name: hang.say('app.cancel'), exact: true }));
  await expect(sure).toBeHidden();
  await expect(hang.button('step.pay.cancel'), 'back where it was pressed').toBeFocused();
  await hang.hands.press(hang.button('step.pay.cancel'));
  await hang.hands.press(sure.getByRole('button', { name: hang.say('step.pay.cancel.sure.yes'), exact: true }));
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.pay.code.cancelled'));
  const [why] = hang.say('step.pay.kept', { ways: '|' }).split('|');
  await expect(hang.main, 'why there is one way only').toContainText(why);
  await expect(hang.main, 'and which cannot be chosen').toContainText(hang.say('step.transfer.go'));
  await hang.hands.press(hang.button('step.thaw'));
  const question = page.getByRole('dialog');
  await expect(question).toContainText(hang.say('step.thaw.sure.paying'));
  await hang.hands.press(question.getByRole('button', { name: hang.say('app.cancel'), exact: true }));
  expect(await led(), 'it can still take money, and is the same').toBe(first);
  await settle(page, hang.hands, ways.cancel);
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.pay.code.24'));
  expect(await led(), 'over there it is over').not.toBe(first);
  await settle(page, hang.hands, ways.pay);
  await hang.receipt();
});

test('a suspect payment is not offered again, and says so, also to who has to sign in first', async ({ page, today, newVisitor, expectTrouble }) => {
  const hang = await signedBirth(page, today, newVisitor, { isLookedAt: true });
  await hang.pay(ways.suspect);
  await expect(hang.heading).toHaveText(hang.say('step.pay.suspect'));
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.pay.suspect.again'));
  await expect(hang.main).toContainText(hang.say('step.pay.suspect.since', { time: '|' }).split('|')[0]);
  await expect(hang.link('step.receipt.follow'), 'there is a way on').toBeVisible();
  await hang.see('pay-suspect');
  await page.reload();
  await expect(hang.heading).toHaveText(hang.say('step.pay.suspect'));
  for (const key of ['step.pay.go', 'step.pay.resume', 'step.pay.cancel']) await expect(hang.button(key)).toHaveCount(0);
  // Back from paying after the session has ended.
  expectTrouble(/answered 401: GET .*\/api\/dossiers/);
  await page.context().clearCookies();
  await page.reload();
  await expect(hang.main).toContainText(hang.say('api.sign_in_needed.paying'));
  await hang.see('pay-signed-out');
  await hang.hands.press(hang.link('app.sign_in'));
  await expect(hang.heading).toHaveText(hang.say('sign_in.title'));
  await expect(hang.main, 'said where one signs in as well').toContainText(hang.say('api.sign_in_needed.paying'));
  await hang.see('sign-in-paying');
  await hang.hands.press(hang.link('sign_in.button'));
  await chooseIdentity(page, hang.hands, hang.person);
  await expect(hang.heading).toHaveText(hang.say('step.pay.suspect'));
});

for (const { end, cleared } of [{ end: 'paid', cleared: 'Xác nhận đã thanh toán' }, { end: 'refunded', cleared: 'Từ chối và hoàn tiền' }]) {
  test(`a suspect payment that the gateway has cleared as ${end} goes on by itself`, async ({ page, today, newVisitor }) => {
    const hang = await signedBirth(page, today, newVisitor);
    const earlier = (await payments()).map((order) => order.reference);
    await hang.pay(ways.suspect);
    await expect(hang.heading).toHaveText(hang.say('step.pay.suspect'));
    const { reference } = (await payments()).find((order) => !earlier.includes(order.reference));
    const control = await newVisitor();
    await control.goto(`${sandbox}/control`);
    await see(control, 'sandbox-control-suspect');
    const doubt = control.locator('form').filter({ hasText: reference });
    await doubt.getByRole('button', { name: cleared }).click();
    await expect(doubt).toHaveCount(0);
    // The backend asks about a suspect order again within five minutes.
    await advance(301);
    if (end === 'paid') await hang.receipt();
    else await expect(hang.button('step.pay.go')).toBeVisible();
  });
}

test('when the population register is down the form says so and can be filled in by hand', async ({ page, providers }) => {
  await providers({ register: 'down' });
  const thanh = await answeredExtract(page, { isLookedAt: true });
  await thanh.open('ke-khai/start', 'page.start.title');
  const register = thanh.say('form.source.population');
  await expect(thanh.main).toContainText(thanh.say('step.register.unavailable.title', { register }));
  await thanh.see('form-register-down');
  await thanh.open('ke-khai/requester', 'page.requester.title');
  await thanh.form.answer('requester_residence', { province: 'Thành phố Hồ Chí Minh', commune: 'Phường Sài Gòn' });
  await thanh.form.saved();
});

test('a desk that is down gets the dossier when it is up again, and no code is shown before', async ({ page, providers }) => {
  await providers({ desk: 'down' });
  const thanh = await answeredExtract(page, { isLookedAt: true });
  await thanh.open('xem-lai', 'step.review.title');
  await thanh.freeze('to_file');
  await expect(thanh.heading).toHaveText(thanh.say('step.receipt.filing'));
  await expect(thanh.main.getByText(/H\d\d\.\d\d-/)).toHaveCount(0);
  await thanh.see('receipt-filing');
  await providers({ desk: 'ok' });
  await advance(600);
  await thanh.receipt();
});

test('what is typed without a network is announced as unsaved, and saved when it is back', async ({ page, context, expectTrouble }) => {
  const thanh = await answeredExtract(page, { isLookedAt: true });
  await thanh.open('ke-khai/contact', 'page.contact.title');
  await context.setOffline(true);
  expectTrouble(/ERR_INTERNET_DISCONNECTED/);
  await thanh.form.answer('email', 'le.thanh@example.vn');
  await expect(thanh.main.getByRole('alert')).toContainText(thanh.say('form.save.failed.offline'));
  await thanh.see('form-offline');
  await context.setOffline(false);
  await thanh.form.saved();
  await page.reload();
  await expect(thanh.form.control('email')).toHaveValue('le.thanh@example.vn');
});

test('PY6 who edits after an order was opened reads how the fee has changed, and pays the new one', async ({ page, today, newVisitor }) => {
  const hang = await signedBirth(page, today, newVisitor);
  await hang.pay(ways.cancel);
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.pay.code.24'));
  await hang.hands.press(hang.button('step.thaw'));
  await hang.hands.press(page.getByRole('dialog').getByRole('button', { name: hang.say('step.thaw.sure.yes') }));
  await hang.arrived(hang.say('step.review.title'));
  await hang.open('ke-khai/copies', 'page.copies.title');
  await hang.form.answer('copies', '3');
  await hang.form.saved();
  await hang.open('xem-lai', 'step.review.title');
  await hang.freeze('to_sign');
  const phone = hang.phone(await newVisitor());
  const fingerprint = await hang.askToSign();
  await phone.look();
  await phone.accept(fingerprint);
  await expect(hang.heading).toHaveText(hang.say('step.pay.title'));
  const changed = hang.main.locator('.cd-notice').filter({ hasText: hang.say('step.fee.changed.title') });
  await expect(changed).toContainText(/16[.,]000/);
  await expect(changed).toContainText(/24[.,]000/);
  hang.isLookedAt = true;
  await hang.see('pay-fee-changed');
  await hang.pay();
  await hang.receipt();
});
