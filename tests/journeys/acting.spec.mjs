// Acting for somebody else: an elderly parent authorises, the helper does it with the parent's details, every step says for whom, and the
// mandate can be taken back; a child of the register's word needs none.
import { Applicant } from './support/applicant.mjs';
import { enter } from './support/prepared.mjs';
import { people } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';

const { thanh, bay } = people;

test('who was authorised does it with the other’s details, and every screen says for whom', async ({ page, newVisitor, expectTrouble }) => {
  const parent = new Applicant({ page: await newVisitor(), person: bay, code: '2.000635', isLookedAt: true });
  await enter(parent, '/toi/uy-quyen');
  await expect(parent.heading).toHaveText(parent.say('mandates.title'));
  await parent.see('mandates-none');
  expectTrouble(/answered 422: POST .*\/api\/mandates/);
  await parent.hands.press(parent.button('mandates.give.go'));
  await expect(parent.main).toContainText(parent.say('mandates.grantee.wrong'));
  await parent.see('mandates-wrong');
  await parent.hands.type(parent.main.getByLabel(parent.say('mandates.grantee'), { exact: true }), thanh.id);
  await parent.hands.choose(parent.main.getByRole('checkbox', { name: parent.text('title') }));
  await parent.hands.press(parent.button('mandates.give.go'));
  await expect(parent.main).toContainText(parent.say('mandates.in_force'));
  await parent.see('mandates');

  const helper = new Applicant({ page, person: thanh, code: '2.000635', isLookedAt: true });
  await enter(helper, '/dich-vu/2.000635');
  await expect(helper.heading).toHaveText(helper.text('title'));
  await helper.hands.press(helper.button('service.behalf'));
  const question = page.getByRole('dialog').filter({ hasText: helper.say('service.behalf.title') });
  await helper.see('service-behalf');
  await helper.hands.press(question.getByRole('button', { name: helper.say('service.behalf.mandate', { name: bay.name }) }));
  await helper.landed(helper.text('page.start.title'));
  await expect(helper.main).toContainText(helper.say('step.acting', { name: bay.name }));
  await expect(page.getByRole('banner')).toContainText(helper.say('app.acting_for', { name: bay.name }));
  await helper.see('form-acting');

  await parent.hands.press(parent.main.getByRole('button', { name: parent.say('mandates.take_back') }).first());
  await expect(parent.main).toContainText(parent.say('mandates.revoked'));
});

test('a number that was typed and services that were ticked are there in the other language too', async ({ page }) => {
  const parent = new Applicant({ page, person: people.cham, code: '2.000635' });
  const english = new Applicant({ page, person: people.cham, code: '2.000635', lang: 'en' });
  await enter(parent, '/toi/uy-quyen');
  await parent.hands.type(parent.main.getByLabel(parent.say('mandates.grantee'), { exact: true }), thanh.id);
  await parent.hands.choose(parent.main.getByRole('checkbox', { name: parent.text('title') }));
  await parent.hands.press(page.getByRole('banner').getByRole('button', { name: 'English' }));
  await expect(english.heading).toHaveText(english.say('mandates.title'));
  await expect(english.main.getByRole('checkbox', { name: english.text('title') })).toBeChecked();
  await expect(english.main.getByLabel(english.say('mandates.grantee'), { exact: true })).toHaveValue(thanh.id);
});
