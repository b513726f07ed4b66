// What was filed, read again by a person: from the receipt to the page that shows exactly the filed content, in both languages: values,
// where they come from, the rows of a group, and what it cost.
import { pdf, photo } from './support/papers.mjs';
import { answeredExtract, answeredGallery } from './support/prepared.mjs';
import { expect, test } from './support/test.mjs';
import { containing } from './support/words.mjs';

/** The row of what was filed that has this label. */
const row = ({ main, page }, label) => main.locator('dl > div').filter({ has: page.locator('dt').getByText(label, { exact: true }) });

for (const lang of ['vi', 'en']) {
  test(`what was filed can be read again from the receipt, answer by answer, and no longer changed (${lang})`, async ({ page }) => {
    const thanh = await answeredExtract(page, { lang, isLookedAt: true });
    await thanh.open('ke-khai/requester', 'page.requester.title');
    const known = thanh.form.known('requester_name');
    await thanh.hands.press(known.getByText(thanh.say('form.known.wrong')));
    await thanh.hands.type(known.getByRole('textbox', { name: thanh.say('form.known.note') }), 'Chữ đệm thiếu dấu');
    await thanh.form.saved();
    await thanh.open('xem-lai', 'step.review.title');
    await thanh.freeze('to_file');
    await thanh.receipt();
    const mark = await thanh.fingerprint.innerText();

    await thanh.hands.press(thanh.link('step.filed.read'));
    await expect(thanh.heading).toHaveText(thanh.say('step.filed'));
    await expect(thanh.main).toContainText(mark);
    const answer = (field) => row(thanh, thanh.text(`field.${field}.label`));
    await expect(row(thanh, thanh.say('step.filed.applicant'))).toContainText(`${thanh.person.name}, ${thanh.person.id}`);
    await expect(answer('extract')).toContainText(thanh.text('option.extract.birth'));
    await expect(answer('copies').getByText('3', { exact: true })).toBeVisible();
    await expect(answer('requester_name')).toContainText(thanh.person.name);
    await expect(answer('requester_name')).toContainText(thanh.say('form.source.population'));
    await expect(answer('requester_name')).toContainText(thanh.say('step.review.note', { note: 'Chữ đệm thiếu dấu' }));
    await expect(answer('copies')).not.toContainText(thanh.say('form.source.population'));
    await expect(answer('pledge')).toContainText(thanh.text('field.pledge.body'));
    const fee = row(thanh, thanh.say('step.fee'));
    await expect(fee).toContainText(containing(`${thanh.text('fee.copy')}: 3 × `));
    await expect(fee).toContainText(thanh.text('reduction.digital_citizen'));
    await expect(fee).toContainText('Nghị quyết 66.22/2026/NQ-CP');
    await expect(thanh.main.getByRole('link', { name: thanh.say('step.review.change') })).toHaveCount(0);
    await thanh.see('review-filed');
  });
}

test('rows of a group are read again one by one, each by its name', async ({ page }) => {
  const thanh = await answeredGallery(page);
  await thanh.open('giay-to', 'page.documents.title');
  await thanh.form.answer('photo', await photo(page));
  await thanh.form.answer('deed', pdf('Giấy chứng nhận.pdf'));
  await thanh.form.saved();
  await thanh.form.goOn();
  await thanh.arrived(thanh.say('step.review.title'));
  const names = [1, 2].map((number) => thanh.text('group.members.row', { n: number }));
  for (const name of names) await expect(thanh.main.getByText(name, { exact: true })).toBeVisible();
  await thanh.freeze('to_file');
  await thanh.receipt();

  await thanh.hands.press(thanh.link('step.filed.read'));
  await expect(thanh.heading).toHaveText(thanh.say('step.filed'));
  for (const name of names) await expect(thanh.main.getByText(name, { exact: true })).toBeVisible();
  const people = row(thanh, thanh.text('field.members.full_name.label'));
  await expect(people, 'their own name, then those of the rows').toContainText([thanh.person.name, 'Lê Văn Minh', 'Lê Thị Hoa']);
  await expect(row(thanh, thanh.text('field.members.income.label'))).toHaveText(/9.000.000/);
  await expect(row(thanh, thanh.text('field.photo.label'))).toContainText('Ảnh chụp.jpg');
});
