// A form that changes while a draft lies: the citizen comes back after the first day of the new version and is told what was kept, what
// to answer again (with the old answer, and a link to it), what is new and what was left out and why, until they say that they have seen it.
import { Applicant } from './support/applicant.mjs';
import { call, enter } from './support/prepared.mjs';
import { advance, now, people } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';

const first = '2027-01-01T00:00:00+07:00';

const answers = { goods: 'food', stall_name: 'Bánh Hằng', helpers: '12', old_stall: 'A7', pledge: true };

test('a draft whose form has changed says exactly what to answer again, and loses nothing silently', async ({ page }) => {
  const hang = new Applicant({ page, person: people.hang, code: 'hn-cho-phien' });
  await enter(hang);
  const asked = { procedure: hang.procedure.code, language: 'vi', another: true };
  const made = await call(page, 'POST', '/api/dossiers', asked, { 'Idempotency-Key': crypto.randomUUID() });
  expect(made.version).toBe('2026-10');
  await call(page, 'PATCH', `/api/dossiers/${made.id}/answers`, { changes: answers, page: 'stall' }, { 'If-Match': '"1"' });
  hang.id = made.id;

  await advance(Math.ceil((new Date(first) - (await now())) / 1000) + 60);
  await enter(hang);
  await page.goto(`/ho-so/${hang.id}/ke-khai/stall`);
  await expect(hang.heading).toHaveText(hang.text('page.stall.title'));
  const notice = hang.main.getByRole('alert').filter({ hasText: hang.say('step.moved.since', { date: '01/01/2027' }) });
  await expect(notice).toContainText(hang.say('step.moved.carried.other', { n: '1' }));
  const line = (label) => notice.getByRole('listitem').filter({ hasText: hang.text(`field.${label}.label`) });
  await expect(line('goods')).toContainText(hang.say('step.moved.was', { was: 'Đồ ăn' }));
  await expect(line('goods')).toContainText(hang.text('migration.food_split'));
  await expect(line('helpers')).toContainText(hang.say('step.moved.was', { was: '12' }));
  await expect(line('pledge')).toContainText(hang.say('step.moved.was', { was: hang.say('form.yes') }));
  await expect(line('waste').getByRole('link')).toBeVisible();
  const gone = notice.getByRole('listitem').filter({ hasText: 'Số sạp năm trước' });
  await expect(gone).toContainText(hang.say('step.moved.was', { was: 'A7' }));
  await expect(gone).toContainText(hang.text('migration.stalls_drawn'));
  await expect(gone.getByRole('link')).toHaveCount(0);
  await expect(notice.getByRole('listitem')).toHaveCount(5);
  await expect(hang.form.control('sign')).toHaveValue(answers.stall_name);
  await expect(hang.form.control('helpers')).toHaveValue(answers.helpers);
  await see(page, 'new-version');

  await hang.hands.press(line('goods').getByRole('link'));
  await expect(hang.heading).toHaveText(hang.text('page.start.title'));
  await expect(notice).toBeVisible();
  await hang.form.answer('goods', 'cooked');
  await hang.form.saved();
  await page.reload();
  await expect(notice).toBeVisible();
  await hang.hands.press(hang.button('step.moved.seen'));
  await expect(notice).toHaveCount(0);
  await expect(hang.main).toBeFocused();
  await page.reload();
  await expect(hang.form.control('goods', 'cooked')).toBeChecked();
  await expect(notice).toHaveCount(0);
});
