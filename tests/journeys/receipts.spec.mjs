// Electronic receipts: paid at once, issued when the officer does, and the page that waits shows it by itself; somebody else's decoder reads the code on it,
// and whoever has it checks the receipt, good or cancelled.
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { enter, signedBirth } from './support/prepared.mjs';
import { Officer, advance, setFaults, settle, ways } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';
import { containing } from './support/words.mjs';

/** What a camera reads from a picture. */
function scanned(png) {
  const { data, width, height } = PNG.sync.read(png);
  return jsqr(new Uint8ClampedArray(data), width, height)?.data;
}

test('PY10 a receipt that is issued late is said to be under way, shows itself, and is checked by its code', async ({ page, today, newVisitor, expectTrouble }) => {
  const hang = await signedBirth(page, today, newVisitor);
  await setFaults({ desk: 'late-receipts' });
  await hang.hands.press(hang.button('step.pay.go'));
  await settle(page, hang.hands, ways.pay);
  const code = await hang.receipt();
  const desk = await newVisitor();
  const officer = new Officer(desk, hang.handsFor(desk));
  await officer.open(code);
  await hang.hands.press(hang.link('step.receipt.payment.receipt'));
  await hang.landed(hang.say('fee_receipt.title'));
  await expect(hang.main).toContainText(hang.say('fee_receipt.due'));
  hang.isLookedAt = true;
  await hang.see('fee-receipt-due');

  await hang.handsFor(desk).press(desk.getByRole('button', { name: 'Lập biên lai', exact: true }));
  const receipts = desk.getByRole('region', { name: 'Các biên lai đã lập' });
  await expect(receipts).toContainText('Có giá trị');
  await see(desk, 'sandbox-desk-receipt', { lang: 'vi' });

  await expect(hang.main, 'without a press').toContainText('Mười sáu nghìn đồng', { timeout: 45_000 });
  await expect(hang.main).toContainText('sixteen thousand dong');
  const fours = await hang.main.getByText(/^([A-Z2-9]{4} ){3}[A-Z2-9]{4}$/).innerText();
  const lookUp = fours.replaceAll(' ', '');
  const drawing = hang.main.getByRole('img', { name: hang.say('fee_receipt.qr') });
  const address = scanned(await drawing.screenshot({ scale: 'device' }));
  expect(address).toBe(`${new URL(page.url()).origin}/tra-cuu-bien-lai#${lookUp}`);
  await hang.see('fee-receipt');
  await page.emulateMedia({ media: 'print' });
  await expect(hang.button('fee_receipt.print')).toBeHidden();
  await expect(drawing).toBeVisible();
  await expect(hang.main.getByText(`${new URL(page.url()).origin}/tra-cuu-bien-lai`, { exact: true }), 'on paper the address is typed').toBeVisible();
  await expect(hang.main.getByText(fours, { exact: true })).toBeVisible();
  await page.emulateMedia({ media: 'screen' });

  const anyone = await newVisitor();
  const asked = [];
  anyone.on('request', (request) => asked.push(request.url()));
  await anyone.goto(address);
  const answer = anyone.getByRole('region', { name: hang.say('check_receipt.answer') });
  await expect(answer).toContainText(hang.say('check_receipt.good'));
  await expect(answer).toContainText('16.000');
  await expect(anyone.getByRole('main')).not.toContainText(hang.person.name);
  expect(asked.filter((url) => new URL(url).pathname.includes(lookUp) || new URL(url).search.includes(lookUp)), 'no server sees the code in an address').toEqual([]);
  await see(anyone, 'check-receipt', { lang: 'vi' });

  await hang.handsFor(desk).type(desk.getByLabel('Lý do', { exact: true }), 'Hoàn trả lệ phí');
  await hang.handsFor(desk).press(desk.getByRole('button', { name: 'Hủy biên lai' }));
  await expect(receipts).toContainText('Đã hủy');
  await advance(31);
  await anyone.getByRole('button', { name: hang.say('check_receipt.go') }).click();
  await expect(answer).toContainText(hang.say('fee_receipt.cancelled'));
  await expect(answer, 'what the office wrote is for its payer').not.toContainText('Hoàn trả lệ phí');
  await see(anyone, 'check-receipt-cancelled', { lang: 'vi' });
  expectTrouble(/answered 404: POST .*\/api\/receipts\/check/);
  await anyone.getByLabel(hang.say('check_receipt.code'), { exact: true }).fill('aaaabbbbccccdddd');
  await anyone.getByRole('button', { name: hang.say('check_receipt.go') }).click();
  await expect(anyone.getByRole('alert')).toContainText(hang.say('check_receipt.unknown'));
  await expect(anyone.getByRole('alert'), 'to be compared with the paper').toContainText('AAAA BBBB CCCC DDDD');
  await see(anyone, 'check-receipt-unknown', { lang: 'vi' });

  await page.goto('/toi/thanh-toan');
  await hang.landed(hang.say('payments.title'));
  await expect(hang.main).toContainText(hang.say('fee_receipt.not_good'));
  await hang.hands.press(hang.main.getByRole('link', { name: containing(hang.text('title')) }).first());
  await hang.arrived(containing(hang.text('title')));
  await expect(hang.main).toContainText(hang.say('fee_receipt.not_good'));
});

test('PY11 what the office gives back of a fee is told with its law where the fee is told, and goes back where it was paid', async ({ page, today, newVisitor }) => {
  const basis = 'Thông tư 281/2016/TT-BTC, điều 4';
  const hang = await signedBirth(page, today, newVisitor);
  await hang.hands.press(hang.button('step.pay.go'));
  await settle(page, hang.hands, ways.pay);
  const code = await hang.receipt();
  await page.goto(`/ho-so/${hang.id}`);
  await hang.landed(containing(hang.text('title')));
  const desk = await newVisitor();
  const officer = new Officer(desk, hang.handsFor(desk));
  await officer.open(code);
  await officer.giveBack('6.000', basis);
  await see(desk, 'sandbox-desk-refund', { lang: 'vi' });

  const back = hang.main.locator('.cd-notice').filter({ hasText: hang.say('refund.title') });
  await expect(back, 'without a press').toContainText(basis, { timeout: 45_000 });
  await expect(back).toContainText(/6[.,]000/);
  await expect(hang.main).toContainText(hang.say('dossier.event.refund', { amount: '|' }).split('|')[0]);
  hang.isLookedAt = true;
  await hang.see('dossier-given-back');

  await page.goto('/toi/thanh-toan');
  await hang.landed(hang.say('payments.title'));
  // She has paid for other dossiers before.
  const paid = hang.main.locator('section').filter({ hasText: code });
  await expect(paid, 'what was paid stays paid').toContainText(hang.say('payments.counted'));
  await expect(paid).toContainText(/16[.,]000/);
  await expect(paid).toContainText(basis);
  await hang.see('payments-given-back');
  await hang.hands.press(paid.getByRole('link', { name: containing(hang.say('fee_receipt.issued', { number: '' })) }));
  await hang.arrived(hang.say('fee_receipt.title'));
  await expect(hang.main, 'the receipt says the whole; beside it stands what goes back').toContainText(basis);
  await hang.see('fee-receipt-given-back');

  // The bank needs an hour, longer than an idle session lives.
  await page.close();
  await advance(3601);
  hang.use(await newVisitor());
  await enter(hang, `/ho-so/${hang.id}`);
  await expect(hang.main).toContainText(hang.say('refund.decided.done', { amount: '|', day: '|' }).split('|')[1]);
  await hang.see('dossier-given-back-done');
});
