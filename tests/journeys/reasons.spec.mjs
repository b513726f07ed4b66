// "Why is this asked?" as citizens meet it: told on request, in words, with links to the answers that made it so; and silent where a
// question is simply always asked. Which causes there are is shown by the engine's own tests.
import { answeredBirth, openedGallery } from './support/prepared.mjs';
import { expect, test } from './support/test.mjs';

/** The line that opens, in a part of the page, and the list it opens to. */
const asked = (applicant, within, key = 'form.why') => within.locator('summary', { hasText: applicant.say(key) });
const frame = (control) => control.locator('xpath=ancestor::*[contains(concat(" ", @class, " "), " cd-frame ")][1]');
const causes = (within) => within.locator('details[open]').getByRole('listitem');

for (const lang of ['vi', 'en']) {
  test(`why a question is asked is told by the keyboard's wish, with a way to the answer that caused it (${lang})`, async ({ page }) => {
    const hang = await openedGallery(page, { by: 'keyboard', lang, isLookedAt: true });
    await hang.open('ke-khai/choices', 'page.choices.title');
    await hang.form.answer('has_vehicle', true);
    const plate = frame(hang.form.control('plate'));
    await hang.hands.press(asked(hang, plate));
    await expect(causes(plate)).toHaveText(hang.say('form.why.answered', { value: hang.say('form.yes'), field: hang.text('field.has_vehicle.label') }));
    await hang.see('gallery-reasons');
    await hang.hands.press(causes(plate).getByRole('link'));
    await expect(hang.form.group('has_vehicle').getByRole('radio').first()).toBeFocused();
  });
}

for (const lang of ['vi', 'en']) {
  test(`why a page or a group of rows is there is told at its heading (${lang})`, async ({ page, today }) => {
    const hang = await answeredBirth(page, today, { by: 'keyboard', lang, isLookedAt: true });
    await hang.open('ke-khai/mother', 'page.mother.title');
    await hang.hands.press(asked(hang, hang.main, 'form.why.part'));
    await expect(hang.main.getByText(hang.say('form.why.part.because'))).toBeVisible();
    await expect(causes(hang.main).getByRole('link', { name: hang.text('field.case.label') })).toBeVisible();
    await hang.see('birth-page-reasons');
    await hang.hands.press(causes(hang.main).getByRole('link', { name: hang.text('field.case.label') }));
    await expect(hang.heading).toHaveText(hang.text('page.start.title'));
    // A page that is always there says nothing.
    await expect(asked(hang, hang.main, 'form.why.part')).toHaveCount(0);
  });
}

test('why rows in a row are asked is told at their heading', async ({ page }) => {
  const hang = await openedGallery(page);
  await hang.open('ke-khai/property', 'page.property.title');
  await hang.main.getByRole('button', { name: hang.text('group.assets.add') }).click();
  const shared = hang.main.getByRole('group', { name: hang.text('field.assets.shared.label') });
  await shared.getByRole('radio', { name: hang.say('form.yes'), exact: true }).click();
  await asked(hang, hang.main, 'form.why.part').click();
  await causes(hang.main).getByRole('link', { name: hang.text('field.assets.shared.label') }).click();
  await expect(shared.getByRole('radio').first()).toBeFocused();
});

test('a question that is always asked says nothing about it', async ({ page }) => {
  const hang = await openedGallery(page);
  await hang.open('ke-khai/numbers', 'page.numbers.title');
  await expect(hang.form.control('tax_code')).toBeVisible();
  await expect(asked(hang, hang.main)).toHaveCount(0);
});

test('an open reason follows the answers', async ({ page }) => {
  const hang = await openedGallery(page);
  await hang.open('ke-khai/amounts', 'page.amounts.title');
  await hang.form.answerAll({ capital: '1000', loan: '500' });
  const total = hang.form.known('total');
  await asked(hang, total, 'form.why.computed').click();
  await expect(causes(total)).toHaveCount(2);
  await expect(causes(total).first()).toContainText('1.000');
  await hang.form.answer('capital', '2000');
  await expect(causes(total).first()).toContainText('2.000');
});

test('a warning names the other answer that it weighs', async ({ page }) => {
  const hang = await openedGallery(page);
  await hang.open('ke-khai/amounts', 'page.amounts.title');
  await hang.form.answerAll({ pages: '1', capital: '1000', loan: '500000' });
  await hang.form.goOn();
  const loan = frame(hang.form.control('loan'));
  await asked(hang, loan, 'form.why.problem').click();
  await expect(causes(loan).getByRole('link')).toHaveText(hang.text('field.capital.label'));
  await hang.form.answer('loan', '5');
  await expect(asked(hang, loan, 'form.why.problem')).toHaveCount(0);
});

test('a paper leads back to the answer on another page that asks for it, and a fee to what it is counted from', async ({ page, today }) => {
  const hang = await answeredBirth(page, today, { answers: { certificate_form: 'photo' } });
  await hang.open('giay-to', 'page.documents.title');
  const paper = frame(hang.form.control('birth_certificate'));
  await asked(hang, paper).click();
  // Why it is asked, and why it must be brought.
  await causes(paper).getByRole('link', { name: hang.text('field.certificate_form.label') }).first().click();
  await expect(hang.heading).toHaveText(hang.text('page.child.title'));
  await expect(hang.form.group('certificate_form').getByRole('radio').first()).toBeFocused();
  await hang.open('xem-lai', 'step.review.title');
  await asked(hang, hang.main, 'form.why.fee').click();
  await expect(causes(hang.main).getByRole('link', { name: hang.text('field.copies.label') })).toBeVisible();
});
