// Several people stand by one dossier: who files it first, then each of the others at a link of their own, read from the screen by a camera.
// One refuses, and it is open again with the reason; nobody pays before all have agreed. Where the law asks for it, each signs on their own phone.
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { Applicant } from './support/applicant.mjs';
import { answeredParking, answeredWall, enter, wall } from './support/prepared.mjs';
import { Officer, chooseIdentity, people } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';
import { containing } from './support/words.mjs';

const { hang: mother, thanh, bay, mua } = people;
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

test('SG8 SG9 PY14 a neighbour and the owner of the land agree to what a mother files, after one of them has refused', async ({ page, newVisitor, expectTrouble }) => {
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
  const tab = hang.page.getByRole('navigation', { name: say('step.list') }).locator('[aria-current=step]');
  await expect(tab, 'the tab does not speak of signing').toContainText(say('step.confirm'));
  const mark = await hang.fingerprint.innerText();
  await hang.confirm();

  // Her part is done: what comes next is said, and nothing leads to paying.
  await expect(hang.heading).toHaveText(say('step.others.title'));
  await expect(hang.main).toContainText(say('step.others.then.pay'));
  await hang.see('others');
  const [first, second] = [await linkFor(hang, thanh), await linkFor(hang, bay)];
  await hang.see('others-links');

  // A link alone tells nothing, and says so; for somebody else it leads nowhere, but out.
  expectTrouble(/answered 401: GET .*\/api\/cosigning\/[^/]+$/);
  expectTrouble(/answered 404: GET .*\/api\/cosigning\/[^/]+$/);
  const visitor = await newVisitor();
  await visitor.goto(first);
  const main = visitor.locator('main');
  await expect(main).toContainText(say('api.sign_in_needed.cosign', { portal: say('app.name') }));
  await expect(main).not.toContainText(mother.name);
  await see(visitor, 'cosign-signed-out', { lang: 'vi' });
  const stranger = await opened(mua, await newVisitor(), first);
  await expect(stranger.heading).toHaveText(say('step.cosign.nowhere.title'));
  await expect(stranger.button('app.sign_out')).toBeVisible();
  await expect(stranger.link('app.nav.dossiers'), 'whoever files it finds it there').toBeVisible();
  await stranger.see('cosign-nowhere');
  // She opens it herself to try it, and is led to her own dossier.
  expectTrouble(/answered 409: GET .*\/api\/cosigning\/[^/]+$/);
  const trying = new Applicant({ page: await page.context().newPage(), person: mother, code });
  await trying.page.goto(first);
  await expect(trying.heading).toHaveText(say('step.cosign.own.title'));
  await expect(trying.link('step.cosign.own.go')).toHaveAttribute('href', `/ho-so/${hang.id}`);
  await see(trying.page, 'cosign-own', { lang: 'vi' });
  await trying.page.close();
  const neighbour = await opened(thanh, visitor, first);
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
  const stale = new Applicant({ page: await owner.page.context().newPage(), person: bay, code });
  await stale.page.goto(second);
  const declining = (one) => one.hands.press(one.main.locator('summary').filter({ hasText: say('step.cosign.decline') }));
  await declining(stale);
  await stale.hands.type(stale.main.getByLabel(say('step.cosign.reason')), 'Sai số thửa.');
  await declining(owner);
  await owner.hands.press(owner.button('step.cosign.decline.go'));
  await expect(owner.main).toContainText(say('step.cosign.reason.wrong', { max: '500' }));
  await owner.hands.type(owner.main.getByLabel(say('step.cosign.reason')), 'Đất này tôi đang cho thuê.');
  await owner.see('cosign-declining');
  await owner.hands.press(owner.button('step.cosign.decline.go'));
  await owner.arrived(say('step.cosign.declined.title'));
  await expect(owner.main, 'his own answer').toContainText('Đất này tôi đang cho thuê.');
  // What he says in another tab comes too late: that is said, with what he typed.
  expectTrouble(/answered 409: POST .*\/refusal/);
  await stale.hands.press(stale.button('step.cosign.decline.go'));
  await expect(stale.heading).toHaveText(say('step.cosign.declined.title'));
  await expect(stale.main.getByRole('alert')).toContainText(say('step.cosign.lost'));
  await expect(stale.main.getByRole('alert')).toContainText('Sai số thửa.');
  await see(stale.page, 'cosign-lost', { lang: 'vi' });
  await stale.page.close();
  await expect(hang.heading, 'by itself').toHaveText(say('step.review.title'));
  await expect(hang.main).toContainText('Đất này tôi đang cho thuê.');
  await hang.see('others-declined');
  await neighbour.page.reload();
  await expect(neighbour.heading).toHaveText(say('step.cosign.declined.title'));

  // On another device she changes it and locks it again; the same links lead to what is fixed now, and to what has changed.
  hang.use(await newVisitor());
  await enter(hang, `/ho-so/${hang.id}/ke-khai/start`);
  const now = 'Sân sau nhà số 12';
  await hang.form.answerAll({ spot: now });
  await hang.form.saved();
  await hang.open('xem-lai', 'step.review.title');
  await hang.freeze('to_confirm');
  await hang.arrived(say('step.confirm.title'));
  await hang.confirm();
  await expect(hang.heading).toHaveText(say('step.others.title'));
  await expect(hang.main).toContainText(say('step.others.waiting'));
  await neighbour.page.reload();
  // Who has lost the link finds what waits among their own dossiers.
  await owner.page.goto('/ho-so');
  await expect(owner.main).toContainText(say('dossiers.asked'));
  await owner.see('dossiers-asked');
  await owner.hands.press(owner.main.getByRole('link', { name: owner.text('title') }));
  for (const one of [neighbour, owner]) {
    await expect(one.heading).toHaveText(say('step.cosign.title'));
    await expect(one.main).toContainText(say('step.changed.line', { was: answers.spot, now }));
    await one.see('cosign-changed');
    await agree(one);
  }
  // What the portal knows about the owner says it all: that he refused, why, and that he agreed in the end.
  await owner.page.goto('/toi/thong-tin');
  await expect(owner.main).toContainText(say('mine.cosigned'));
  await expect(owner.main).toContainText('Lý do bạn ghi: Đất này tôi đang cho thuê.');
  await expect(owner.main).toContainText(say('mine.cosigned.agreed', { time: '' }).replace(/[ .]+$/, ''));
  await owner.see('mine-cosigned');
  await hang.pay();
  const official = await hang.receipt();
  for (const person of [thanh, bay]) await expect(hang.main).toContainText(say('step.receipt.other', { name: person.name }));
  await hang.hands.press(hang.link('step.receipt.follow'));
  await hang.landed(containing(hang.text('title')));
  const history = hang.main.getByRole('list', { name: say('dossier.history') });
  await expect(history).toContainText(say('dossier.event.agreed', { name: bay.name }));
  await expect(history, 'not forgotten').toContainText(say('dossier.event.declined', { name: bay.name }));
  await expect(history).toContainText('Đất này tôi đang cho thuê.');

  const desk = await newVisitor();
  await new Officer(desk, hang.handsFor(desk)).open(official);
  await expect(desk.getByRole('table', { name: 'Những người cùng ký' })).toContainText(bay.id);
  await see(desk, 'sandbox-desk-others', { lang: 'vi' });
});

