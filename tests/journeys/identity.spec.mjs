// Who one is, and where one is signed in: every refused sign-in says what happened and leads on; devices are seen and signed out from afar;
// before submitting one confirms that it is oneself, and is back at the same step; a sign-in ends in time, and nothing is lost by it.
import { Applicant } from './support/applicant.mjs';
import { answeredExtract, call, enter } from './support/prepared.mjs';
import { advance, chooseIdentity, people } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';

const { hang, thanh } = people;

for (const [problem, fault] of [['failed', 'wrong-nonce'], ['unavailable', 'down']]) {
  test(`a sign-in that ends in "${problem}" says so, loses nothing and can be tried again`, async ({ page, providers }) => {
    const citizen = new Applicant({ page, person: hang, code: '1.001193', isLookedAt: true });
    await page.goto('/dang-nhap?return_to=/ho-so');
    await citizen.hands.press(citizen.link('sign_in.button'));
    await expect(page.getByRole('button', { name: hang.name, exact: true })).toBeVisible();
    await providers({ identity: fault });
    await chooseIdentity(page, citizen.hands, hang);
    await expect(citizen.main.getByRole('alert')).toContainText(citizen.say(`sign_in.${problem}.title`));
    await citizen.see(`sign-in-${problem}`);
    await providers({ identity: 'ok' });
    await citizen.hands.press(citizen.link('sign_in.button'));
    await chooseIdentity(page, citizen.hands, hang);
    await expect(citizen.heading).toHaveText(citizen.say('dossiers.title'));
    await citizen.isSignedIn();
  });
}

for (const [lang, by] of [['vi', 'mouse'], ['en', 'keyboard']]) {
  test(`a device left somewhere is signed out from here (${lang}, by ${by})`, async ({ page, newVisitor, expectTrouble }) => {
    const here = new Applicant({ page, person: hang, code: '1.001193', lang, by, isLookedAt: true });
    const lost = new Applicant({ page: await newVisitor(), person: hang, code: '1.001193', lang });
    await enter(lost);
    await enter(here);
    await here.hands.press(page.getByRole('banner').getByRole('link', { name: hang.name }));
    await here.hands.press(here.link('mine.sessions.go'));
    await here.arrived(here.say('sessions.title'));
    const devices = here.main.getByRole('listitem');
    await expect(devices.filter({ hasText: here.say('sessions.current') })).toHaveCount(1);
    await here.see('sessions');
    const before = await devices.count();
    await here.hands.press(here.main.getByRole('button', { name: here.say('sessions.end') }).first());
    await expect(devices).toHaveCount(before - 1);
    await expect(here.main.getByRole('region', { name: here.say('sessions.title') })).toBeFocused();
    if (before > 2) await here.hands.press(here.main.getByRole('button', { name: here.say('sessions.others') }));
    await expect(devices).toHaveCount(1);
    await expect(here.main).toContainText(here.say('sessions.only'));
    await here.see('sessions-alone');

    expectTrouble(/answered 401: GET .*\/api\/(dossiers|cosigning)\?/);
    await lost.page.goto('/ho-so');
    await expect(lost.main.getByRole('link', { name: lost.say('app.sign_in'), exact: true })).toBeVisible();
  });
}

for (const lang of ['vi', 'en']) {
  test(`whose account is of too low a level to submit reads so before anything is filled in (${lang})`, async ({ page, newVisitor }) => {
    const low = new Applicant({ page, person: people.nobody, code: '2.000635', lang, isLookedAt: true });
    await enter(low, '/dich-vu/2.000635');
    await expect(low.main).toContainText(low.say('service.start.level'));
    await low.see('service-level');
    await low.start();
    await expect(low.main, 'on the form as well').toContainText(low.say('service.start.level'));
    await low.see('form-level');
    const enough = new Applicant({ page: await newVisitor(), person: hang, code: '2.000635', lang });
    await enter(enough, '/dich-vu/2.000635');
    await expect(enough.button('service.behalf')).toBeVisible();
    await expect(enough.main).not.toContainText(enough.say('service.start.level'));
  });
}

