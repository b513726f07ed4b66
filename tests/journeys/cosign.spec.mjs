// Several people stand by one dossier: who files it first, then each of the others at a link of their own, read from the screen by a camera.
// One refuses, and it is open again with the reason; nobody pays before all have agreed.
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { Applicant } from './support/applicant.mjs';
import { answeredParking, enter } from './support/prepared.mjs';
import { Officer, chooseIdentity, people } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';
import { containing } from './support/words.mjs';

const { hang: mother, thanh, bay } = people;
const code = 'hn-de-xe';

const answers = {
  spot: 'Sân trước số nhà 12',
  has_owner: true,
  neighbour_name: { family: 'Lê', middle: 'Văn', given: 'Thành' },
  neighbour_id: mother.id,
  owner_name: { family: 'Trần', middle: 'Văn', given: 'Bảy' },
  owner_id: bay.id,
  pledge: true,
};

/** What a camera reads from a picture. */
function scanned(png) {
  const { data, width, height } = PNG.sync.read(png);
  return jsqr(new Uint8ClampedArray(data), width, height)?.data;
}

/** Makes the link for one of the others, and reads it with a camera. */
async function linkFor(hang, person) {
  const panel = hang.main.locator('section').filter({ has: hang.page.getByRole('heading', { name: person.name }) });
  await hang.hands.press(panel.getByRole('button', { name: containing(hang.say('step.others.link.make')) }));
  const drawing = panel.getByRole('img', { name: hang.say('step.others.code', { name: person.name }) });
  await expect(drawing).toBeVisible();
  const url = scanned(await drawing.screenshot({ scale: 'device' }));
  await expect(panel.locator('code'), 'what is to be copied is what the camera reads').toHaveText(url);
  return new URL(url).pathname;
}

/** One of the others, on their own phone. */
async function opened(person, page, link) {
  const one = new Applicant({ page, person, code, isLookedAt: true });
  await enter(one, link);
  return one;
}

/** Agrees at the identity provider and is back. */
async function agree(one) {
  await one.hands.press(one.button('step.cosign.agree'));
  await chooseIdentity(one.page, one.hands, one.person);
  await expect(one.heading).toHaveText(one.say('step.cosign.agreed.title'));
}

test('SG8 SG9 PY14 a neighbour and the owner of the land agree to what a mother files, after one of them has refused', async ({ page, newVisitor }) => {
  test.slow();
  const hang = await answeredParking(page, answers, { isLookedAt: true });
  const { say } = hang;

  // Her own number as somebody else's: she reads at the question that nobody signs twice.
  await hang.open('xem-lai', 'step.review.title');
  await expect(hang.main).toContainText(say('violation.same_person'));
  await hang.open('ke-khai/others', 'page.others.title');
  await hang.form.answerAll({ neighbour_id: thanh.id });
  await hang.form.saved();
  await hang.open('xem-lai', 'step.review.title');
  await hang.freeze('to_confirm');
  await hang.arrived(say('step.confirm.title'));
  const mark = await hang.fingerprint.innerText();
  await hang.confirm();

  // Her part is done: what comes next is said, and nothing leads to paying.
  await expect(hang.heading).toHaveText(say('step.others.title'));
  await expect(hang.main).toContainText(say('step.others.then.pay'));
  await hang.see('others');
  const [first, second] = [await linkFor(hang, thanh), await linkFor(hang, bay)];
  await hang.see('others-links');

  const neighbour = await opened(thanh, await newVisitor(), first);
  await neighbour.page.setViewportSize({ width: 360, height: 740 });
  await expect(neighbour.heading).toHaveText(say('step.cosign.title'));
  await expect(neighbour.fingerprint, 'the same bytes').toHaveText(mark);
  await expect(neighbour.main).toContainText(answers.spot);
  await neighbour.see('cosign');
  await agree(neighbour);
  await neighbour.see('cosign-agreed');
  await expect(hang.main).toContainText(say('step.others.agreed', { time: '' }).trim());

  // The owner refuses: hers to put right, and the neighbour is told.
  const owner = await opened(bay, await newVisitor(), second);
  await owner.hands.press(owner.main.locator('summary').filter({ hasText: say('step.cosign.decline') }));
  await owner.hands.press(owner.button('step.cosign.decline.go'));
  await expect(owner.main).toContainText(say('step.cosign.reason.wrong', { max: '500' }));
  await owner.hands.type(owner.main.getByLabel(say('step.cosign.reason')), 'Đất này tôi đang cho thuê.');
  await owner.see('cosign-declining');
  await owner.hands.press(owner.button('step.cosign.decline.go'));
  await owner.arrived(say('step.cosign.declined.title'));
  await expect(hang.heading, 'by itself').toHaveText(say('step.review.title'));
  await expect(hang.main).toContainText('Đất này tôi đang cho thuê.');
  await hang.see('others-declined');
  await neighbour.page.reload();
  await expect(neighbour.heading).toHaveText(say('step.cosign.declined.title'));

  // On another device she locks it again; the same links lead to what is fixed now.
  hang.use(await newVisitor());
  await enter(hang, `/ho-so/${hang.id}/xem-lai`);
  await hang.freeze('to_confirm');
  await hang.arrived(say('step.confirm.title'));
  await hang.confirm();
  await expect(hang.heading).toHaveText(say('step.others.title'));
  await expect(hang.main).toContainText(say('step.others.waiting'));
  for (const one of [neighbour, owner]) {
    await one.page.reload();
    await expect(one.heading).toHaveText(say('step.cosign.title'));
    await agree(one);
  }
  await hang.pay();
  const official = await hang.receipt();
  for (const person of [thanh, bay]) await expect(hang.main).toContainText(say('step.receipt.other', { name: person.name }));
  await hang.hands.press(hang.link('step.receipt.follow'));
  await hang.landed(containing(hang.text('title')));
  const history = hang.main.getByRole('list', { name: say('dossier.history') });
  await expect(history).toContainText(say('dossier.event.agreed', { name: bay.name }));

  const desk = await newVisitor();
  await new Officer(desk, hang.handsFor(desk)).open(official);
  await expect(desk.getByRole('table', { name: 'Những người cùng ký' })).toContainText(bay.id);
  await see(desk, 'sandbox-desk-others', { lang: 'vi' });
});
