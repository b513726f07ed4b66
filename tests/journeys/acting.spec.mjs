// Acting for somebody else: an elderly parent authorises, the helper does it with the parent's details, every step says for whom, and the
// mandate can be taken back; a child of the register's word needs none.
import { Applicant } from './support/applicant.mjs';
import { enter } from './support/prepared.mjs';
import { advance, chooseIdentity, people } from './support/sandbox.mjs';
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
  const authorise = async () => {
    await parent.hands.type(parent.main.getByLabel(parent.say('mandates.grantee'), { exact: true }), thanh.id);
    await parent.hands.choose(parent.main.getByRole('checkbox', { name: parent.text('title') }));
    await parent.hands.press(parent.button('mandates.give.go'));
  };
  // What one may not submit without confirming who one is, one does not hand on without it either.
  await advance(11 * 60);
  expectTrouble(/answered 403: POST .*\/api\/mandates/);
  await authorise();
  await expect(parent.main.getByRole('alert')).toContainText(parent.say('mandates.unconfirmed'));
  await parent.see('mandates-unconfirmed');
  await parent.hands.press(parent.link('api.unconfirmed.go'));
  await chooseIdentity(parent.page, parent.hands, bay);
  await expect(parent.heading).toHaveText(parent.say('mandates.title'));
  await authorise();
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
