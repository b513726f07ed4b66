// Filing for an enterprise: its legal representative is asked whether the register may be asked, chooses it and goes on to the receipt; every
// screen says for which enterprise and by what right. Who represents none is told so.
import { daysBefore } from './support/answers.mjs';
import { Applicant } from './support/applicant.mjs';
import { pdf } from './support/papers.mjs';
import { call, consentText, enter } from './support/prepared.mjs';
import { Officer, now, people } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';

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
  await applicant.see('service-enterprise-consent');
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
    await thanh.freeze('to_file');
    const filed = await thanh.receipt();
    await saysForWhich('receipt');

    const content = await call(page, 'GET', `/api/dossiers/${thanh.id}/dossier.json`);
    expect(content.applicant.id).toBe(people.thanh.id);
    expect(content.on_behalf_of).toMatchObject({ name: bakery.name, id: bakery.code, right: 'representative' });
    for (const [path, title] of [['/ho-so', 'dossiers.title'], ['/toi/thong-tin', 'mine.title']]) {
      await page.goto(path);
      await expect(thanh.heading).toHaveText(say(title));
      await expect(main).toContainText(represents);
    }
    const desk = await newVisitor();
    await new Officer(desk, thanh.handsFor(desk)).open(filed);
    await expect(desk.getByRole('definition').filter({ hasText: bakery.code })).toContainText(bakery.name);
    await see(desk, 'sandbox-desk-enterprise', { lang: 'vi' });
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
