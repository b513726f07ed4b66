// A page that cannot be left yet: what is wrong is said at its top and at each field, the focus goes there, and each line leads to its field.
import { daysBefore } from './support/answers.mjs';
import { answeredBirth, answeredExtract, openedGallery } from './support/prepared.mjs';
import { expect, test } from './support/test.mjs';
import { containing } from './support/words.mjs';

for (const [lang, by] of [['vi', 'mouse'], ['en', 'keyboard']]) {
  test(`an answer that is missing is named, and the focus goes to the summary and from there to the field (${lang}, by ${by})`, async ({ page }) => {
    const thanh = await answeredExtract(page, { lang, by, isLookedAt: true });
    await thanh.open('ke-khai/copies', 'page.copies.title');
    await thanh.form.answer('copies', '0');
    await thanh.form.goOn();

    await expect(thanh.form.summary).toBeFocused();
    await expect(page).toHaveTitle(new RegExp(`^${thanh.say('form.title.error')}`));
    await thanh.see('form-errors');
    const control = thanh.form.control('copies');
    await expect(control).toHaveAttribute('aria-invalid', 'true');
    await thanh.hands.press(thanh.form.summary.getByRole('link').first());
    await expect(control).toBeFocused();

    await thanh.form.answer('copies', '2');
    await expect(thanh.form.summary).toHaveCount(0);
    await expect(page).not.toHaveTitle(new RegExp(`^${thanh.say('form.title.error')}`));
    await thanh.form.goOn();
    await thanh.isOnPage('contact');
  });
}

test('an answer that is unusual is asked about once, and may stand', async ({ page, today }) => {
  const hang = await answeredBirth(page, today, { isLookedAt: true });
  await hang.open('ke-khai/child', 'page.child.title');
  await hang.form.answer('child_birth', daysBefore(today, 90));
  await hang.form.goOn();
  await expect(hang.form.summary).toBeFocused();
  await expect(hang.form.summary).toContainText(hang.text('rule.late'));
  await hang.see('form-warnings');
  await hang.hands.press(hang.form.summary.getByRole('button', { name: hang.say('form.warnings.confirm') }));
  await hang.isOnPage('mother');
});

test('an unusual answer that nobody has confirmed is asked about on the review before anything is locked', async ({ page, today }) => {
  const hang = await answeredBirth(page, today, { isLookedAt: true });
  await hang.open('ke-khai/child', 'page.child.title');
  await hang.form.answer('child_birth', daysBefore(today, 90));
  await hang.form.saved();
  await hang.open('xem-lai', 'step.review.title');
  await hang.freeze('to_sign');
  const asked = hang.main.getByRole('group', { name: hang.say('form.warnings.title') });
  await expect(asked).toContainText(hang.text('rule.late'));
  await expect(hang.main.locator('#error-summary')).toBeFocused();
  await hang.see('review-warnings');
  await hang.hands.press(asked.getByRole('button', { name: hang.say('form.warnings.confirm') }));
  await hang.arrived(hang.say('step.sign.title'));
});

test('a dossier with a missing answer is not locked, and the review leads to what is missing', async ({ page }) => {
  const thanh = await answeredExtract(page, { isLookedAt: true });
  await thanh.open('ke-khai/copies', 'page.copies.title');
  await thanh.form.answer('copies', '');
  await thanh.form.saved();
  await thanh.open('xem-lai', 'step.review.title');
  await thanh.freeze('to_file');
  const halted = thanh.main.getByRole('alert');
  await expect(halted).toContainText(thanh.say('step.review.incomplete'));
  await thanh.see('review-incomplete');
  await thanh.hands.press(halted.getByRole('link', { name: thanh.text('page.copies.title') }));
  await thanh.isOnPage('copies');
  await thanh.form.answer('copies', '1');
  await thanh.form.goOn();
  await thanh.arrived(thanh.say('step.review.title'));
});

test('a link of the summary leads to the very box that is wrong, and only that is announced as wrong', async ({ page }) => {
  const hang = await openedGallery(page);
  const link = (code) => hang.form.summary.getByRole('link', { name: containing(hang.say(`violation.${code}`)) });
  const leadsTo = async (code, control) => {
    await hang.hands.press(link(code));
    await expect(control).toBeFocused();
    await expect(control).toHaveAttribute('aria-invalid', 'true');
  };
  await hang.open('ke-khai/choices', 'page.choices.title');
  await hang.form.answer('heard', 'other');
  await hang.form.goOn();
  await leadsTo('option.other', hang.form.group('heard').getByRole('textbox', { name: hang.say('form.choice.other') }));
  for (const option of ['radio', 'other']) await expect(hang.form.control('heard', option)).not.toHaveAttribute('aria-invalid');

  await hang.open('ke-khai/promise', 'page.promise.title');
  await hang.hands.choose(hang.form.control('owner', 'agrees'));
  await hang.form.goOn();
  await leadsTo('consent.name', hang.form.control('owner', 'family'));
  await leadsTo('consent.id', hang.form.control('owner', 'id'));
  await expect(hang.form.control('owner', 'agrees')).not.toHaveAttribute('aria-invalid');
  await hang.form.control('owner', 'agrees').uncheck();
  await hang.hands.type(hang.form.control('owner', 'given'), 'An');
  await leadsTo('consent.agrees', hang.form.control('owner', 'agrees'));
  await leadsTo('name.family', hang.form.control('owner', 'family'));

  await hang.open('ke-khai/dates', 'page.dates.title');
  await hang.form.answer('start', { d: '1', m: '13', y: '2024' });
  await hang.form.goOn();
  await leadsTo('date.month', hang.form.control('start', 'm'));
});

test('the review shows what was typed where it is no answer yet', async ({ page, today }) => {
  const answers = { child_birth: { d: '31', m: '2', y: '2026' }, child_name: { family: 'Trần', middle: '', given: '' } };
  const hang = await answeredBirth(page, today, { answers });
  await hang.open('xem-lai', 'step.review.title');
  const row = (field) => hang.main.locator('dl > div').filter({ has: page.locator('dt').getByText(hang.text(`field.${field}.label`), { exact: true }) });
  await expect(row('child_birth')).toContainText('31/2/2026');
  await expect(row('child_birth')).toContainText(hang.say('violation.date.no_such_day'));
  await expect(row('child_name')).toContainText('Trần');
  await expect(row('child_name')).toContainText(hang.say('violation.name.given'));
});
