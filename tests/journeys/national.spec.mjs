// Paying at the national payment platform: what it is told before anybody is led there, its own page, and the way on when it opens none.
import { signedBirth } from './support/prepared.mjs';
import { setFaults } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';

test('a fee is paid at the national payment platform after it was out of order once and was left once, and the dossier is filed without another press', async ({
  page,
  today,
  newVisitor,
  expectTrouble,
}) => {
  const hang = await signedBirth(page, today, newVisitor, { isLookedAt: true });
  await page.setViewportSize({ width: 360, height: 740 });
  await setFaults({ national: 'once' });
  expectTrouble(/answered 503: POST .*\/payment/);
  await hang.hands.press(hang.button('step.national.go'));
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.pay.code.unopened'));
  for (const way of ['step.pay.go', 'step.transfer.go']) await expect(hang.button(way)).toBeVisible();
  await hang.see('pay-unopened');

  await hang.hands.press(hang.button('step.national.go'));
  await expect(page).toHaveURL(/\/national\/pay\//);
  for (const said of ['16.000 đ', 'Bản sao Giấy khai sinh', hang.person.name]) await expect(page.getByRole('main')).toContainText(said);
  await see(page, 'sandbox-national', { lang: 'vi' });
  await hang.hands.press(page.getByRole('button', { name: 'Hủy giao dịch', exact: true }));
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.pay.code.unpaid'));
  await hang.see('pay-unpaid');
  await hang.hands.press(hang.button('step.national.go'));
  await hang.hands.choose(page.getByRole('radio', { name: 'Ví điện tử Mẫu' }));
  await hang.hands.press(page.getByRole('button', { name: 'Thanh toán', exact: true }));
  await hang.receipt();
});
