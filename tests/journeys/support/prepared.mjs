// Where a journey begins later than the first page: the draft is made and answered by the same calls that the portal makes, from a page
// of the portal, so that the journey can spend its time on its own subject. Signing in is always done by hand.
import { expect } from 'playwright/test';
import { child, daysBefore } from './answers.mjs';
import { Applicant } from './applicant.mjs';
import { chooseIdentity, people } from './sandbox.mjs';

/** Every question of a birth. */
export const births = (today) => ({
  case: 'normal',
  relation: 'mother',
  child_name: child,
  child_birth: daysBefore(today, 12),
  child_sex: 'female',
  birth_place_kind: 'facility',
  birth_facility: 'Bệnh viện Phụ sản Hà Nội',
  birth_place: { province: '01', commune: '00082' },
  hometown_from: 'mother',
  certificate_form: 'electronic',
  father_declared: true,
  wants_copies: true,
  copies: '2',
  receive: 'counter',
  pledge: true,
});

/** The wall between an owner and a neighbour, who must sign. */
export const wall = {
  wall: 'Tường giữa nhà số 12 và số 14',
  owner_name: { family: 'Lê', middle: 'Văn', given: 'Thành' },
  owner_id: people.thanh.id,
  neighbour_name: { family: 'Giàng', middle: 'Thị', given: 'Mua' },
  neighbour_id: people.mua.id,
};

const extracts = () => ({ extract: 'birth', for_whom: 'self', copies: '3', receive: 'online', pledge: true });

const halls = (today) => ({
  agency: { province: '01', commune: '00082' },
  purpose: 'Họp mặt tổ dân phố',
  day: daysBefore(today, -7),
  phone: '0903112233',
  pledge: true,
});

const gallery = () => ({
  job: 'Giáo viên',
  start: { d: '1', m: '9', y: '2024' },
  purpose: 'study',
  has_vehicle: false,
  pages: '3',
  capital: '1500000',
  members: ['r1', 'r2'],
  'members/r1/full_name': { family: 'Lê', middle: 'Văn', given: 'Minh' },
  'members/r1/born': { d: '', m: '', y: '1990' },
  'members/r1/works': true,
  'members/r1/income': '9000000',
  'members/r2/full_name': { family: 'Lê', middle: 'Thị', given: 'Hoa' },
  'members/r2/born': { d: '', m: '', y: '2015' },
  'members/r2/works': false,
  truth: true,
});

/** The words in which the portal asks whether registers may be asked (`CONSENT_TEXT` of the contract). */
export const consentText = '2026-11.3';

/** Signs in without a service in mind, and ends on `path`. */
export async function enter(applicant, path = '/ho-so') {
  const { page, hands, person, lang } = applicant;
  await page.addInitScript((lang) => localStorage.setItem('congdan.lang', lang), lang);
  await page.goto(`/dang-nhap?return_to=${path}`);
  await hands.press(applicant.link('sign_in.button'));
  await chooseIdentity(page, hands, person);
  await applicant.isSignedIn();
}

/** A call as the portal makes it. */
export async function call(page, method, path, body, headers = {}) {
  const { status, answer } = await page.evaluate(
    async ({ method, path, body, headers }) => {
      const sent = { 'X-Congdan': '1', 'Content-Type': 'application/json', ...headers };
      const response = await fetch(path, { method, headers: sent, body: body && JSON.stringify(body) });
      return { status: response.status, answer: await response.json().catch(() => null) };
    },
    { method, path, body, headers },
  );
  expect(status, `${method} ${path}: ${JSON.stringify(answer)}`).toBeLessThan(300);
  return answer;
}

