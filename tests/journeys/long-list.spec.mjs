// A list of thousands: not asked for until somebody comes to its box, searched without marks, drawn in part, walked by keyboard, and
// never in the way when it does not come. The list is a test set of tests/agency; which codes are right is told by the engine's cases.
import { openedLists } from './support/prepared.mjs';
import { expect, test } from './support/test.mjs';

const list = '**/api/catalogues/long?*';

/** The form of lists on screen, with what was asked of the backend for the long one. */
async function opened(page, options) {
  const asked = [];
  page.on('request', (request) => request.url().includes('/api/catalogues/long') && asked.push(request.url()));
  const hang = await openedLists(page, { isLookedAt: true, ...options });
  await hang.open('ke-khai/lists', 'page.lists.title');
  const box = hang.form.control('unit');
  const offered = box.locator('xpath=..').getByRole('listbox').getByRole('option');
  const status = box.locator('xpath=..').getByRole('status');
  return { hang, asked, box, options: offered, status };
}

for (const lang of ['vi', 'en']) {
  test(`a list of thousands comes when it is needed and is found by a few keys (${lang})`, async ({ page }) => {
    const { hang, asked, box, options, status } = await opened(page, { lang, by: 'keyboard' });
    await expect(box).toBeVisible();
    expect(asked, 'nobody has come to the box').toEqual([]);
    await hang.hands.type(box, 'dong so 51');
    await expect(options).toHaveCount(9);
    expect(asked).toHaveLength(1);
    await expect(options.first()).toHaveText('Đồng số 513');
    await expect(status).toHaveText(hang.say('form.combobox.count.other').replace('{n}', '9'));
    await hang.see('long-list-open');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
    const chosen = await options.nth(1).innerText();
    await page.keyboard.press('Enter');
    await expect(box).toHaveValue(chosen.trim());
    await hang.hands.type(box, 'số');
    await expect(options).toHaveCount(60);
    await expect(status).toContainText('60');
    await page.keyboard.press('PageDown');
    await expect(options.first()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('PageDown');
    await expect(options.nth(8)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Escape');
    expect(asked).toHaveLength(1);
  });
}

test('a list that does not come says so, blocks nothing, and judges what was typed once it is there', async ({ page, expectTrouble }) => {
  await page.route(list, (route) => route.abort());
  expectTrouble(/failed: GET .*catalogues\/long/);
  const { hang, asked, box } = await opened(page, { by: 'keyboard' });
  await hang.hands.type(box, 'm0042');
  const alert = box.locator('xpath=..').getByRole('alert');
  await expect(alert).toContainText(hang.say('form.combobox.failed'));
  await hang.see('long-list-failed');
  await hang.hands.type(hang.form.control('line'), '5610');
  await expect(box).toHaveValue('m0042');
  await hang.form.saved();
  const before = asked.length;
  await hang.hands.press(alert.getByRole('button', { name: hang.say('form.retry') }));
  await expect.poll(() => asked.length).toBeGreaterThan(before);
  await expect(alert).toBeVisible();
  await page.unroute(list);
  // It is also asked for again by itself, after longer and longer waits.
  await expect(alert).toBeHidden({ timeout: 20_000 });
  await expect(box).toHaveValue('Đầm số 42');
});

test('a code that has ended is not offered, and says when it ended and what to choose', async ({ page }) => {
  const { hang, box, options } = await opened(page);
  await hang.hands.type(box, 'giếng số 7');
  await expect(options.first()).not.toHaveText('Giếng số 7');
  await page.keyboard.press('Tab');
  await hang.form.goOn();
  const words = hang.say('violation.ended.next').replace('{to}', '30/06/2025').replace('{next}', 'Giếng số 20');
  await expect(hang.form.summary).toContainText(words);
  await hang.see('long-list-ended');
  const old = hang.form.control('old_unit');
  await hang.hands.type(old, 'giếng số 7');
  await expect(old.locator('xpath=..').getByRole('option').first()).toContainText('30/06/2025');
});