/** Sends the request to their own phone, and gives the fingerprint. */
async function askToCosign(one) {
  const mark = await one.main.locator('.cd-check__mark').innerText();
  await one.hands.choose(one.main.getByRole('radio', { name: containing(one.person.name), disabled: false }).first());
  await one.hands.press(one.button('step.sign.send'));
  await expect(one.heading).toHaveText(one.say('step.sign.wait.title'));
  await expect(one.fingerprint, 'the same bytes').toHaveText(mark);
  return mark;
}

test('an owner and a neighbour sign what a mother files on their own phones, after one of them has refused there', async ({ page, newVisitor }) => {
  test.slow();
  const hang = await answeredWall(page, { isLookedAt: true });
  const { say } = hang;
  await hang.open('xem-lai', 'step.review.title');
  await hang.freeze('to_sign');
  await expect(hang.heading).toHaveText(say('step.others.title'));
  const [first, second] = [await linkFor(hang, thanh), await linkFor(hang, mua)];

  // She must sign, and reads that nothing counts instead. She refuses on the phone, and tries again.
  const neighbour = await opened(mua, await newVisitor(), second);
  await expect(neighbour.heading).toHaveText(say('step.cosign.title'));
  await expect(neighbour.main).toContainText(wall.wall);
  await neighbour.hands.press(neighbour.main.locator('summary').filter({ hasText: say('step.without') }));
  await expect(neighbour.main, 'nothing counts instead').toContainText(say('step.without.only'));
  await expect(neighbour.main.getByText(say('step.without.lede'))).toHaveCount(0);
  await neighbour.see('cosign-sign');
  const mark = await askToCosign(neighbour);
  await neighbour.see('cosign-wait');
  const phone = neighbour.phone(await newVisitor());
  await phone.look();
  await phone.reject(mark);
  await expect(neighbour.main).toContainText(say('step.sign.rejected.title'));
  await neighbour.see('cosign-rejected');
  await askToCosign(neighbour);

  // Meanwhile the owner is asked as well: each waits for their own phone, and a page that is loaded again goes on waiting.
  const owner = await opened(thanh, await newVisitor(), first);
  await expect(owner.main.getByText(say('step.without'))).toBeVisible();
  expect(await askToCosign(owner)).toBe(mark);
  await neighbour.page.reload();
  await expect(neighbour.heading).toHaveText(say('step.sign.wait.title'));
  await phone.look();
  await phone.accept(mark);
  await expect(neighbour.heading).toHaveText(say('step.sign.done'));
  await expect(neighbour.main, 'her browser has judged it').toContainText(say('step.signed.good'));
  await neighbour.see('cosign-signed');
  await expect(hang.main).toContainText(say('step.others.signed', { time: '' }).trim());
  await hang.see('others-signed');
  // Her browser is given another container of the neighbour's: it stops before anything is sent, and says whose it is.
  const swapped = '**/api/dossiers/*/cosignatures/2';
  await hang.page.route(swapped, (route) => route.fulfill({ contentType: 'application/octet-stream', body: 'nothing' }));
  const other = owner.phone(await newVisitor());
  await other.look();
  await other.accept(mark);
  await expect(owner.main).toContainText(say('step.signed.good'));

  await expect(hang.main.getByRole('alert')).toContainText(say('step.signed.bad.of', { name: mua.name }));
  await expect(hang.button('step.thaw')).toBeVisible();
  await hang.see('others-swapped');
  await hang.page.unroute(swapped);
  await hang.page.reload();

  // Nothing is owed: it is sent, and says who has signed.
  const official = await hang.receipt();
  for (const { name } of [thanh, mua]) {
    await expect(hang.main).toContainText(say('step.receipt.other', { name }));
    await expect(hang.main, 'judged here as well').toContainText(say('step.signed.good.of', { name }));
  }
  await hang.hands.press(hang.link('step.receipt.follow'));
  await hang.landed(containing(hang.text('title')));
  const history = hang.main.getByRole('list', { name: say('dossier.history') });
  await expect(history).toContainText(say('dossier.event.signed', { name: mua.name }));
  for (const [file, { name }] of [['dossier-2.p7s', thanh], ['dossier-3.p7s', mua]]) {
    await expect(hang.main.getByRole('link', { name: say('dossier.cosignature', { name, file }) })).toBeVisible();
  }

  // Who has signed finds later by the same link that it was sent, and her signature.
  await neighbour.page.reload();
  await expect(neighbour.heading).toHaveText(say('step.cosign.filed.title'));
  await neighbour.see('cosign-filed');

  const desk = await newVisitor();
  await new Officer(desk, hang.handsFor(desk)).open(official);
  await expect(desk.getByRole('table', { name: 'Những người cùng ký' })).toContainText('dossier-3.p7s');
  await see(desk, 'sandbox-desk-cosigned', { lang: 'vi' });
});
