// What the office asks for after filing: the officer asks, the citizen reads what it does to the time limit and pays from the dossier, and the
// officer sees it; once by mouse in Vietnamese, once by keyboard in English.
import { answeredExtract } from './support/prepared.mjs';
import { Officer, settle, ways } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';
import { containing } from './support/words.mjs';

for (const { lang, by } of [{ lang: 'vi', by: 'mouse' }, { lang: 'en', by: 'keyboard' }]) {
  test(`PY9 a fee that the office asks for after filing is paid from the dossier, and the officer sees it (${lang}, by ${by})`, async ({ page, newVisitor }) => {
    const thanh = await answeredExtract(page, { lang, by, isLookedAt: true });
    await thanh.open('xem-lai', 'step.review.title');
    await thanh.freeze('to_file');
    const code = await thanh.receipt();
    const desk = await newVisitor();
    const officer = new Officer(desk, thanh.handsFor(desk));
    await officer.open(code);
    await officer.move(2);
    await officer.ask({ item: 'Phí thẩm định', amount: '120.000', basis: 'Nghị định 10/2022/NĐ-CP' });
    const notices = desk.getByRole('region', { name: 'Các thông báo nộp phí, lệ phí' });
    await expect(notices).toContainText('Chờ nộp');
    await see(desk, 'sandbox-desk-asks', { lang: 'vi' });

    await thanh.hands.press(thanh.link('step.receipt.follow'));
    await thanh.landed(containing(thanh.text('title')));
    await expect(thanh.main).toContainText(thanh.say('due.clock.from_payment'));
    await expect(thanh.main).toContainText(thanh.say('dossier.appointment.unpaid'));
    await expect(thanh.main).toContainText('Nghị định 10/2022/NĐ-CP');
    await thanh.see('dossier-asked');
    await thanh.hands.press(thanh.link('due.go'));
    await thanh.landed(thanh.say('step.pay.due'));
    await thanh.see('pay-due');
    await thanh.hands.press(thanh.button('step.pay.go'));
    await settle(page, thanh.hands, ways.pay);

    await expect(thanh.heading).toHaveText(thanh.say('step.pay.due.paid'));
    await expect(thanh.main).toContainText(thanh.say('due.told').split(/[,{]| since/)[0]);
    await thanh.see('pay-due-told');
    await officer.open(code);
    await expect(notices).toContainText('Đã nộp trực tuyến 120.000 đ');
    await thanh.hands.press(thanh.link('step.receipt.follow'));
    await thanh.landed(containing(thanh.text('title')));
    await expect(thanh.main).toContainText(thanh.say('status.6.settled'));
    await expect(thanh.main).not.toContainText(thanh.say('dossier.appointment.unpaid'));
    await expect(thanh.link('due.go')).toHaveCount(0);
    await thanh.see('dossier-asked-paid');
  });
}
