// What was filed, read again by a person: from the receipt to the page that shows exactly the filed content, in both languages.
import { answeredExtract } from './support/prepared.mjs';
import { expect, test } from './support/test.mjs';

for (const lang of ['vi', 'en']) {
  test(`what was filed can be read again from the receipt, answer by answer, and no longer changed (${lang})`, async ({ page }) => {
    const thanh = await answeredExtract(page, { lang, isLookedAt: true });
    await thanh.open('xem-lai', 'step.review.title');
    await thanh.freeze('to_file');
    await thanh.receipt();
    const mark = await thanh.fingerprint.innerText();

    await thanh.hands.press(thanh.link('step.filed.read'));
    await expect(thanh.heading).toHaveText(thanh.say('step.filed'));
    await expect(thanh.main).toContainText(thanh.person.name);
    await expect(thanh.main).toContainText(thanh.text('field.copies.label'));
    await expect(thanh.main).toContainText(mark);
    await expect(thanh.main.getByRole('link', { name: thanh.say('step.review.change') })).toHaveCount(0);
    await thanh.see('review-filed');
  });
}
