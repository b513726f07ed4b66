// Paying by bank transfer: the code on the screen and in the saved picture is read by somebody else's decoder, and a code that was changed on its way
// is not shown.
import { readFile } from 'node:fs/promises';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { signedBirth } from './support/prepared.mjs';
import { Bank } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';

/** What a camera reads from a picture. */
function scanned(png) {
  const { data, width, height } = PNG.sync.read(png);
  return jsqr(new Uint8ClampedArray(data), width, height)?.data;
}

/** CRC-16/CCITT-FALSE. */
function checksum(text) {
  let sum = 0xffff;
  for (const byte of Buffer.from(text, 'latin1')) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x8000 ? ((sum << 1) ^ 0x1021) & 0xffff : (sum << 1) & 0xffff;
  }
  return sum.toString(16).toUpperCase().padStart(4, '0');
}

const drawing = (hang) => hang.main.getByRole('img', { name: hang.say('step.transfer.code') });

test('a fee is paid by a bank transfer, and the dossier is filed without another press', async ({ page, today, newVisitor }) => {
  const hang = await signedBirth(page, today, newVisitor, { isLookedAt: true });
  await hang.see('pay');
  await hang.hands.press(hang.button('step.transfer.go'));
  await hang.arrived(hang.say('step.transfer.title'));
  const code = scanned(await drawing(hang).screenshot({ scale: 'device' }));
  expect(code.slice(-4), 'its checksum, judged by others').toBe(checksum(code.slice(0, -4)));
  await hang.see('transfer');
  // What the code holds is told before anybody scans it.
  const told = { name: 'TRUNG TAM HANH CHINH CONG (THU NGHIEM)', bank: '(970999)', account: '0011002233445', amount: /^16\.000/ };
  for (const [key, value] of Object.entries(told)) {
    const row = hang.main.locator('.cd-summary__row').filter({ hasText: hang.say(`step.transfer.${key}`) });
    await expect(row.locator('.cd-summary__value'), key).toContainText(value);
  }

  const saved = page.waitForEvent('download');
  await hang.hands.press(hang.link('step.transfer.keep'));
  expect(scanned(await readFile(await (await saved).path())), 'the saved picture says the same').toBe(code);
  await hang.hands.press(hang.button('step.transfer.done'));
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.transfer.not_yet'));
  await hang.see('transfer-not-yet');
  await page.reload();
  await expect(hang.main.getByRole('alert'), 'what was said is still known').toContainText(hang.say('step.transfer.not_yet'));

  const phone = await newVisitor();
  const bank = new Bank(phone, hang.handsFor(phone));
  await bank.scan(code);
  const content = await hang.main.getByText(/^CD[A-Z2-9]{12}$/).innerText();
  for (const said of ['16.000 đ', '0011002233445', content]) await expect(phone.getByRole('main')).toContainText(said);
  await see(phone, 'sandbox-bank', { lang: 'vi' });
  await bank.pay();
  await hang.receipt();
});

test('a transfer code that was changed on its way to the browser is not shown', async ({ page, today, newVisitor }) => {
  const hang = await signedBirth(page, today, newVisitor, { isLookedAt: true });
  await page.route('**/api/dossiers/*/payment', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    const [paying] = body.dossier.paying;
    const other = paying.transfer.replace('0011002233445', '0011002233446').slice(0, -4);
    paying.transfer = other + checksum(other);
    await route.fulfill({ response: answer, json: body });
  });
  await hang.hands.press(hang.button('step.transfer.go'));
  await hang.arrived(hang.say('step.transfer.refused'));
  await expect(hang.main.getByRole('alert')).toContainText(hang.say('step.transfer.refused.payee'));
  await expect(drawing(hang)).toHaveCount(0);
  await expect(hang.main).not.toContainText('0011002233446');
  await hang.see('transfer-refused');
});