test('whoever leaves the page of devices before the answer comes goes on undisturbed', async ({ page, newVisitor }) => {
  const here = new Applicant({ page, person: hang, code: '1.001193' });
  await enter(new Applicant({ page: await newVisitor(), person: hang, code: '1.001193' }));
  await enter(here, '/toi/thiet-bi');
  let letGo;
  const isLetGo = new Promise((resolve) => (letGo = resolve));
  await page.route(/\/api\/sessions\//, async (route) => {
    await isLetGo;
    await route.continue();
  });
  const asked = page.waitForRequest(/\/api\/sessions\//);
  await here.hands.press(here.main.getByRole('button', { name: here.say('sessions.end') }).first());
  await asked;
  await here.hands.press(page.getByRole('banner').getByRole('link', { name: here.say('app.nav.services'), exact: true }));
  await here.arrived(here.say('services.title'));
  const answered = page.waitForResponse(/\/api\/sessions\//);
  letGo();
  await (await answered).finished();
  // The next press is answered by a portal that still runs.
  await here.hands.press(page.getByRole('banner').getByRole('link', { name: here.say('app.nav.dossiers'), exact: true }));
  await here.arrived(here.say('dossiers.title'));
});

test('before submitting one confirms who one is, another person cannot, and one is back at the same step', async ({ page, expectTrouble }) => {
  test.slow();
  const citizen = await answeredExtract(page, { isLookedAt: true });
  await citizen.open('xem-lai', 'step.review.title');
  await advance(11 * 60);
  expectTrouble(/answered 403: POST .*\/file/);
  await citizen.freeze('to_file');
  const confirm = citizen.link('api.unconfirmed.go');
  await expect(citizen.main).toContainText(citizen.say('api.unconfirmed.title'));
  await citizen.see('unconfirmed');
  await citizen.hands.press(confirm);
  await citizen.hands.press(page.getByRole('button', { name: 'Hủy và quay lại cổng' }));
  await expect(citizen.main.getByRole('alert')).toContainText(citizen.say('sign_in.unconfirmed.title'));
  await expect(citizen.main).not.toContainText(citizen.say('sign_in.cancelled.title'));
  await citizen.see('unconfirmed-cancelled');
  await citizen.hands.press(citizen.link('sign_in.go_on'));
  await citizen.hands.press(citizen.link('step.resume'));
  await citizen.hands.press(citizen.button('step.receipt.send'));
  await citizen.hands.press(confirm);
  await chooseIdentity(page, citizen.hands, hang);
  await expect(citizen.main.getByRole('alert')).toContainText(citizen.say('sign_in.other_person.title'));
  await citizen.see('sign-in-other-person');
  await citizen.isSignedIn();
  // Back at the same step; the demand is made again as often as it is not met.
  await citizen.hands.press(citizen.link('sign_in.go_on'));
  await citizen.hands.press(citizen.button('step.receipt.send'));
  await citizen.hands.press(confirm);
  await chooseIdentity(page, citizen.hands, thanh);
  await citizen.hands.press(citizen.button('step.receipt.send'));
  await citizen.receipt();
});

for (const [lang, by] of [['vi', 'mouse'], ['en', 'keyboard']]) {
  test(`a sign-in that has lasted as long as it may warns, and after signing in again everything is there (${lang}, by ${by})`, async ({ page }) => {
    test.slow();
    const citizen = await answeredExtract(page, { lang, by, isLookedAt: true });
    await citizen.open('ke-khai/contact', 'page.contact.title');
    // Never idle, for eight hours but four minutes.
    for (let round = 0; round < 17; round += 1) {
      await advance(28 * 60);
      await call(page, 'GET', '/api/session');
    }
    await page.reload();
    const strip = page.getByRole('alert').filter({ hasText: citizen.say('app.expiry.end.other', { n: '§' }).split('§')[0] });
    // The page looks at the clock every twenty seconds.
    await expect(strip).toBeVisible({ timeout: 60_000 });
    await expect(strip.getByRole('button'), 'nobody can prolong it').toHaveCount(0);
    await citizen.see('expiry-end');
    await citizen.form.answer('email', 'le.thanh@example.vn');
    await citizen.hands.press(strip.getByRole('link', { name: citizen.say('app.expiry.again') }));
    await chooseIdentity(page, citizen.hands, citizen.person);
    await expect(citizen.heading).toHaveText(citizen.text('page.contact.title'));
    await citizen.isSignedIn();
    await expect(citizen.form.control('email')).toHaveValue('le.thanh@example.vn');
    await expect(strip).toHaveCount(0);
    const { draft } = await call(page, 'GET', `/api/dossiers/${citizen.id}`);
    expect(draft.answers).toMatchObject({ copies: '3', email: 'le.thanh@example.vn', pledge: true });
  });
}
