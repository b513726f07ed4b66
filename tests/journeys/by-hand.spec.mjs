// Without a certificate, where the law takes paper: the dossier is printed with its code on it, signed by hand, scanned on another device
// days later, and comes to the officer with the code to compare.
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { pdf } from './support/papers.mjs';
import { enter, lockedHall } from './support/prepared.mjs';
import { Officer } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';
import { containing } from './support/words.mjs';

const NAME = 'Đơn đã ký.pdf';

test('who has no certificate prints exactly what is fixed, signs by hand, sends the scan from the phone and files from the desk', async ({ page, today, newVisitor }) => {
  test.slow();
  const thanh = await lockedHall(page, today, { isLookedAt: true });
  const { hands, say } = thanh;
  const none = () => thanh.main.locator('summary').filter({ hasText: say('step.without') });
  const mark = await thanh.fingerprint.innerText();
  await hands.press(none());
  await expect(thanh.main).toContainText(say('step.confirm.basis', { basis: 'Quy chế nhà văn hóa phường, Điều 4' }));
  await hands.press(thanh.button('step.paper.send'));
  const scan = () => thanh.main.locator('input[type=file]').first();
  await expect(scan(), 'nothing was sent yet').toHaveAttribute('aria-invalid', 'true');
  await thanh.see('sign-by-hand');

  // What comes out of the printer: the answers, the code on every sheet, and a QR code that another reader understands.
  const state = await page.evaluate(async (id) => (await (await fetch(`/api/dossiers/${id}`)).json()).state, thanh.id);
  await page.emulateMedia({ media: 'print' });
  await expect(thanh.heading).toBeHidden();
  await expect(scan()).toBeHidden();
  for (const text of ['Họp mặt tổ dân phố', thanh.person.name, state.snapshot.sha256]) {
    await expect(thanh.main.getByText(text).filter({ visible: true }).first()).toBeVisible();
  }
  await expect(thanh.main.getByText(mark).filter({ visible: true }), 'by the QR code, and below every sheet').toHaveCount(2);
  const square = thanh.main.getByRole('img', { name: containing(mark) });
  // A screen has fewer points than a printer.
  await square.evaluate((svg) => svg.style.setProperty('inline-size', '24rem'));
  const drawn = PNG.sync.read(await square.screenshot({ scale: 'device' }));
  expect(jsqr(new Uint8ClampedArray(drawn.data), drawn.width, drawn.height)?.data).toBe(state.snapshot.sha256);
  await page.emulateMedia({ media: null });

  const phone = await newVisitor();
  thanh.use(phone);
  await enter(thanh, `/ho-so/${thanh.id}/ky`);
  await phone.setViewportSize({ width: 360, height: 740 });
  await thanh.hands.press(none());
  await thanh.hands.attach(scan(), pdf(NAME, 'signed by hand'));
  await expect(thanh.main.getByRole('listitem').filter({ hasText: NAME })).toContainText(say('form.file.stored'));
  await thanh.see('sign-by-hand-sent');

  thanh.use(page);
  await page.reload();
  // What was begun is open, and says what is left.
  await expect(thanh.main.getByRole('listitem').filter({ hasText: NAME })).toContainText(say('form.file.stored'));
  await expect(thanh.main.getByText(say('step.paper.left'))).toBeVisible();
  await hands.press(thanh.button('step.paper.send'));
  const code = await thanh.receipt();
  await expect(thanh.main).toContainText(say('step.receipt.scan'));
  await expect(thanh.main.getByRole('row', { name: containing(NAME) })).toBeVisible();

  await hands.press(thanh.link('step.receipt.follow'));
  await thanh.landed(containing(thanh.text('title')));
  await expect(thanh.main.getByRole('list', { name: say('dossier.history') })).toContainText(say('dossier.event.on_paper'));
  const desk = await newVisitor();
  await new Officer(desk, thanh.handsFor(desk)).open(code);
  await expect(desk.getByText(mark, { exact: true })).toBeVisible();
  await expect(desk.getByRole('link', { name: containing(NAME) })).toBeVisible();
  await see(desk, 'sandbox-desk-by-hand', { lang: 'vi' });
});
