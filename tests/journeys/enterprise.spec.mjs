// Filing for an enterprise: its legal representative is asked whether the register may be asked, chooses it and goes on to the receipt; every
// screen says for which enterprise and by what right. Who represents none is told so.
import { daysBefore } from './support/answers.mjs';
import { Applicant } from './support/applicant.mjs';
import { pdf } from './support/papers.mjs';
import { call, consentText, enter, lockedBoard } from './support/prepared.mjs';
import { Officer, now, people, setFaults } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';
import { beginning, containing } from './support/words.mjs';

const code = '2.001955';
const bakery = { name: 'Công ty TNHH Bánh mì Bến Thành', code: '0312345673' };
const dissolved = 'Công ty TNHH Thương mại Thành Phát';
const stories = [['vi', 'mouse'], ['en', 'keyboard']];

/** Opens the question for which enterprise, where registers may not be asked yet, and agrees that they are. */
async function agree(applicant) {
  const { page, hands, say } = applicant;
  await call(page, 'POST', `/api/consents/${code}`, { agree: false, text: consentText });
  await hands.press(applicant.button('service.start'));
  const question = page.getByRole('dialog', { name: say('service.behalf.enterprise.title') });
  await expect(question).toContainText(say('service.behalf.consent'));
  await expect(question).toContainText(say('form.source.business'));
  await expect(question, 'what the form uses').toContainText(say('step.consent.fact.mobile'));
  for (const other of ['of.spouse', 'of.child', 'fact.ethnicity', 'fact.wards']) await expect(question).not.toContainText(say(`step.consent.${other}`));
  await applicant.see('service-enterprise-consent');
  const before = page.viewportSize();
  for (const [width, height] of [[360, 760], [320, 640]]) {
    await page.setViewportSize({ width, height });
    for (const key of ['step.consent.agree', 'app.cancel']) {
      const way = question.getByRole('button', { name: say(key), exact: true });
      await expect(way, `${key} is in sight at ${width} × ${height}`).toBeInViewport({ ratio: 1 });
    }
  }
  // A screen of 1280 × 1024 at 400 %: the buttons come last, nothing is covered, and the keyboard comes to them.
  await page.setViewportSize({ width: 320, height: 256 });
  expect(await question.evaluate((dialog) => dialog.scrollHeight > dialog.clientHeight)).toBe(true);
  await question.getByRole('button', { name: say('app.cancel'), exact: true }).scrollIntoViewIfNeeded();
  await expect(question.getByRole('button', { name: say('app.cancel'), exact: true })).toBeInViewport({ ratio: 1 });
  await page.setViewportSize(before);
  await hands.press(question.getByRole('button', { name: say('step.consent.agree'), exact: true }));
  await expect(question.locator('#behalf')).toBeFocused();
  return question;
}

