// Every kind of question, as the gallery has them: each page looked at by axe empty, filled by keyboard alone, and with what is wrong.
// What each kind takes for an answer is told by the engine's cases; here it is what one sees and presses.
import { call, openedGallery } from './support/prepared.mjs';
import { expect, test } from './support/test.mjs';
import { beginning } from './support/words.mjs';

/** Answers to the kinds that no story of a citizen has. */
const numbers = {
  tax_code: '0100109106-001',
  social_insurance: '0123456789',
  health_insurance: 'dn 4 01 0123456789',
  passport: 'c1234567',
  bank_account: '0011001234567',
  business_line: '5610',
};

/** Rows of the gallery's assets and of their owners, as they are named. */
function assets({ page, main, hands, text, say }) {
  const row = (group, number) => text(`group.${group}.row`).replace('{n}', number);
  const inside = (name, asset) => (asset ? `${name} (${row('assets', asset)})` : name);
  const owner = (number, asset) => inside(row('assets.owners', number), asset);
  const heading = (level, name) => page.getByRole('heading', { level, name, exact: true });
  const card = (heading) => main.getByRole('listitem').filter({ has: heading }).last();
  return {
    row,
    owner,
    place: (number, asset) => `${row('assets.owners', number)}, ${row('assets', asset)}`,
    asset: (number) => heading(2, row('assets', number)),
    of: (number, asset) => heading(3, owner(number, asset)),
    box: (number, asset, label) => card(heading(3, owner(number, asset))).getByRole('textbox', { name: beginning(label) }),
    add: (group, asset) => main.getByRole('button', { name: inside(text(`group.${group}.add`), asset), exact: true }),
    remove: (name) => main.getByRole('button', { name: beginning(`${say('form.group.remove')} ${name}`) }),
    share: (asset) => hands.choose(card(heading(2, row('assets', asset))).getByRole('radio', { name: say('form.yes'), exact: true })),
  };
}

const owner = { family: 'Lê', middle: 'Văn', given: 'Thành', id: '079190001234' };

for (const lang of ['vi', 'en']) {
  test(`each page of the gallery can be used by all (${lang})`, async ({ page }) => {
    const hang = await openedGallery(page, { lang, isLookedAt: true });
    for (const { id } of hang.procedure.schema.pages.filter((page) => page.step === 'form')) {
      await hang.open(`ke-khai/${id}`, `page.${id}.title`);
      for (const group of ['members', 'vehicles', 'jobs'].filter(() => id === 'household')) {
        await hang.hands.press(hang.main.getByRole('button', { name: hang.text(`group.${group}.add`) }));
      }
      if (id === 'property') {
        const { add, share } = assets(hang);
        await hang.hands.press(add('assets'));
        await share(1);
        for (const group of ['owners', 'owners', 'deeds']) await hang.hands.press(add(`assets.${group}`, 1));
      }
      await hang.see(`gallery-${id}`);
    }
    await hang.open('giay-to', 'page.documents.title');
    await expect(hang.main.getByText(hang.text('field.deed.label')).first()).toBeVisible();
    await hang.see('gallery-documents');
  });
}

test('numbers on papers are typed by keyboard as they are printed, and read so on the review', async ({ page }) => {
  const hang = await openedGallery(page, { by: 'keyboard' });
  await hang.open('ke-khai/numbers', 'page.numbers.title');
  await hang.form.answerAll(numbers);
  await hang.form.saved();
  await hang.open('xem-lai', 'step.review.title');
  for (const shown of ['0100109106-001', 'DN4010123456789', 'C1234567', '0011001234567']) {
    await expect(hang.main.getByText(shown, { exact: true })).toBeVisible();
  }
  await expect(hang.main.getByText(/^5610 Nhà hàng/)).toBeVisible();
});

test('a number that is not as printed says what is wrong with it', async ({ page }) => {
  const hang = await openedGallery(page);
  const wrong = { tax_code: '0100109107', social_insurance: '12', health_insurance: 'XX9', passport: '??', bank_account: '12', business_line: '56' };
  await hang.open('ke-khai/numbers', 'page.numbers.title');
  await hang.form.answerAll(wrong);
  // The list of the last box would lie above the button.
  await page.keyboard.press('Tab');
  await hang.form.goOn();
  await expect(hang.form.summary.getByRole('link')).toHaveCount(6);
  await expect(hang.form.summary).toContainText(hang.say('violation.tax_code.check'));
  await expect(hang.form.summary).toContainText(hang.say('violation.passport.shape'));
});

