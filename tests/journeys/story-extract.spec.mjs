// Lê Văn Thành asks for copies of his birth certificate. He is a digital citizen and the service asks for no signature: neither
// signing nor payment is ever on a screen, and their addresses lead nowhere else than to where the dossier stands.
import { extract } from './support/answers.mjs';
import { Applicant } from './support/applicant.mjs';
import { people } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';

const stories = [
  { lang: 'vi', by: 'mouse', words: 'trich luc ho tich', amount: /24\.000\sđ/ },
  { lang: 'en', by: 'keyboard', words: 'copy of birth certificate', amount: /24,000\sVND/ },
];
const basis = 'Nghị quyết 66.22/2026/NQ-CP';

for (const { lang, by, words, amount } of stories) {
  test(`a digital citizen asks for copies and meets neither signing nor payment (${lang}, by ${by})`, async ({ page }) => {
    test.slow();
    const visited = [];
    page.on('framenavigated', (frame) => visited.push(new URL(frame.url()).pathname));
    const thanh = new Applicant({ page, person: people.thanh, code: '2.000635', lang, by, isLookedAt: true });
    const hasOnlyFourSteps = () => expect(thanh.tabs()).toHaveText(['form', 'documents', 'review', 'receipt'].map((step) => new RegExp(thanh.say(`step.${step}`))));

    await thanh.arrive();
    await thanh.find(words);
    await thanh.signIn();
    await thanh.start();
    await hasOnlyFourSteps();
    await thanh.fill(extract);
    await thanh.attach();
    await hasOnlyFourSteps();
    await expect(thanh.main).toContainText(thanh.say('step.fee.waived'));
    await expect(thanh.main.getByText(basis).first()).toBeVisible();
    await thanh.freeze('to_file');

    await thanh.receipt();
    await hasOnlyFourSteps();
    await expect(thanh.main.getByRole('definition').filter({ hasText: amount })).toContainText(basis);
    expect(visited.filter((path) => /\/(ky|nop-phi)$/.test(path))).toEqual([]);

    for (const step of ['ky', 'nop-phi']) {
      await page.goto(`/ho-so/${thanh.id}/${step}`);
      await expect(page).toHaveURL(new RegExp(`/ho-so/${thanh.id}/bien-nhan$`));
      await expect(thanh.heading).toHaveText(thanh.say('step.receipt.title'));
    }
  });
}
