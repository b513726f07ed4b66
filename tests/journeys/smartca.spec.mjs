// A second signing provider beside the first: what it calls back about goes on by itself, what it refuses has its own words, and when one of
// the two is silent the other still signs.
import { call, lockedBirth } from './support/prepared.mjs';
import { expect, test } from './support/test.mjs';

const gateway = 'SmartCA';

test('sg7 a birth is signed at the gateway, and the page that was loaded again in the meantime goes on by itself', async ({ page, today, newVisitor }) => {
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  await expect(hang.certificates(gateway).getByRole('radio')).toHaveCount(1);
  const folded = await hang.folded(gateway);
  await expect(folded.getByRole('radio').and(page.locator(':disabled'))).toHaveCount(1);
  await expect(folded.getByText(hang.say('step.sign.unusable.revoked'))).toBeVisible();
  const fingerprint = await hang.askToSign(gateway);
  await page.reload();
  await expect(hang.heading).toHaveText(hang.say('step.sign.wait.title'));
  const phone = hang.phone(await newVisitor());
  await phone.look();
  await phone.accept(fingerprint);
  await expect(hang.heading).toHaveText(hang.say('step.pay.title'));
});

test('sg2 a request that another tab has made void says so where the phone was waited for', async ({ page, today }) => {
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  await hang.askToSign(gateway);
  const tab = await page.context().newPage();
  await tab.goto('/ho-so');
  await call(tab, 'POST', `/api/dossiers/${hang.id}/thaw`, null, { 'Idempotency-Key': crypto.randomUUID() });
  await tab.close();
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.sign.void.title'));
  await hang.see('sign-void');
  await hang.hands.press(hang.link('step.resume'));
  await expect(hang.heading).toHaveText(hang.say('step.review.title'));
});

test('sg3 sg4 a plan that is used up, a key that was not opened, a revoked certificate and a silent provider are told in their own words, and another certificate signs', async ({
  page,
  today,
  newVisitor,
  providers,
}) => {
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  const phone = hang.phone(await newVisitor());
  await providers({ smartca: 'quota' });
  await hang.hands.choose(hang.certificates(gateway).getByRole('radio').first());
  await hang.hands.press(hang.button('step.sign.send'));
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.sign.failed.quota.title'));
  await hang.see('sign-quota');

  await providers({ smartca: 'key-failed' });
  const fingerprint = await hang.askToSign(gateway);
  await phone.look();
  await phone.accept(fingerprint);
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.sign.failed.key.title'));
  await hang.see('sign-key');

  await providers({ smartca: 'ok', ocsp: 'revoked' });
  const another = await hang.askToSign(gateway);
  await phone.look();
  await phone.accept(another);
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.sign.failed.revoked.title'));
  await expect(hang.button('step.pay.go')).toHaveCount(0);
  await expect(hang.certificates(gateway).getByText(hang.say('step.sign.unusable.failed')), 'and is not the one to sign with next').toBeVisible();
  await hang.see('sign-revoked');

  await providers({ smartca: 'down', ocsp: 'ok' });
  await page.reload();
  await expect(hang.main).toContainText(hang.say('step.sign.silent', { provider: gateway }));
  await hang.see('sign-one-silent');
  await hang.hands.choose(hang.main.getByRole('radio').first());
  await hang.hands.press(hang.button('step.sign.send'));
  await expect(hang.heading).toHaveText(hang.say('step.sign.wait.title'));
  await phone.look();
  await phone.accept(fingerprint);
  await expect(hang.heading).toHaveText(hang.say('step.pay.title'));
});
