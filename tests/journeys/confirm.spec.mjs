// "I have no digital signature": a birth is registered with the electronic identity, which stands by exactly what is on screen. Who stops
// halfway, or whose dossier changes meanwhile, has confirmed nothing and loses nothing; it goes on at another device.
import { call, enter, lockedBirth } from './support/prepared.mjs';
import { Officer, chooseIdentity } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';
import { containing } from './support/words.mjs';

test('a mother without a certificate confirms with her identity, on another device than the one she began with, pays and is given the code', async ({
  page,
  today,
  newVisitor,
}) => {
  test.slow();
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  const { hands, say } = hang;
  const fingerprint = await hang.fingerprint.innerText();
  const none = () => hang.main.locator('summary').filter({ hasText: say('step.without') });
  await hands.press(none());
  await expect(hang.main).toContainText(say('step.without.app.1'));
  await expect(hang.main).toContainText(say('step.confirm.basis', { basis: 'Nghị quyết 66.22/2026/NQ-CP, Điều 7' }));
  await hang.see('sign-without');
  await hands.press(hang.button('step.confirm.go'));
  await hands.press(page.getByRole('button', { name: 'Hủy và quay lại cổng' }));
  await expect(hang.main.getByRole('alert')).toContainText(say('step.confirm.cancelled.title'));
  await hang.see('confirm-cancelled');

  // Away at the provider, while another tab opens the dossier again: what was left for is not what it holds.
  await hands.press(none());
  await hands.press(hang.button('step.confirm.go'));
  await expect(page).toHaveURL(/\/identity\//);
  const tab = await page.context().newPage();
  await tab.goto('/ho-so');
  await call(tab, 'POST', `/api/dossiers/${hang.id}/thaw`, null, { 'Idempotency-Key': crypto.randomUUID() });
  await tab.close();
  await chooseIdentity(page, hands, hang.person);
  await expect(hang.main.getByRole('alert')).toContainText(say('step.confirm.moved.title'));
  await hang.see('confirm-moved');
  await hands.press(hang.link('step.resume'));
  await expect(hang.heading).toHaveText(say('step.review.title'));

  await hang.freeze('to_sign');
  await expect(hang.heading).toHaveText(say('step.sign.title'));
  await expect(hang.fingerprint, 'another version').not.toHaveText(fingerprint);
  const renewed = await hang.fingerprint.innerText();

  // The same dossier on her phone: locked as it is, with the same mark.
  const phone = await newVisitor();
  hang.use(phone);
  await enter(hang, `/ho-so/${hang.id}/ky`);
  await phone.setViewportSize({ width: 360, height: 740 });
  await expect(hang.heading).toHaveText(say('step.sign.title'));
  await expect(hang.fingerprint).toHaveText(renewed);
  await hang.hands.press(none());
  await hang.confirm();
  await hang.pay();
  const code = await hang.receipt();
  await expect(hang.main).toContainText(say('step.receipt.identity'));
  await expect(hang.main).toContainText(renewed);
  await expect(hang.link('step.receipt.signature'), 'there is none').toHaveCount(0);

  await hang.hands.press(hang.link('step.receipt.follow'));
  await hang.landed(containing(hang.text('title')));
  await expect(hang.main.getByRole('list', { name: say('dossier.history') })).toContainText(say('dossier.event.confirmed'));
  await hang.see('dossier-confirmed');
  const desk = await newVisitor();
  await new Officer(desk, hang.handsFor(desk)).open(code);
  await expect(desk.getByText(containing('Xác nhận bằng định danh điện tử'))).toContainText(hang.person.id);
  await see(desk, 'sandbox-desk-confirmed', { lang: 'vi' });
});
