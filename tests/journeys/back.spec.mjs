// The browser's Back button at the gateway: by a page that is loaded anew, and by one that the browser has kept as it was left.
import { signedBirth } from './support/prepared.mjs';
import { settle, ways } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';

const gateway = /\/vnpay\/paymentv2\//;

/** What somebody finds who has left the gateway without having paid there. */
async function isPending(hang) {
  await expect(hang.heading).toHaveText(hang.say('step.pay.pending'));
  await expect(hang.button('step.pay.resume')).toBeEnabled();
  await expect(hang.button('step.pay.cancel')).toBeEnabled();
}

test('PY8 who comes back from the gateway with the Back button takes the order up again and pays', async ({ page, today, newVisitor }) => {
  const hang = await signedBirth(page, today, newVisitor);
  await hang.hands.press(hang.button('step.pay.go'));
  await expect(page).toHaveURL(gateway);
  const order = new URL(page.url()).searchParams.get('vnp_TxnRef');
  await page.goBack();
  await isPending(hang);
  await hang.hands.press(hang.button('step.pay.resume'));
  await expect(page).toHaveURL(gateway);
  expect(new URL(page.url()).searchParams.get('vnp_TxnRef'), 'the same order').toBe(order);
  await settle(page, hang.hands, ways.pay);
  await expect(hang.main).toContainText(hang.say('step.receipt.title'));
});

test('PY8 a page that the browser has kept while one was at the gateway is not taken up busy', async ({ page, today, newVisitor }) => {
  const hang = await signedBirth(page, today, newVisitor);
  // The document stays as it is, as in a browser's cache of pages: the navigation ends in something to be kept.
  await page.route(gateway, (route) => route.fulfill({ headers: { 'content-disposition': 'attachment' }, body: 'gateway' }));
  const left = page.waitForEvent('download');
  await hang.hands.press(hang.button('step.pay.go'));
  await left;
  await expect(hang.main.locator('button[aria-busy="true"]')).toBeVisible();
  await page.unroute(gateway);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await isPending(hang);
});
