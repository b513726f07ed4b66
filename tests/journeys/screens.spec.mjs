// The screens that no story passes, each looked at as closely as those of the stories: pages to read, ways that end, pages of the sandbox.
import { Applicant } from './support/applicant.mjs';
import { enter, lockedBirth } from './support/prepared.mjs';
import { people, sandbox } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';
import { words } from './support/words.mjs';

const pages = [
  ['services', '/dich-vu', 'services.title'],
  ['accessibility', '/tro-nang', 'accessibility.title'],
  ['privacy', '/bao-ve-du-lieu', 'privacy.title'],
];

for (const lang of ['vi', 'en']) {
  test(`the pages to read can be read by all (${lang})`, async ({ page }) => {
    const say = words(lang);
    await page.addInitScript((lang) => localStorage.setItem('congdan.lang', lang), lang);
    for (const [name, path, key] of pages) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(say(key));
      await see(page, name, { lang });
    }
  });
}

test('whoever cancels at the identity provider is told that nothing has changed', async ({ page }) => {
  const say = words('vi');
  await page.goto('/dang-nhap');
  await page.getByRole('link', { name: say('sign_in.button') }).click();
  await page.getByRole('button', { name: 'Hủy và quay lại cổng' }).click();
  await expect(page.getByRole('alert')).toContainText(say('sign_in.cancelled.title'));
  await see(page, 'sign-in-cancelled');
});

test('a dossier that is not there, or is somebody else’s, looks the same', async ({ page, newVisitor, today, expectTrouble }) => {
  expectTrouble(/answered 404: GET .*\/api\/dossiers\//);
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  await hang.open('ke-khai/child', 'step.locked.title');
  await hang.see('form-locked');
  await hang.open('xem-lai', 'step.review.frozen');
  await hang.see('review-locked');

  const thanh = new Applicant({ page: await newVisitor(), person: people.thanh, code: '2.000635' });
  await enter(thanh);
  for (const id of [hang.id, 'khong-co-ho-so-nay']) {
    await thanh.page.goto(`/ho-so/${id}`);
    await expect(thanh.heading).toHaveText(thanh.say('api.not_found.title'));
    await expect(thanh.main).not.toContainText(people.hang.name);
  }
  await see(thanh.page, 'not-found');
});

/** The signing service by the name that it gives itself. */
const service = 'Dịch vụ ký số thử nghiệm';

test('a certificate that has expired is shown with its reason and cannot be chosen', async ({ page, today }) => {
  const alone = { father_declared: false, child_ethnicity: '08', phone: '0912345678' };
  const mua = await lockedBirth(page, today, { person: people.mua, answers: alone, isLookedAt: true });
  const there = mua.certificates(service);
  const certificates = there.getByRole('radio');
  await expect(certificates, 'only what can be chosen').toHaveCount(1);
  await expect(certificates.and(page.locator(':checked'))).toBeEnabled();
  const folded = await mua.folded(service);
  await expect(folded.getByText(mua.say('step.sign.unusable.expired'))).toBeVisible();
  await expect(folded.getByRole('radio')).toHaveCount(1);
  await expect(folded.getByRole('radio')).toBeDisabled();
  await expect(mua.main, 'where it was looked for in vain').toContainText(mua.say('step.sign.none_at', { providers: 'SmartCA' }));
  await mua.see('sign-expired-certificate');
});

test('a key of a kind that is not accepted is shown with its reason beside the other certificates', async ({ page, today, providers }) => {
  await providers({ signing: 'odd-key' });
  const alone = { father_declared: false, child_ethnicity: '08', phone: '0912345678' };
  const mua = await lockedBirth(page, today, { person: people.mua, answers: alone, isLookedAt: true });
  const there = await mua.folded(service);
  await expect(mua.certificates(service), 'nothing there can be chosen').toHaveCount(0);
  await expect(there.getByText(mua.say('step.sign.unusable.algorithm'))).toBeVisible();
  await expect(there.getByText(mua.say('step.sign.unusable.expired'))).toBeVisible();
  await expect(there.getByRole('radio').and(page.locator(':disabled'))).toHaveCount(2);
  await mua.see('sign-unknown-key');
});

test('the pages of the sandbox can be used by all', async ({ page }) => {
  for (const [name, path] of [['start', '/'], ['control', '/control'], ['desk', '/desk'], ['phone-quiet', `/phone/${people.bay.id}`]]) {
    await page.goto(sandbox + path);
    await see(page, `sandbox-${name}`);
  }
});