test('somebody else agrees by name and number, and "other" is said in words, by keyboard alone', async ({ page }) => {
  const hang = await openedGallery(page, { by: 'keyboard' });
  await hang.open('ke-khai/choices', 'page.choices.title');
  await hang.form.answer('heard', 'other');
  await hang.hands.type(hang.form.group('heard').getByRole('textbox', { name: hang.say('form.choice.other') }), 'Báo xã');
  await hang.form.saved();
  await hang.open('ke-khai/promise', 'page.promise.title');
  await hang.form.answer('owner', owner);
  await hang.form.answer('place', 'Hà Nội');
  await hang.form.saved();
  await hang.open('xem-lai', 'step.review.title');
  await expect(hang.main.getByText(`${hang.text('option.heard.other')}: Báo xã`)).toBeVisible();
  await expect(hang.main.getByText('Lê Văn Thành')).toBeVisible();
  await expect(hang.main.getByText(hang.text('field.owner.body'))).toBeVisible();
});

test('an amount is written out in words and a number with places is read with its comma', async ({ page }) => {
  const hang = await openedGallery(page);
  await hang.open('ke-khai/amounts', 'page.amounts.title');
  await hang.form.answerAll({ capital: '1500000', area: '62,5', rent: '5000000' });
  await expect(hang.main.getByRole('status', { name: hang.text('field.capital_words.label') })).toHaveText(/một triệu năm trăm nghìn/i);
  await expect(hang.form.known('rent_each')).toContainText('80.000');
});

test('the day of receipt and the day it is due follow the hour, the weekend and the holidays', async ({ page }) => {
  const hang = await openedGallery(page);
  await hang.open('ke-khai/dates', 'page.dates.title');
  await hang.form.answerAll({ start: { d: '24', m: '4', y: '2026' }, late: false });
  await expect(hang.form.known('received')).toContainText('24/04/2026');
  await expect(hang.form.known('due')).toContainText('04/05/2026');
  await hang.form.answer('late', true);
  await expect(hang.form.known('received')).toContainText('28/04/2026');
  await expect(hang.form.known('due')).toContainText('05/05/2026');
  await hang.form.answer('start', { d: '20', m: '11', y: '2025' });
  // The calendar does not speak of that year.
  await expect(hang.main.getByText('28/04/2026')).toHaveCount(0);
});

test('rows of a table are added and removed, with the keyboard kept where it is', async ({ page }) => {
  const hang = await openedGallery(page, { by: 'keyboard' });
  await hang.open('ke-khai/household', 'page.household.title');
  const table = hang.main.getByRole('table', { name: hang.text('field.vehicles.label') });
  const add = hang.main.getByRole('button', { name: hang.text('group.vehicles.add') });
  await expect(table).toHaveCount(0);
  await hang.hands.press(add);
  await expect(table.getByRole('rowheader')).toBeFocused();
  await hang.hands.type(table.getByRole('textbox', { name: hang.text('field.vehicles.number.label') }), '30A-123.45');
  await hang.hands.press(add);
  await expect(table.getByRole('rowheader')).toHaveCount(2);
  await hang.hands.press(table.getByRole('button', { name: hang.say('form.group.remove') }).last());
  await expect(table.getByRole('rowheader')).toHaveCount(1);
  await expect(table.getByRole('rowheader')).toBeFocused();
});

test('a closed row tells the rows in it', async ({ page }) => {
  const hang = await openedGallery(page);
  const { row, add, share, box, place } = assets(hang);
  await hang.open('ke-khai/property', 'page.property.title');
  await add('assets').click();
  await share(1);
  await add('assets.owners', 1).click();
  for (const [part, text] of Object.entries({ family: 'Lê', given: 'Thành' })) {
    await hang.hands.type(box(1, 1, hang.say(`form.name.${part}`)), text);
  }
  for (const number of [2, 3, 4, 5]) {
    await add('assets').click();
    await expect(hang.main.getByRole('heading', { name: row('assets', number), exact: true })).toBeVisible();
  }
  await expect(hang.main.getByText(place(1, 1), { exact: true })).toHaveCount(0);
  await expect(hang.main.locator('.cd-group__inner').first()).toContainText(`${row('assets.owners', 1)}: Lê Thành`);
  await hang.see('gallery-closed-rows');
});