async function prepared(applicant, answers, { isForgotten = false, isForEnterprise = false } = {}) {
  const { page, procedure, lang } = applicant;
  await enter(applicant);
  if (isForgotten) await call(page, 'DELETE', '/api/mine/earlier');
  await call(page, 'POST', `/api/consents/${procedure.code}`, { agree: true, text: consentText });
  const { principals } = isForEnterprise ? await call(page, 'GET', `/api/procedures/${procedure.code}/principals`) : {};
  const asked = { procedure: procedure.code, language: lang, another: true, acting_for: principals?.[0].id };
  const made = await call(page, 'POST', '/api/dossiers', asked, { 'Idempotency-Key': crypto.randomUUID() });
  await call(page, 'PATCH', `/api/dossiers/${made.id}/answers`, { changes: answers, page: null }, { 'If-Match': `"${made.draft.revision}"` });
  applicant.id = made.id;
  return applicant;
}

/** A birth with every question answered, which will be signed and paid for. */
export const answeredBirth = (page, today, { answers, ...options } = {}) =>
  prepared(new Applicant({ page, person: people.hang, code: '1.001193', ...options }), { ...births(today), ...answers });

/** Copies with every question answered, which are neither signed nor paid for; `isForgotten`: nothing is known from earlier dossiers. */
export const answeredExtract = (page, { isForgotten, ...options } = {}) =>
  prepared(new Applicant({ page, person: people.thanh, code: '2.000635', ...options }), extracts(), { isForgotten });

/** The gallery of all kinds of questions, of which nothing is answered. */
export const openedGallery = (page, options = {}) => prepared(new Applicant({ page, person: people.hang, code: 'gallery', ...options }), {});

/** A form of lists, one of them of thousands, of which nothing is answered. */
export const openedLists = (page, options = {}) => prepared(new Applicant({ page, person: people.hang, code: 'lists', ...options }), {});

/** The gallery with every question answered but the papers; nothing of it is signed. */
export const answeredGallery = (page, options = {}) => prepared(new Applicant({ page, person: people.thanh, code: 'gallery', ...options }), gallery());

/** A shared parking space with every question answered: two others must agree, and a fee is owed. */
export const answeredParking = (page, answers, options = {}) =>
  prepared(new Applicant({ page, person: people.hang, code: 'hn-de-xe', ...options }), answers);

/** A shared wall with every question answered: two others must sign, and nothing is owed. */
export const answeredWall = (page, options = {}) =>
  prepared(new Applicant({ page, person: people.hang, code: 'hn-tuong-chung', ...options }), wall);

/** From the answers to the screen where one chooses a certificate. */
export async function lockedBirth(page, today, options) {
  const applicant = await answeredBirth(page, today, options);
  await applicant.open('xem-lai', 'step.review.title');
  await applicant.freeze('to_sign');
  await applicant.arrived(applicant.say('step.sign.title'));
  return applicant;
}

/** A community hall asked for, which costs nothing, up to the screen where one chooses a certificate. */
export async function lockedHall(page, today, options) {
  const applicant = await prepared(new Applicant({ page, person: people.thanh, code: 'hn-nha-van-hoa', ...options }), halls(today));
  await applicant.open('xem-lai', 'step.review.title');
  await applicant.freeze('to_sign');
  await applicant.arrived(applicant.say('step.sign.title'));
  return applicant;
}

/** A sign board that an enterprise gives notice of, up to the screen where its representative chooses one of its certificates. */
export async function lockedBoard(page, today, options) {
  const board = new Applicant({ page, person: people.thanh, code: 'hn-bien-hieu', ...options });
  const answers = { wording: 'Bánh mì Bến Thành', day: daysBefore(today, -7), pledge: true };
  const applicant = await prepared(board, answers, { isForEnterprise: true });
  await applicant.open('xem-lai', 'step.review.title');
  await applicant.freeze('to_sign');
  await applicant.arrived(applicant.say('step.sign.title'));
  return applicant;
}

/** Signed on the phone; the fee is owed. */
export async function signedBirth(page, today, newVisitor, options) {
  const applicant = await lockedBirth(page, today, options);
  const fingerprint = await applicant.askToSign();
  const phone = applicant.phone(await newVisitor());
  await phone.look();
  await phone.accept(fingerprint);
  await expect(applicant.heading).toHaveText(applicant.say('step.pay.title'));
  return applicant;
}
