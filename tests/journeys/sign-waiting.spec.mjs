// While the phone is waited for: the time that is left, the way out, and the same request on another device.
import { Applicant } from './support/applicant.mjs';
import { enter, lockedBirth } from './support/prepared.mjs';
import { advance } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';

/** Seconds of `4:12`. */
const seconds = (text) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

test('SG3 the time that is left for the phone goes down, is over with a word on what comes next, and then one may ask again', async ({ page, today }) => {
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  const { say } = hang;
  await hang.askToSign();
  const timer = hang.main.getByRole('timer');
  const state = hang.main.getByRole('status').filter({ hasText: /\S/ });
  await expect(timer).toHaveText(/^[45]:\d\d$/);
  await expect(timer, 'nobody is read every second').toHaveAttribute('aria-live', 'off');
  await expect(state).toHaveText(say('step.sign.wait.left'));
  const first = seconds(await timer.innerText());
  expect(first, 'five minutes from the press').toBeLessThanOrEqual(300);
  await expect.poll(async () => seconds(await timer.innerText()), 'it goes down').toBeLessThan(first - 1);

  // By the backend's clock, whatever that of the device says.
  await advance(200);
  await page.reload();
  await expect(timer).toHaveText(/^1:[0-3]\d$/);
  await advance(seconds(await timer.innerText()) - 15);
  await page.reload();
  await expect(timer).toHaveText(/^0:[01]\d$/);
  // What the backend says about the end is late.
  let tell;
  const told = new Promise((done) => (tell = done));
  const isDossier = (url) => url.pathname === `/api/dossiers/${hang.id}`;
  await page.route(isDossier, async (route) => {
    await told;
    await route.continue();
  });
  await expect(timer).toHaveText('0:00');
  await expect(state).toHaveText(say('step.sign.wait.over'));
  await hang.see('sign-wait-over');
  tell();
  await expect(hang.main.getByRole('alert')).toContainText(say('step.sign.expired.title'));
  await expect(hang.main.getByRole('alert')).toContainText(say('step.sign.expired.body'));
  await expect(timer).toHaveCount(0);
  await hang.askToSign();
  await expect(timer, 'the next request has all the time again').toHaveText(/^[45]:\d\d$/);
});

test('SG3 a request that was taken back while the phone was waited for can be sent anew, as another transaction, and only that one counts', async ({ page, today, newVisitor }) => {
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  const { say } = hang;
  const phone = hang.phone(await newVisitor());
  const fingerprint = await hang.askToSign();
  await phone.look();
  await expect(phone.request(fingerprint)).toHaveCount(1);
  const handle = (at) => phone.request(fingerprint).nth(at).locator('input[name=handle]').inputValue();
  const first = await handle(0);

  await hang.hands.press(hang.button('step.sign.cancel'));
  await expect(hang.main).toContainText(say('step.sign.cancelled.title'));
  await expect(hang.main).toContainText(say('step.sign.cancelled.body'));
  await expect(hang.main.getByRole('timer')).toHaveCount(0);
  await hang.see('sign-cancelled');
  await hang.askToSign();

  // The service knows no taking back: the phone still has the first, and what it agrees to there moves nothing.
  await phone.look();
  const both = phone.request(fingerprint);
  await expect(both, 'the same content, asked twice').toHaveCount(2);
  const handles = [await handle(0), await handle(1)];
  expect(handles, 'the newer is another transaction').toContain(first);
  expect(new Set(handles).size).toBe(2);
  const old = both.nth(handles.indexOf(first));
  await phone.hands.press(old.getByRole('button', { name: 'Đồng ý ký' }));
  await expect(both).toHaveCount(1);
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === `/api/dossiers/${hang.id}`);
  expect((await (await answered).json()).state.signing.state).toBe('waiting');
  await expect(hang.heading).toHaveText(say('step.sign.wait.title'));
  await phone.accept(fingerprint);
  await expect(hang.heading).toHaveText(say('step.pay.title'));
});

test('SG7 a request that waits for the phone waits on another device as well, and goes on there and here when the phone has agreed', async ({ page, today, newVisitor }) => {
  const hang = await lockedBirth(page, today);
  const fingerprint = await hang.askToSign();
  const here = hang.main.getByRole('timer');
  await expect(here).toHaveText(/^\d:\d\d$/);
  const left = seconds(await here.innerText());

  const elsewhere = new Applicant({ page: await newVisitor(), person: hang.person, code: hang.procedure.code });
  await enter(elsewhere, `/ho-so/${hang.id}/ky`);
  await elsewhere.page.setViewportSize({ width: 360, height: 740 });
  await expect(elsewhere.heading).toHaveText(elsewhere.say('step.sign.wait.title'));
  await expect(elsewhere.fingerprint, 'the same request').toHaveText(fingerprint);
  const there = elsewhere.main.getByRole('timer');
  await expect(there).toHaveText(/^\d:\d\d$/);
  expect(seconds(await there.innerText()), 'and the same end').toBeLessThanOrEqual(left);
  await expect(elsewhere.button('step.sign.send'), 'nothing is asked a second time').toHaveCount(0);

  const phone = hang.phone(await newVisitor());
  await phone.look();
  await expect(phone.request(fingerprint), 'one request').toHaveCount(1);
  await phone.accept(fingerprint);
  for (const one of [elsewhere, hang]) {
    await expect(one.heading).toHaveText(one.say('step.pay.title'));
    await expect(one.button('step.pay.go')).toBeVisible();
  }
});
