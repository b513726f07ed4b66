// Nguyễn Thị Bích Hằng registers the birth of her child, from the first search to the answer of the office: once by mouse in
// Vietnamese, once by keyboard alone in English.
import { birth, birthPapers } from './support/answers.mjs';
import { Applicant } from './support/applicant.mjs';
import { Officer, people } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';
import { containing } from './support/words.mjs';

const stories = [
  { lang: 'vi', by: 'mouse', words: 'dang ky khai sinh', received: 'Được tiếp nhận' },
  { lang: 'en', by: 'keyboard', words: 'register a birth', received: 'Received' },
];

for (const { lang, by, words } of stories) {
  test(`a mother registers a birth, signs, pays and sees the office at work (${lang}, by ${by})`, async ({ page, newVisitor, today }) => {
    test.slow();
    const hang = new Applicant({ page, person: people.hang, code: '1.001193', lang, by, isLookedAt: true });

    await hang.arrive();
    await hang.find(words);
    await hang.signIn();
    await hang.start();
    await hang.fill(birth(today, lang));
    await hang.attach(birthPapers());
    await hang.freeze('to_sign');

    const fingerprint = await hang.askToSign();
    const phone = hang.phone(await newVisitor({ viewport: { width: 360, height: 740 } }));
    await phone.look();
    await expect(phone.request(fingerprint)).toContainText(fingerprint);
    await see(phone.page, 'sandbox-phone');
    await phone.accept(fingerprint);

    await hang.pay();
    const code = await hang.receipt();
    await expect(hang.main).toContainText(fingerprint);

    const desk = await newVisitor();
    const officer = new Officer(desk, hang.handsFor(desk));
    await officer.open(code);
    await see(desk, 'sandbox-desk-dossier');
    await officer.move(2, 'Hồ sơ hợp lệ.');
    await officer.move(4);

    await hang.hands.press(hang.link('step.receipt.follow'));
    await hang.landed(containing(hang.text('title')));
    const history = hang.main.getByRole('list', { name: hang.say('dossier.history') });
    await expect(history).toContainText(hang.say('status.4'));
    await expect(history).toContainText('Hồ sơ hợp lệ.');
    await hang.see('dossier-in-work');
  });
}
