// What a citizen types goes into request bodies and nowhere else: not into an address, not into a log, not into the browser's own stores.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answeredBirth } from './support/prepared.mjs';
import { people } from './support/sandbox.mjs';
import { data } from './support/stack.mjs';
import { expect, test } from './support/test.mjs';

const { hang } = people;
/** Values of this citizen, in the forms in which they could leak. */
const values = [hang.id, hang.mobile, 'Bích Hằng', 'Mỹ Uyên', 'bich.hang@example.vn', '0912345999', 'Đơn của Hằng'];
const written = [...values, ...values.map(encodeURIComponent), ...values.map((value) => value.normalize('NFD'))];
const leaks = (text) => written.filter((value) => text.includes(value));

test('no answer is in an address, in a log or kept in the browser', async ({ page, today, newVisitor }) => {
  const addresses = [];
  page.on('request', (request) => addresses.push(decodeURIComponent(request.url())));
  const citizen = await answeredBirth(page, today);
  await citizen.open('ke-khai/contact', 'page.contact.title');
  await citizen.form.answerAll({ phone: '0912345999', email: 'bich.hang@example.vn' });
  await citizen.form.saved();
  await citizen.open('giay-to', 'page.documents.title');
  await citizen.form.answer('other_papers', { name: 'Đơn của Hằng.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nstartxref\n0\n%%EOF\n') });
  await citizen.form.goOn();
  await citizen.arrived(citizen.say('step.review.title'));
  await citizen.freeze('to_sign');
  const fingerprint = await citizen.askToSign();
  const phone = citizen.phone(await newVisitor());
  await phone.look();
  await phone.accept(fingerprint);
  await citizen.pay();
  await citizen.receipt();
  await citizen.hands.press(citizen.link('step.receipt.follow'));
  await expect(citizen.heading).toContainText(citizen.text('title'));

  expect(addresses.length).toBeGreaterThan(30);
  expect(addresses.filter((address) => leaks(address).length > 0), 'addresses with a citizen’s value').toEqual([]);

  const kept = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map((database) => database.name),
    cookies: document.cookie,
    language: localStorage.getItem('congdan.lang'),
    caches: await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((request) => request.url))),
  }));
  expect(kept).toMatchObject({ session: [], databases: [], cookies: '', language: 'vi' });
  expect(kept.local).toEqual(['congdan.lang']);
  expect(kept.caches.flat().filter((address) => /\/api\//.test(address)), 'no answer of the backend is cached').toEqual([]);

  for (const log of ['backend.log', 'sandbox.log']) {
    const path = join(data, log);
    expect(existsSync(path), `${path} is there`).toBe(true);
    const lines = readFileSync(path, 'utf8').split('\n');
    // At its start the sandbox says who its citizens are: that is what it is for.
    const said = lines.filter((line) => !(log === 'sandbox.log' && line.startsWith('citizen ')));
    expect(said.some((line) => line.startsWith('ready')), `${log} holds what was said`).toBe(true);
    expect(said.filter((line) => leaks(line).length > 0), `${log} holds no citizen’s value`).toEqual([]);
  }
});