test('rows in rows are added, filled, put right and removed by keyboard, and each says which row it stands in', async ({ page }) => {
  const hang = await openedGallery(page, { by: 'keyboard' });
  const { row, owner, place, asset, of, box, add, remove, share } = assets(hang);
  const [share_of, family, given] = [hang.text('field.assets.owners.share.label'), hang.say('form.name.family'), hang.say('form.name.given')];
  await hang.open('ke-khai/property', 'page.property.title');
  await hang.hands.press(add('assets'));
  await expect(asset(1)).toBeFocused();
  await hang.hands.press(add('assets'));
  await expect(asset(2)).toBeFocused();
  await share(2);
  for (const number of [1, 2]) {
    await hang.hands.press(add('assets.owners', 2));
    await expect(of(number, 2)).toBeFocused();
    await hang.hands.type(box(number, 2, share_of), number === 1 ? '60' : '30');
  }
  for (const [part, text] of [[family, 'Trần'], [given, 'Đức']]) await hang.hands.type(box(1, 2, part), text);

  // What is missing in an inner row is named with both rows, and its link leads there.
  await hang.form.goOn();
  await expect(hang.form.summary).toBeFocused();
  await expect(hang.form.summary).toContainText(`${hang.text('field.assets.owners.label')} (${row('assets', 2)}): ${hang.text('rule.shares_whole')}`);
  const missing = `${hang.text('field.assets.owners.full_name.label')} (${place(2, 2)})`;
  await hang.hands.press(hang.form.summary.getByRole('link', { name: beginning(missing) }));
  await expect(box(2, 2, family)).toBeFocused();
  for (const [part, text] of [[family, 'Lê'], [given, 'Thành']]) await hang.hands.type(box(2, 2, part), text);
  await hang.hands.type(box(2, 2, share_of), '40');
  await expect(hang.form.summary).not.toContainText(hang.text('rule.shares_whole'));

  // The first asset goes with nothing in it; what was the second is the first, and its owners are named after it.
  await hang.hands.press(remove(row('assets', 1)));
  await expect(asset(1)).toBeFocused();
  await expect(of(2, 1)).toBeVisible();
  await hang.form.saved();
  await hang.open('xem-lai', 'step.review.title');
  await expect(hang.main.getByText(place(2, 1), { exact: true })).toBeVisible();
  await expect(hang.main.getByText('Lê Thành')).toBeVisible();

  // A row that holds answers asks first; the keyboard stays among its neighbours.
  await hang.open('ke-khai/property', 'page.property.title');
  await hang.hands.press(remove(owner(1, 1)));
  await hang.hands.press(hang.main.getByRole('button', { name: hang.say('form.group.sure.yes'), exact: true }));
  await expect(of(1, 1)).toBeFocused();
  await expect(box(1, 1, given)).toHaveValue('Thành');
  await hang.hands.press(remove(row('assets', 1)));
  await hang.hands.press(hang.main.getByRole('button', { name: hang.say('form.group.sure.yes'), exact: true }));
  await expect(add('assets')).toBeFocused();
  await expect(hang.main.getByRole('heading', { level: 3 })).toHaveCount(0);
});

test('a reduction shows the old price and the new one, its law, and that neither is final', async ({ page }) => {
  const hang = await openedGallery(page);
  const { draft } = await call(page, 'GET', `/api/dossiers/${hang.id}`);
  const changes = { pages: '5', circumstances: ['poor'] };
  await call(page, 'PATCH', `/api/dossiers/${hang.id}/answers`, { changes, page: null }, { 'If-Match': `"${draft.revision}"` });
  await hang.open('xem-lai', 'step.review.title');
  await expect(hang.main.getByRole('heading', { name: hang.say('form.rail.fee') })).toBeVisible();
  const fee = hang.main.getByRole('table', { name: hang.say('step.fee.items') });
  await expect(fee.locator('s')).toHaveText(/10[.,]000/);
  await expect(fee).toContainText(/5[.,]000/);
  await expect(fee).toContainText(hang.text('reduction.poor'));
  await expect(fee).toContainText('Thông tư 226/2016/TT-BTC');
  hang.isLookedAt = true;
  await hang.see('review-reduced');
});
