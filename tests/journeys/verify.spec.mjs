// Signatures are judged by the citizen's own browser: the whole corpus by the worker as it is delivered, with what was said about
// certificates; what comes back from the phone, before anything is paid for; and by anyone, with the files and no line.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Keyboard } from './support/hands.mjs';
import { lockedBirth } from './support/prepared.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';
import { words } from './support/words.mjs';

const corpus = new URL('../signatures/', import.meta.url);
const read = (name) => readFileSync(new URL(name, corpus));
const { cases } = JSON.parse(read('manifest.json'));

/** The certificates of a PEM file, DER in base64. */
const certificates = (name) => [...read(name).toString().matchAll(/BEGIN CERTIFICATE-+([^-]+)/g)].map(([, text]) => text.replace(/\s/g, ''));

test('the worker in this browser judges every container of the corpus as native code does', async ({ page }) => {
  const say = words('en');
  await page.addInitScript(() => localStorage.setItem('congdan.lang', 'en'));
  await page.goto('/kiem-tra-chu-ky');
  await expect(page.getByLabel(say('verify.files'))).toBeVisible();
  await see(page, 'verify', { lang: 'en' });
  const given = cases.map(({ container, content, roots, stamp_roots, ocsp, list, now, proven, citizen_id }) => ({
    container: read(container).toString('base64'),
    content: read(content).toString('base64'),
    roots: roots.flatMap(certificates),
    stampRoots: (stamp_roots ?? []).flatMap(certificates),
    said: [ocsp, list].map((name) => (name ? [read(name).toString('base64')] : [])),
    now,
    proven: proven ?? undefined,
    citizen: citizen_id ?? undefined,
  }));
  const answers = await page.evaluate(async (given) => {
    const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const judge = await window.congdanVerifier();
    const answers = [];
    for (const { container, content, roots, stampRoots, said, now, proven, citizen } of given) {
      const [ocsp, lists] = said.map((all) => all.map(bytes));
      const judged = (citizen) => judge(bytes(container), bytes(content), roots, stampRoots, ocsp, lists, now, proven, citizen);
      answers.push(await judged(citizen));
      const others = citizen && (await judged('001095000001'));
      if (others && others[0] !== 'other_signer') answers.at(-1)[0] = `of somebody else: ${others[0]}`;
    }
    return answers;
  }, given);
  const fault = ({ expected, attribute, answer }) => {
    if (expected !== 'accepted') return [expected, attribute].filter(Boolean).join(' ');
    return answer === 'revoked' ? answer : '';
  };
  expect(cases.map(({ name }, at) => [name, answers[at]?.[0]])).toEqual(cases.map((one) => [one.name, fault(one)]));
  const revocation = ({ answer }) => (!answer ? 'not_asked' : ['good', 'revoked'].includes(answer) ? answer : 'unusable');
  const said = cases.map((one, at) => [one, answers[at]]).filter(([{ expected }]) => expected === 'accepted');
  expect(said.map(([{ name }, told]) => [name, told[told.indexOf('revocation') + 1]])).toEqual(said.map(([one]) => [one.name, revocation(one)]));
  const good = answers.filter(([fault]) => fault === '').length;
  expect(answers.every(([fault, own]) => fault !== '' || own === 'own')).toBe(true);
  console.log(`${cases.length} containers judged in Chromium by the worker as delivered: ${good} good, ${cases.length - good} bad`);
});

