// A backend that lies: what it sends is altered on its way to the browser, and the browser, which makes the bytes and every link up to the hash
// itself, stops before anything is asked of the phone or paid for. What was not altered then goes through, so that each stop is the alteration's.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Applicant } from './support/applicant.mjs';
import { answeredWall, enter, lockedBirth } from './support/prepared.mjs';
import { people } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';
import { containing } from './support/words.mjs';

const { hang: mother, thanh, mua } = people;

/** The signing service by the name that it gives itself. */
const service = 'Dịch vụ ký số thử nghiệm';

/** A certificate that is in order, and not the one that was chosen; DER in base64. */
const pem = readFileSync(new URL('../signatures/roots/10f91a267d8d.pem', import.meta.url), 'utf8');
const certificate = /BEGIN CERTIFICATE-+([^-]+)/.exec(pem)[1].replace(/\s/g, '');
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** Alters what the backend answers there, until what is given back is called. */
async function altered(page, path, change) {
  const matches = (url) => path.test(url.pathname);
  await page.route(matches, async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    change(json);
    await route.fulfill({ response, json });
  });
  return () => page.unroute(matches);
}

/** What this page orders from now on, by the ends of the paths. */
function orders(page) {
  const sent = [];
  page.on('request', (request) => {
    const found = /^\/api\/(?:dossiers|cosigning)\/[^/]+\/(.+)$/.exec(new URL(request.url()).pathname);
    if (request.method() === 'POST' && found) sent.push(found[1]);
  });
  return sent;
}

/** The page stops, says at which link, and leads to neither signing nor paying. */
async function isStopped(one, link) {
  const alert = one.main.getByRole('alert').filter({ hasText: one.say('step.check.broken') });
  await expect(alert).toContainText(one.say(`step.check.broken.${link}`));
  await expect(alert).toContainText(one.say('step.check.broken.help'));
  for (const way of ['step.pay.go', 'step.cosign.agree']) await expect(one.button(way)).toHaveCount(0);
}

/** Presses the button that asks the phone, and waits until the backend has prepared the request. */
async function send(one) {
  const prepared = one.page.waitForResponse((response) => response.url().endsWith('/signing'));
  await one.hands.press(one.button('step.sign.send'));
  await prepared;
}

/** What a request to sign may be altered to, and the link that breaks. */
const requests = [
  ['hash', (prepared) => (prepared.requested_hash = sha256('another dossier'))],
  ['hash', (prepared) => (prepared.signing_time = '2026-01-01T00:00:00Z')],
  ['hash', (prepared) => (prepared.certificate = certificate)],
  ['certificate', (prepared) => (prepared.certificate = `*${prepared.certificate}`)],
  ['snapshot', (prepared) => (prepared.snapshot += 1)],
  ['fingerprint', (prepared) => (prepared.description = 'Ký hồ sơ 0000 0000 0000 0000')],
];

/** No altered request is let go: nothing is confirmed, and the phone knows nothing of this dossier. */
async function isNeverLetGo(one, phone, fingerprint) {
  const sent = orders(one.page);
  for (const [link, change] of requests) {
    const restore = await altered(one.page, /\/signing$/, change);
    await send(one);
    await isStopped(one, link);
    await restore();
  }
  expect(sent, 'prepared each time, and confirmed never').toEqual(requests.map(() => 'signing'));
  await phone.look();
  await expect(phone.request(fingerprint), 'the phone was not asked').toHaveCount(0);

  // The same press with what the backend really answers.
  await send(one);
  await expect(one.heading).toHaveText(one.say('step.sign.wait.title'));
  expect(sent.slice(requests.length)).toEqual(['signing', 'signing/confirm']);
  await phone.look();
  await expect(phone.request(fingerprint)).toHaveCount(1);
  await phone.accept(fingerprint);
}

