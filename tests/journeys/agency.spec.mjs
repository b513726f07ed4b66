// A service that an agency keeps in its own folder, added with `--procedures`: found, read, filled in, refused where it must be, and filed,
// in both languages, although nothing of it is in this project's code or texts.
import { Applicant } from './support/applicant.mjs';
import { daysBefore } from './support/answers.mjs';
import { photo } from './support/papers.mjs';
import { Officer, people } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';

const answers = (today) => ({
  start: { occasion: 'wedding' },
  requester: {},
  place: { stretch: { detail: 'Số 12 phố Hai Bà Trưng' }, from_day: daysBefore(today, -14), hours: '36', width: '8', left_free: '2', cooking: false },
  attestation: { pledge: true },
});

const stories = [
  { lang: 'vi', by: 'mouse', words: 'dung rap via he' },
  { lang: 'en', by: 'keyboard', words: 'tent on the pavement' },
];

for (const { lang, by, words } of stories) {
  test(`a service from an agency's own folder is found, filled in and filed (${lang}, by ${by})`, async ({ page, today, newVisitor }) => {
    test.slow();
    const hang = new Applicant({ page, person: people.hang, code: 'hn-via-he', lang, by });
    const look = (name) => see(page, `agency-${name}`, { lang });
    await hang.arrive();
    await page.goto('/dich-vu');
    await expect(hang.main.getByRole('link', { name: hang.text('title') })).toBeVisible();
    await page.goto('/');
    await hang.find(words);
    await look('service');
    await expect(hang.main).toContainText(hang.text('who'));
    await expect(hang.main).toContainText('Luật Đường bộ 35/2024/QH15');
    await hang.signIn();
    await hang.start();

    const { start, requester, place, attestation } = answers(today);
    await hang.fill({ start, requester });
    await hang.isOnPage('place');
    await expect(hang.main.getByText(hang.text('field.leaving.body'))).toBeVisible();
    await look('form');
    await hang.form.answerAll({ ...place, hours: '49', left_free: '1' });
    await hang.form.goOn();
    await expect(hang.form.summary).toBeFocused();
    await expect(hang.form.summary).toContainText(hang.text('rule.walkers'));
    await look('form-errors');
    await hang.form.answerAll({ hours: '36', left_free: '2' });
    await hang.form.goOn();
    await hang.fill({ attestation });
    // The population register has told where she lives: the paper that would prove it is not asked for, and the reason is there.
    await hang.isOnPage('documents');
    const spared = hang.say('form.file.covered');
    const why = [hang.say('form.source.population'), 'Nghị định 104/2022/NĐ-CP'];
    for (const part of [spared, ...why]) await expect(hang.main).toContainText(part);
    await look('documents-covered');
    await hang.attach({ sketch: await photo(page, 'Sơ đồ.jpg') });
    await expect(hang.main).toContainText(hang.text('option.occasion.wedding'));
    for (const part of [spared, ...why]) await expect(hang.main).toContainText(part);
    await look('review');
    await hang.freeze('to_file');
    const code = await hang.receipt();
    await hang.hands.press(hang.link('step.filed.read'));
    await hang.arrived(hang.say('step.filed'));
    const needless = hang.main.locator('section').filter({ has: page.getByRole('heading', { name: hang.say('step.filed.covered') }) });
    await expect(needless).toContainText(hang.text('field.residence_proof.label'));
    for (const part of why) await expect(needless).toContainText(part);
    await look('filed-covered');

    const desk = await newVisitor();
    await new Officer(desk, hang.handsFor(desk)).open(code);
    const covered = desk.getByRole('region', { name: 'Giấy tờ không phải nộp' }).getByRole('row');
    await expect(covered.filter({ hasText: 'xac-nhan-cu-tru' })).toContainText('dân cư');
    await see(desk, 'sandbox-desk-covered', { lang: 'vi' });
  });
}
