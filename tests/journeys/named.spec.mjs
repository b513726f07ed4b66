// A signature over a dossier counts where anyone checks it only if the dossier names who made it: the applicant's own, and a stranger's whose
// authority the portal trusts, over the same bytes. And what the applicant's browser does when it and the backend do not agree.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Keyboard } from './support/hands.mjs';
import { signedBirth } from './support/prepared.mjs';
import { now } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { expect, test } from './support/test.mjs';

const stranger = { name: 'Trần Thị Lạ', id: '001188009876' };

/** RFC 3339 in UTC to the second, as the backend writes it. */
const written = (moment) => new Date(moment).toISOString().replace(/\.\d+/, '');

/** An authority and a person with its certificate, by OpenSSL: it signs any bytes, and is of the real day. */
class Signer {
  constructor(folder) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    this.put('signer.cnf', 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,nonRepudiation\n');
    const key = '-newkey rsa:2048 -nodes -utf8';
    this.run(`req -x509 ${key} -keyout root.key -out root.pem -days 3650 -subj`, '/CN=Authority');
    this.run(`req -new ${key} -keyout key.pem -out signer.csr -subj`, `/serialNumber=CCCD:${stranger.id}/CN=${stranger.name}`);
    this.run('x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -days 365 -extfile signer.cnf -out signer.pem');
  }

  run(line, ...last) {
    execFileSync('openssl', [...line.split(' '), ...last], { cwd: this.folder, stdio: 'pipe' });
  }

  put = (name, bytes) => writeFileSync(`${this.folder}/${name}`, bytes);

  get root() {
    this.run('x509 -in root.pem -outform DER -out root.der');
    return readFileSync(`${this.folder}/root.der`).toString('base64');
  }

  sign(content) {
    this.put('content', content);
    this.run('cms -sign -cades -binary -md sha256 -in content -signer signer.pem -inkey key.pem -nosmimecap -outform DER -out theirs.p7s');
    return readFileSync(`${this.folder}/theirs.p7s`);
  }
}

/** Changes what the backend answers to a page. */
const changed = (page, path, change) =>
  page.route(path, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change(await response.json()) });
  });

const file = (name, buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

test('a valid signature by somebody whom the dossier does not name is not good, where anyone checks it', async ({ page, today, newVisitor }, info) => {
  test.slow();
  const hang = await signedBirth(page, today, newVisitor);
  const { say } = hang;
  const bytes = async (name) => (await page.request.get(`/api/dossiers/${hang.id}/${name}`)).body();
  const [content, container] = [await bytes('dossier.json'), await bytes('dossier.p7s')];
  const signer = new Signer(info.outputPath());
  const theirs = signer.sign(content);

  // The stranger's authority is one of those that the portal trusts.
  const visitor = await newVisitor();
  const moment = written(Math.max(Number(await now()), Date.now() + 1000));
  await changed(visitor, '**/api/session', (told) => ({ ...told, now: moment }));
  await changed(visitor, '**/api/signing/roots', (told) => ({ ...told, roots: [...told.roots, signer.root] }));
  await visitor.goto('/kiem-tra-chu-ky');
  const [keys, main] = [new Keyboard(visitor), visitor.getByRole('main')];
  const again = main.getByRole('button', { name: say('verify.again') });
  const check = async (files, good) => {
    if (await again.isVisible()) await keys.press(again);
    await keys.attach(main.getByLabel(say('verify.files')), files);
    await expect(main.getByRole('status')).toContainText(say('verify.done', { good, all: files.length - 1 }));
    return (name) => main.locator('section').filter({ has: visitor.getByRole('heading', { name, exact: true }) });
  };

  const panel = await check([file('ho-so', content), file('cua-me', container), file('cua-nguoi-la', theirs)], 1);
  const [own, other] = [panel('cua-me'), panel('cua-nguoi-la')];
  await expect(own).toContainText(say('signature.good'));
  await expect(own).toContainText(say('signature.named_as.applicant'));
  for (const text of ['signature.bad', 'signature.fault.not_named', 'signature.integrity.whole', 'signature.trust.yes']) await expect(other).toContainText(say(text));
  await expect(other, 'who signed').toContainText(stranger.name);
  await expect(other).not.toContainText(say('signature.claim'));
  await expect(other).not.toContainText(say('signature.named_as.applicant'));
  await see(visitor, 'verify-not-named');

  // Of what is no dossier nobody is named: it stays what it was.
  const paper = Buffer.from('{"result":"Trích lục"}');
  const result = await check([file('ket-qua', paper), file('chu-ky', signer.sign(paper))], 1);
  await expect(result('chu-ky')).toContainText(say('signature.good'));
});

test('what the backend counted and the browser cannot use is said before paying, and times of the backend that contradict one another stop it', async ({ page, today, newVisitor }) => {
  test.slow();
  const hang = await signedBirth(page, today, newVisitor);
  const { main, say } = hang;
  await expect(hang.button('step.pay.go')).toBeVisible();
  await expect(main.getByText(say('step.signed.doubt'), { exact: true })).toHaveCount(0);

  const answer = '**/api/dossiers/*/revocation';
  await page.route(answer, (route) => route.fulfill({ contentType: 'application/octet-stream', body: 'nothing' }));
  await hang.open('nop-phi', 'step.pay.title');
  await expect(main.getByText(say('step.signed.doubt'), { exact: true }), 'without opening anything').toBeVisible();
  await expect(hang.button('step.pay.go')).toBeVisible();
  await see(page, 'pay-doubt');
  await page.unroute(answer);

  const session = '**/api/session';
  await changed(page, session, (told) => ({ ...told, now: written(Date.parse(told.now) - 3_600_000) }));
  await hang.open('nop-phi', 'step.pay.title');
  const alert = main.getByRole('alert');
  await expect(alert).toContainText(say('step.signed.bad'));
  await expect(alert).toContainText(say('signature.fault.bad_moment'));
  await expect(hang.button('step.thaw')).toBeVisible();
  await expect(hang.button('step.pay.go')).toHaveCount(0);
  await see(page, 'pay-bad-moment');
  await page.unroute(session);
});