test('SG1 a dossier that comes with another answer, other words or another sum than what is fixed is neither signed nor paid for', async ({ page, today, newVisitor }) => {
  test.slow();
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  const fingerprint = await hang.fingerprint.innerText();
  const phone = hang.phone(await newVisitor());
  const sent = orders(page);
  const dossier = new RegExp(`/api/dossiers/${hang.id}$`);
  const words = new RegExp(`/api/procedures/${hang.procedure.code}$`);
  const other = [
    [dossier, (view) => (view.draft.answers.child_name.given = 'Út')],
    [dossier, (view) => (view.frozen.snapshot.sha256 = sha256('another dossier'))],
    [dossier, (view) => (view.frozen.applicant_id = thanh.id)],
    [words, (bundle) => (bundle.texts = bundle.texts.replace(hang.text('field.pledge.label'), 'Tôi nhận nợ.'))],
  ];
  for (const [path, change] of other) {
    const restore = await altered(page, path, change);
    await hang.open('ky', 'step.sign.title');
    await isStopped(hang, 'bytes');
    await expect(hang.main.getByRole('radio'), 'no certificate is offered').toHaveCount(0);
    await expect(hang.button('step.sign.send')).toHaveCount(0);
    if (change === other[0][1]) await hang.see('sign-broken');
    await restore();
  }
  expect(sent, 'nothing was ordered').toEqual([]);
  await phone.look();
  await expect(phone.request(fingerprint), 'the phone was not asked').toHaveCount(0);

  // As it is, it can be signed; and what is altered only then is not paid for.
  await hang.open('ky', 'step.sign.title');
  await send(hang);
  await expect(hang.heading).toHaveText(hang.say('step.sign.wait.title'));
  await phone.look();
  await phone.accept(fingerprint);
  await expect(hang.button('step.pay.go')).toBeVisible();
  sent.length = 0;
  const restore = await altered(page, ...other[0]);
  await hang.open('nop-phi', 'step.pay.title');
  await isStopped(hang, 'bytes');
  await hang.see('pay-broken');
  expect(sent, 'no order was made').toEqual([]);
  await restore();
  await hang.open('nop-phi', 'step.pay.title');
  await expect(hang.button('step.pay.go')).toBeVisible();
});

test('SG1 a request for another hash, at another time, with another certificate or under another fingerprint never goes to the phone', async ({ page, today, newVisitor }) => {
  test.slow();
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  const fingerprint = await hang.fingerprint.innerText();
  const restore = await altered(page, /\/signing$/, requests[0][1]);
  await send(hang);
  await isStopped(hang, 'hash');
  await hang.see('sign-request-broken');
  await restore();
  await hang.open('ky', 'step.sign.title');
  await isNeverLetGo(hang, hang.phone(await newVisitor()), fingerprint);
  await expect(hang.button('step.pay.go')).toBeVisible();
});

/** A shared wall that is fixed, and waits for those who must sign it. */
async function fixedWall(page) {
  const hang = await answeredWall(page);
  await hang.open('xem-lai', 'step.review.title');
  await hang.freeze('to_sign');
  await expect(hang.heading).toHaveText(hang.say('step.others.title'));
  return hang;
}

/** One of those who must sign, at their link. */
async function asked(hang, person, page) {
  const panel = hang.main.locator('section').filter({ has: hang.page.getByRole('heading', { name: person.name }) });
  await hang.hands.press(panel.getByRole('button', { name: containing(hang.say('step.others.link.make')) }));
  const link = new URL(await panel.locator('code').innerText());
  const one = new Applicant({ page, person, code: hang.procedure.code, isLookedAt: true });
  await enter(one, link.pathname);
  await expect(one.heading).toHaveText(one.say('step.cosign.title'));
  await expect(one.button('step.sign.send')).toBeVisible();
  return one;
}