for (const [lang, by] of stories) {
  test(`the legal representative of an enterprise registers its labour rules (${lang}, by ${by})`, async ({ page, newVisitor }) => {
    test.slow();
    const thanh = new Applicant({ page, person: people.thanh, code, lang, by, isLookedAt: true });
    const { main, form, say, hands } = thanh;
    await enter(thanh, `/dich-vu/${code}`);
    await expect(thanh.heading).toHaveText(thanh.text('title'));
    await expect(thanh.button('service.behalf'), 'an enterprise is the only way').toHaveCount(0);
    const question = await agree(thanh);
    await expect(question).toContainText(say('service.behalf.enterprise'));
    await expect(question, 'what is dissolved is not offered').not.toContainText(dissolved);
    await thanh.see('service-enterprise');
    await hands.press(question.getByRole('button', { name: say('service.behalf.representative', { name: bakery.name }) }));
    await thanh.landed(thanh.text('page.enterprise.title'));
    [, thanh.id] = /\/ho-so\/([^/]+)\//.exec(new URL(page.url()).pathname);

    const represents = say('app.acting_for.representative', { name: bakery.name });
    const saysForWhich = async (name) => {
      await expect(main).toContainText(say('step.acting', { name: bakery.name }));
      await expect(main).toContainText(say('step.acting.representative'));
      await expect(page.getByRole('banner')).toContainText(represents);
      await thanh.see(`${name}-enterprise`);
    };
    await expect(form.known('enterprise_code')).toContainText(bakery.code);
    await expect(form.known('enterprise_name')).toContainText(say('form.source.business'));
    const issued = daysBefore((await now()).toISOString().slice(0, 10), 5);
    const pages = {
      enterprise: {},
      representative: {},
      labour_rules: { issued_on: issued, employees: '24', has_organisation: true },
      attestation: { pledge: true },
    };
    for (const [id, answers] of Object.entries(pages)) {
      await expect(thanh.heading).toHaveText(thanh.text(`page.${id}.title`));
      await form.answerAll(answers);
      if (Object.keys(answers).length > 0) await form.saved();
      if (id === 'representative') await expect(form.known('representative_name')).toContainText('Thành');
      await saysForWhich(`form-${id}`);
      await form.goOn();
    }
    await thanh.isOnPage('documents');
    await form.answerAll({ rules_text: pdf('Nội quy lao động.pdf'), opinion: pdf('Góp ý của công đoàn.pdf') });
    await form.saved();
    await saysForWhich('documents');
    await form.goOn();
    await thanh.arrived(say('step.review.title'));
    await saysForWhich('review');
    await thanh.freeze('to_confirm');
    await thanh.arrived(say('step.confirm.title'));
    await saysForWhich('confirm');
    await thanh.confirm();
    const filed = await thanh.receipt();
    await expect(main).toContainText(say('step.receipt.identity'));
    await saysForWhich('receipt');

    const content = await call(page, 'GET', `/api/dossiers/${thanh.id}/dossier.json`);
    expect(content.applicant.id).toBe(people.thanh.id);
    expect(content.on_behalf_of).toMatchObject({ name: bakery.name, id: bakery.code, right: 'representative' });
    for (const [path, title] of [['/ho-so', 'dossiers.title'], ['/toi/thong-tin', 'mine.title']]) {
      await page.goto(path);
      await expect(thanh.heading).toHaveText(say(title));
      await expect(main).toContainText(represents);
    }
    await page.goto('/ho-so');
    const row = main.getByRole('listitem').filter({ has: page.locator(`a[href="/ho-so/${thanh.id}"]`) });
    await expect(row).toContainText(represents);
    expect((await row.innerText()).split(bakery.name), 'its name is said once').toHaveLength(2);
    await hands.press(row.getByRole('link', { name: thanh.text('title') }));
    await thanh.arrived(thanh.text('title'));
    await expect(main).toContainText(represents);
    await expect(page.getByRole('banner')).toContainText(represents);
    await expect(main).toContainText(say('dossier.result.representative', { name: bakery.name }));
    await expect(main).toContainText(say('dossier.papers.why.alone'));
    await thanh.see('dossier-enterprise');
    const desk = await newVisitor();
    await new Officer(desk, thanh.handsFor(desk)).open(filed);
    await expect(desk.getByRole('definition').filter({ hasText: bakery.code })).toContainText(bakery.name);
    await see(desk, 'sandbox-desk-enterprise', { lang: 'vi' });
  });

  test(`a draft of an enterprise that is dissolved is not gone on with (${lang}, by ${by})`, async ({ page }) => {
    const thanh = new Applicant({ page, person: people.thanh, code, lang, by, isLookedAt: true });
    const { main, say, hands } = thanh;
    await enter(thanh);
    const decide = () => call(page, 'POST', `/api/consents/${code}`, { agree: true, text: consentText });
    await decide();
    const { principals } = await call(page, 'GET', `/api/procedures/${code}/principals`);
    const asked = { procedure: code, language: lang, another: true, acting_for: principals[0].id };
    const { id } = await call(page, 'POST', '/api/dossiers', asked, { 'Idempotency-Key': crypto.randomUUID() });
    // The register is asked again whenever it is agreed that it may be.
    await setFaults({ business: 'dissolved' });
    await decide();
    await setFaults({ business: 'ok' });
    await page.goto('/ho-so');
    const row = main.getByRole('listitem').filter({ has: page.locator(`a[href="/ho-so/${id}"]`) });
    await expect(row).toContainText(say('right_over.enterprise_dissolved'));
    await expect(row).toContainText(say('right_over.discard'));
    await expect(row.getByRole('link', { name: say('dossiers.resume') })).toHaveCount(0);
    await thanh.see('dossiers-dissolved');
    await hands.press(row.getByRole('button', { name: beginning(say('dossiers.discard')) }));
    const question = page.getByRole('dialog').filter({ hasText: say('dossiers.discard.title') });
    await hands.press(question.getByRole('button', { name: say('dossiers.discard.yes'), exact: true }));
    await expect(row).toHaveCount(0);
    await expect(page.getByText(say('dossiers.discard.done'))).toBeAttached();
  });

  test(`a register of enterprises that is down is told as that, and asked again (${lang}, by ${by})`, async ({ page }) => {
    const thanh = new Applicant({ page, person: people.thanh, code, lang, by, isLookedAt: true });
    const { say, hands } = thanh;
    await enter(thanh, `/dich-vu/${code}`);
    await setFaults({ business: 'down' });
    const question = await agree(thanh);
    await expect(question.getByRole('alert')).toContainText(say('step.register.unavailable.title', { register: say('form.source.business') }));
    await expect(question, 'nobody said that there is none').not.toContainText(say('service.behalf.enterprise.none'));
    await thanh.see('service-enterprise-silent');
    const again = question.getByRole('button', { name: say('step.register.again'), exact: true });
    await hands.press(again);
    await expect(question.getByRole('status').filter({ hasText: say('step.register.still').split('{')[0] })).toBeVisible();
    await expect(again).toBeFocused();
    await thanh.see('service-enterprise-still-silent');
    await setFaults({ business: 'ok' });
    await hands.press(again);
    await expect(question.locator('#behalf')).toBeFocused();
    await expect(question.getByRole('status')).toContainText(say('step.register.answered'));
    await expect(question.getByRole('button', { name: say('service.behalf.representative', { name: bakery.name }) })).toBeVisible();
  });

  test(`who represents no enterprise is told so and begins nothing (${lang}, by ${by})`, async ({ page }) => {
    const hang = new Applicant({ page, person: people.hang, code, lang, by, isLookedAt: true });
    await enter(hang, `/dich-vu/${code}`);
    const question = await agree(hang);
    await expect(question).toContainText(hang.say('service.behalf.enterprise.none'));
    await hang.see('service-enterprise-none');
    await hang.hands.press(question.getByRole('button', { name: hang.say('app.cancel'), exact: true }));
    await expect(question).toBeHidden();
    await expect(hang.button('service.start')).toBeFocused();
  });
}

test('an enterprise signs with its own certificate at the national gateway, and everybody reads whose signature it is', async ({ page, today, newVisitor }) => {
  test.slow();
  const thanh = await lockedBoard(page, today, { isLookedAt: true });
  const { main, say } = thanh;
  const there = thanh.certificates('eSign');
  await expect(there.getByRole('radio', { name: containing(bakery.name) }).first()).toBeEnabled();
  await expect(main.getByRole('radio'), 'two certificates, each at two providers').toHaveCount(4);
  await thanh.folded('eSign');
  for (const why of ['other_organisation', 'person']) await expect(main.getByText(say(`step.sign.unusable.${why}`)).first()).toBeVisible();
  const fingerprint = await thanh.askToSign('eSign', bakery.name);
  const phone = thanh.phone(await newVisitor());
  await phone.look();
  await phone.accept(fingerprint);
  const filed = await thanh.receipt();
  await expect(main.getByRole('definition').filter({ hasText: bakery.name }).first()).toBeVisible();
  const desk = await newVisitor();
  await new Officer(desk, thanh.handsFor(desk)).open(filed);
  await expect(desk.getByText(bakery.name).first()).toBeVisible();
});
