// What cannot be saved is said, holds nobody up for ever, and is tried once for each press: at the review without a network or with a
// backend in trouble, and on the way out.
import { answeredExtract } from './support/prepared.mjs';
import { expect, test } from './support/test.mjs';

/** From the review to an answer, by its own link. */
async function change(applicant, field) {
  await applicant.hands.press(applicant.main.locator(`a[href*="field=${field}"]`));
  await expect(applicant.heading).not.toHaveText(applicant.say('step.review.title'));
}

const unsaved = (applicant) => applicant.main.getByText(applicant.say('step.review.unsaved'));

test('a review without a network says what is not saved, and goes on when the network is back', async ({ page, context, expectTrouble }) => {
  const thanh = await answeredExtract(page, { isLookedAt: true });
  await thanh.open('xem-lai', 'step.review.title');
  await change(thanh, 'copies');
  await context.setOffline(true);
  expectTrouble(/ERR_INTERNET_DISCONNECTED/);
  await thanh.form.answer('copies', '4');
  await thanh.form.goOn();
  await expect(thanh.heading).toHaveText(thanh.say('step.review.title'));
  await thanh.freeze('to_file');
  await expect(unsaved(thanh)).toBeVisible();
  await expect(thanh.button('step.review.to_file')).not.toHaveAttribute('aria-busy', 'true');
  await expect(thanh.main.getByText(thanh.say('form.save.failed.offline'))).toBeVisible();
  await thanh.see('review-unsaved');

  await context.setOffline(false);
  await thanh.form.saved();
  await expect(unsaved(thanh)).toHaveCount(0);
  await thanh.freeze('to_file');
  await thanh.receipt();
});

test('a backend in trouble is asked once for each press, and the review says so', async ({ page, expectTrouble }) => {
  const thanh = await answeredExtract(page);
  await thanh.open('xem-lai', 'step.review.title');
  await change(thanh, 'copies');
  let asked = 0;
  await page.route('**/api/dossiers/*/answers', async (route) => {
    asked += 1;
    await route.fulfill({ status: 503 });
  });
  expectTrouble(/answered 503: PATCH/);
  await thanh.form.answer('copies', '4');
  await thanh.form.goOn();
  await expect(thanh.heading).toHaveText(thanh.say('step.review.title'));
  await expect(thanh.main.getByText(thanh.say('form.save.failed.unavailable'))).toBeVisible();
  await thanh.freeze('to_file');
  await expect(unsaved(thanh)).toBeVisible();
  const before = asked;
  await thanh.freeze('to_file');
  await expect(thanh.button('step.review.to_file')).not.toHaveAttribute('aria-busy', 'true');
  await expect(unsaved(thanh)).toBeVisible();
  // The press, and at most one more try that the form makes by itself.
  expect(asked - before).toBeLessThanOrEqual(2);

  await page.unroute('**/api/dossiers/*/answers');
  await thanh.freeze('to_file');
  await thanh.receipt();
});

test('whoever cannot save any more, because another tab has sent the dossier, is signed out when they ask for it', async ({ page, expectTrouble }) => {
  const thanh = await answeredExtract(page);
  // The place is kept before the other tab reads the draft: what is saved in between would be news to it.
  const isKept = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await thanh.open('ke-khai/contact', 'page.contact.title');
  await isKept;
  const tab = await page.context().newPage();
  thanh.use(tab);
  await thanh.open('xem-lai', 'step.review.title');
  await thanh.freeze('to_file');
  await thanh.receipt();
  await tab.close();

  thanh.use(page);
  expectTrouble(/answered 409: PATCH/);
  await thanh.form.answer('email', 'le.thanh@example.vn');
  await expect(thanh.main.getByText(thanh.say('form.save.failed.refused'))).toBeVisible();
  await thanh.hands.press(page.getByRole('button', { name: thanh.say('app.sign_out'), exact: true }));
  await expect(page.getByRole('banner').getByRole('link', { name: thanh.say('app.sign_in'), exact: true })).toBeVisible();
});