test('SG1 who signs with others stops as well: at another content, another sum, other words and another request', async ({ page, newVisitor }) => {
  test.slow();
  const hang = await fixedWall(page);
  const neighbour = await asked(hang, mua, await newVisitor());
  const fingerprint = await neighbour.fingerprint.innerText();
  const sent = orders(neighbour.page);
  const other = [
    [/\/cosigning\/[^/]+\/dossier\.json$/, (content) => (content.answers.wall = 'Tường giữa nhà số 14 và số 16')],
    [/\/cosigning\/[^/]+$/, (found) => (found.sha256 = sha256('another dossier'))],
    [/\/procedures\/[^/]+$/, (bundle) => (bundle.texts = bundle.texts.replace(hang.text('field.wall.label'), 'Hàng rào'))],
  ];
  for (const [path, change] of other) {
    const restore = await altered(neighbour.page, path, change);
    await neighbour.page.reload();
    await isStopped(neighbour, 'bytes');
    await expect(neighbour.main.getByRole('radio'), 'no certificate is offered').toHaveCount(0);
    await expect(neighbour.button('step.sign.send')).toHaveCount(0);
    await expect(neighbour.main, 'nor anything to believe').not.toContainText(fingerprint);
    if (change === other[0][1]) await neighbour.see('cosign-broken');
    await restore();
  }
  expect(sent, 'nothing was ordered').toEqual([]);
  await neighbour.page.reload();
  await isNeverLetGo(neighbour, neighbour.phone(await newVisitor()), fingerprint);
  await expect(neighbour.heading).toHaveText(neighbour.say('step.sign.done'));
});

test('SG1 SG5 the signature of another signer over the very same dossier is not taken for that of who must sign', async ({ page, newVisitor }) => {
  test.slow();
  const hang = await fixedWall(page);
  const { say } = hang;
  // Her browser is given the owner's container where the neighbour's belongs: good in itself, of the same bytes, and not hers.
  const sent = orders(page);
  const path = /\/dossiers\/[^/]+\/cosignatures\/2$/;
  const isHers = (url) => path.test(url.pathname);
  await page.route(isHers, async (route) => {
    const response = await route.fetch({ url: route.request().url().replace(/2$/, '1') });
    await route.fulfill({ response });
  });
  for (const person of [thanh, mua]) {
    const one = await asked(hang, person, await newVisitor());
    const fingerprint = await one.fingerprint.innerText();
    await send(one);
    const phone = one.phone(await newVisitor());
    await expect(one.heading).toHaveText(say('step.sign.wait.title'));
    await phone.look();
    await phone.accept(fingerprint);
    await expect(one.main).toContainText(say('step.signed.good'));
  }
  const alert = hang.main.getByRole('alert');
  await expect(alert).toContainText(say('step.signed.bad'));
  await expect(alert).toContainText(say('signature.fault.other_signer'));
  await expect(alert).toContainText(say('step.signed.bad.of', { name: mua.name }));
  await expect(hang.button('step.thaw')).toBeVisible();
  expect(sent.filter((end) => end === 'file'), 'nothing was submitted').toEqual([]);
  await page.unroute(isHers);
  await page.reload();
  await hang.receipt();
});

test('SG5 SG6 a certificate of somebody else in the account is shown as not theirs, and what another key has signed is not taken', async ({ page, today, newVisitor, providers }) => {
  await providers({ signing: 'other-person' });
  const hang = await lockedBirth(page, today, { isLookedAt: true });
  const { say } = hang;
  const there = hang.certificates(service);
  const own = there.locator('label').filter({ hasText: mother.name }).getByRole('radio');
  await expect(own).toHaveCount(1);
  await expect(own, 'her own is the one to sign with').toBeChecked();
  const foreign = (await hang.folded(service)).locator('label').filter({ hasText: say('step.sign.unusable.other_person') });
  await expect(foreign).toHaveCount(1);
  await expect(foreign, 'it has the name of its owner').not.toContainText(mother.name);
  await expect(foreign.getByRole('radio')).toBeDisabled();
  await hang.see('sign-other-person');

  // It is hers that is asked for, and the service signs with another key.
  await providers({ signing: 'other-signer' });
  const phone = hang.phone(await newVisitor());
  const fingerprint = await hang.askToSign(service);
  await phone.look();
  await phone.accept(fingerprint);
  const alert = hang.main.getByRole('alert');
  await expect(alert).toContainText(say('step.sign.failed.digest.title'));
  await expect(alert).toContainText(say('step.sign.failed.digest.body'));
  await expect(hang.button('step.pay.go')).toHaveCount(0);
  await hang.see('sign-other-key');
  await providers({ signing: 'ok' });
  await hang.askToSign(service);
  await phone.look();
  await phone.accept(fingerprint);
  await expect(hang.heading).toHaveText(say('step.pay.title'));
});