/** A file under a name that says nothing about it. */
const file = (name, buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
const flipped = (bytes, at) => Buffer.from(bytes.map((byte, place) => (place === at ? byte ^ 1 : byte)));

test('what comes back from the phone is judged before paying, and again by anyone without a line', async ({ page, today, newVisitor }) => {
  test.slow();
  const hang = await lockedBirth(page, today);
  const fingerprint = await hang.askToSign();
  const p7s = '**/api/dossiers/*/dossier.p7s';
  const other = cases.find(({ name }) => name === 'root_of_somebody_else');
  await page.route(p7s, (route) => route.fulfill({ contentType: 'application/octet-stream', body: read(other.container) }));
  const phone = hang.phone(await newVisitor());
  await phone.look();
  await phone.accept(fingerprint);

  // The backend gives another container: nothing goes on from here, nor from the step that comes next.
  const isStopped = async () => {
    const alert = hang.main.getByRole('alert');
    await expect(alert).toContainText(hang.say('step.signed.bad'));
    await expect(alert).toContainText(hang.say('signature.fault.content_differs'));
    await expect(hang.button('step.thaw')).toBeVisible();
    await expect(hang.button('step.pay.go')).toHaveCount(0);
  };
  await expect(hang.heading).toHaveText(hang.say('step.sign.done'));
  await isStopped();
  await see(page, 'sign-swapped');
  await hang.open('nop-phi', 'step.pay.title');
  await isStopped();

  // The container that was signed: its facts, and the way on.
  await page.unroute(p7s);
  await page.goto(`/ho-so/${hang.id}/ky`);
  await hang.arrived(hang.say('step.pay.title'));
  await expect(hang.button('step.pay.go')).toBeVisible();
  await hang.main.getByText(hang.say('step.signed.good')).click();
  const shown = async (main, rows) => {
    for (const row of rows) await expect(main).toContainText(row);
  };
  const facts = [hang.person.name, '0011****4321', hang.say('signature.integrity.whole'), hang.say('signature.trust.yes'), hang.say('signature.fact.signing_time')];
  const notRevoked = hang.say('signature.revocation.good', { at: '' }).slice(0, -2);
  await shown(hang.main, [...facts, notRevoked]);
  await expect(hang.main).not.toContainText(hang.person.id);
  await see(page, 'pay-checked');

  // The same files in the hands of somebody who is not signed in, whose line goes down once the page is there.
  const bytes = async (name) => (await page.request.get(`/api/dossiers/${hang.id}/${name}`)).body();
  const [content, container, answer] = [await bytes('dossier.json'), await bytes('dossier.p7s'), await bytes('revocation')];
  const visitor = await newVisitor();
  const keys = new Keyboard(visitor);
  const main = visitor.getByRole('main');
  await visitor.goto('/kiem-tra-chu-ky');
  const field = main.getByLabel(hang.say('verify.files'));
  await expect(field).toBeVisible();
  await see(visitor, 'verify');
  await keys.attach(field, file('anh', Buffer.from('x')));
  await expect(main.getByRole('status')).toHaveText(hang.say('verify.waits.both'));
  const asked = [];
  visitor.on('request', (request) => asked.push(request.url()));
  await visitor.context().setOffline(true);
  const again = main.getByRole('button', { name: hang.say('verify.again') });
  const check = async (files, good, texts) => {
    if (await again.isVisible()) await keys.press(again);
    for (const some of files) await keys.attach(field, some);
    const all = files.flat().filter(({ buffer }) => buffer[0] === 0x30 && buffer !== answer).length;
    await expect(main.getByRole('status')).toContainText(hang.say('verify.done', { good, all }));
    await shown(main, texts);
  };

  await check([file('mot', container), file('hai', content)], 1, [hang.say('signature.good'), fingerprint, ...facts, hang.say('verify.revocation.not_asked')]);
  await expect(main.getByRole('status')).toContainText(hang.say('verify.done.open', { n: 1 }));
  await check([[file('mot', container), file('hai', content), file('ba', answer)]], 1, [
    hang.say('verify.file.answer', { name: 'ba' }),
    hang.say('signature.good'),
    notRevoked,
  ]);
  await expect(main, 'somebody has answered').not.toContainText(hang.say('verify.revocation'));
  const copy = Buffer.from(content.toString().replace(hang.person.name, 'Nguyễn Thị Nào'));
  await check([[file('mot', container), file('hai', content), file('tu', copy)]], 1, [hang.say('verify.without', { name: 'tu' })]);
  await see(visitor, 'verify-good');
  const bad = (reason) => [hang.say('signature.bad'), hang.say(`signature.fault.${reason}`)];
  await check([[file('mot', container), file('hai', flipped(content, content.length >> 1))]], 0, bad('content_differs'));
  await check([[file('mot', flipped(container, container.length - 1)), file('hai', content)]], 0, bad('stamp_wrong'));
  await check([[file('mot', read(other.container)), file('hai', read(other.content))]], 0, [...bad('untrusted'), hang.say('signature.claim')]);
  await see(visitor, 'verify-untrusted');
  await check([[file('mot', read(other.container)), file('hai', content), file('ba', container), file('bon', Buffer.from('x'))]], 1, [
    hang.say('signature.good'),
    ...bad('content_differs'),
    hang.say('verify.file.other', { name: 'bon' }),
  ]);
  expect(asked, 'nothing was requested after the page had loaded').toEqual([]);
});

/** Days and moments as they are written in this language, by a calendar that is not the portal's. */
const spelt = (lang) => {
  const [locale, month] = lang === 'vi' ? ['vi-VN', '2-digit'] : ['en-GB', 'long'];
  const as = (options) => new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Ho_Chi_Minh', ...options });
  const date = as({ day: lang === 'vi' ? '2-digit' : 'numeric', month, year: 'numeric' });
  const [weekday, time] = [as({ weekday: 'long' }), as({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })];
  return { day: (at) => date.format(at), moment: (at) => `${weekday.format(at)} ${date.format(at)}, ${time.format(at)}` };
};

test('the issuer, the time of signing and the validity of the certificate are told to anyone as they are, in both languages', async ({ page, today, newVisitor }) => {
  test.slow();
  const hang = await lockedBirth(page, today);
  const answer = page.waitForResponse((response) => response.url().endsWith('/signing'));
  const fingerprint = await hang.askToSign();
  const prepared = await (await answer).json();
  const phone = hang.phone(await newVisitor());
  await phone.look();
  await phone.accept(fingerprint);
  await hang.arrived(hang.say('step.pay.title'));
  const bytes = async (name) => (await page.request.get(`/api/dossiers/${hang.id}/${name}`)).body();
  const [content, container, revocation] = [await bytes('dossier.json'), await bytes('dossier.p7s'), await bytes('revocation')];

  // OpenSSL reads the certificate that was asked to sign.
  const certificate = new X509Certificate(Buffer.from(prepared.certificate, 'base64'));
  const issuer = /^CN=(.+)$/m.exec(certificate.issuer)[1];
  const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  for (const lang of ['vi', 'en']) {
    const [say, { day, moment }] = [words(lang), spelt(lang)];
    const visitor = await newVisitor();
    const keys = new Keyboard(visitor);
    const main = visitor.getByRole('main');
    const value = (label) => main.locator('dl > div').filter({ has: visitor.getByText(say(label), { exact: true }) }).getByRole('definition');
    await visitor.addInitScript((lang) => localStorage.setItem('congdan.lang', lang), lang);
    await visitor.goto('/kiem-tra-chu-ky');
    await keys.attach(main.getByLabel(say('verify.files')), [file('dossier.json', content), file('dossier.p7s', container), file('dossier.ocsp', revocation)]);
    await expect(main.getByRole('status')).toContainText(say('verify.done', { good: 1, all: 1 }));
    await expect(main.getByText(say('signature.good'), { exact: true })).toBeVisible();
    await expect(value('signature.integrity')).toHaveText(say('signature.integrity.whole'));
    await expect(value('signature.fact.name')).toHaveText(hang.person.name);
    await expect(value('signature.fact.issuer')).toHaveText(issuer);
    await expect(value('signature.fact.signing_time')).toHaveText(moment(new Date(prepared.signing_time)));
    await expect(value('signature.validity')).toHaveText(say('signature.validity.now', { from: day(from), to: day(to) }));
    await expect(value('signature.fact.serial')).toHaveText(new RegExp(`^0*${certificate.serialNumber.replace(/^0+/, '')}$`, 'i'));
    await expect(value('signature.trust')).toHaveText(say('signature.trust.yes'));
    if (lang === 'en') await see(visitor, 'verify-good', { lang });

    // Beside a dossier that was changed afterwards nothing of it is said any more.
    await keys.press(main.getByRole('button', { name: say('verify.again') }));
    const copy = Buffer.from(content.toString().replace(hang.person.name, 'Nguyễn Thị Nào'));
    await keys.attach(main.getByLabel(say('verify.files')), [file('dossier.json', copy), file('dossier.p7s', container)]);
    await expect(main.getByRole('status')).toContainText(say('verify.done', { good: 0, all: 1 }));
    await expect(main.getByText(say('signature.bad'), { exact: true })).toBeVisible();
    await expect(main).toContainText(say('signature.fault.content_differs'));
    await expect(value('signature.integrity')).toHaveText(say('signature.integrity.changed'));
    for (const fact of ['signature.fact.name', 'signature.fact.issuer', 'signature.fact.signing_time', 'signature.validity', 'signature.trust']) {
      await expect(value(fact)).toHaveCount(0);
    }
  }
});
