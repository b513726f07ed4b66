// The portal's files on a static host of their own, the backend on another origin of the same site: the whole story works, and an origin
// that the backend was not told of gets nothing.
import { extract } from './support/answers.mjs';
import { Applicant } from './support/applicant.mjs';
import { pdf } from './support/papers.mjs';
import { people } from './support/sandbox.mjs';
import { see } from './support/see.mjs';
import { elsewhere } from './support/stack.mjs';
import { serveStatically } from './support/static-host.mjs';
import { expect, test } from './support/test.mjs';

test.use({ baseURL: elsewhere?.pages });

/** Both hosts for as long as the journey lasts: the one that the backend knows, and another one. */
const hosts = test.extend({
  pages: async ({}, use) => {
    expect(elsewhere, '`cargo xtask test journeys` starts a stack whose pages are elsewhere').toBeTruthy();
    const host = await serveStatically({ ...elsewhere, port: Number(new URL(elsewhere.pages).port) });
    await use(host.origin);
    await host.close();
  },
  stranger: async ({}, use) => {
    const host = await serveStatically(elsewhere);
    await use(host.origin);
    await host.close();
  },
});

// One journey after the other: the host's port is the one that the backend was told of.
hosts.describe.configure({ mode: 'default' });

hosts('from a static host on another origin one signs in, types, reloads, uploads, pays and files', async ({ page, pages }) => {
  test.slow();
  const hang = new Applicant({ page, person: people.hang, code: '2.000635' });
  const isHere = () => expect(page).toHaveURL((url) => url.origin === pages);

  await hang.arrive();
  await see(page, 'elsewhere-home');
  await hang.find('trich luc');
  await hang.signIn();
  await isHere();
  await hang.start();
  await isHere();
  await hang.fill(extract);
  await hang.isOnPage('documents');
  await hang.form.answer('old_paper', pdf('Giấy khai sinh cũ.pdf'));
  await hang.form.saved();
  await see(page, 'elsewhere-documents');

  await page.reload();
  await expect(hang.main.getByRole('link', { name: 'Giấy khai sinh cũ.pdf' })).toBeVisible();
  await hang.open('ke-khai/copies', 'page.copies.title');
  await expect(hang.form.control('copies')).toHaveValue('3');
  await hang.form.answer('copies', '2');
  await hang.form.saved();
  await page.reload();
  await expect(hang.form.control('copies')).toHaveValue('2');

  await hang.open('xem-lai', 'step.review.title');
  await hang.freeze('to_pay');
  await hang.pay();
  await hang.receipt();
  await isHere();
  const coming = page.waitForEvent('download');
  await hang.link('step.receipt.content').click();
  expect((await coming).suggestedFilename()).toMatch(/\.json$/);

  await page.getByRole('banner').getByRole('button', { name: hang.say('app.sign_out') }).click();
  await isHere();
  await expect(page.getByRole('banner').getByText(people.hang.name)).toHaveCount(0);
});

hosts('a portal where few have filed has no figures, and says why', async ({ page, pages }) => {
  for (const lang of ['vi', 'en']) {
    const visitor = new Applicant({ page, person: people.hang, code: '2.000635', lang });
    await page.goto(`${pages}/so-lieu`);
    if (lang === 'en') await page.getByRole('banner').getByRole('button', { name: 'English' }).click();
    await expect(visitor.heading).toHaveText(visitor.say('statistics.title'));
    await expect(visitor.main).toContainText(visitor.say('statistics.none'));
    await see(page, 'statistics-none', { lang });
  }
});

hosts('an origin that the backend was not told of neither reads nor changes anything', async ({ page, pages, stranger, newVisitor, request, expectTrouble }) => {
  const thanh = new Applicant({ page, person: people.thanh, code: '2.000635' });
  await thanh.arrive();
  await thanh.find('trich luc');
  await thanh.signIn();
  const count = async () => {
    const answer = await page.request.get(`${elsewhere.portal}/api/dossiers`);
    expect(answer.status(), 'the citizen is signed in').toBe(200);
    return (await answer.json()).dossiers.length;
  };
  const before = await count();

  // The same browser, cookies and all, on a page of the stranger.
  expectTrouble(/blocked by CORS policy/);
  expectTrouble(/^failed: .*\/api\//);
  expectTrouble(/^answered 403: POST /);
  await page.goto(stranger);
  const outcome = await page.evaluate(async (backend) => {
    const of = (promise) => promise.then((answer) => answer.type, (error) => error.name);
    const body = JSON.stringify({ procedure: '2.000635', language: 'vi', another: true });
    return {
      read: await of(fetch(`${backend}/api/session`, { credentials: 'include' })),
      command: await of(fetch(`${backend}/api/dossiers`, { method: 'POST', credentials: 'include', headers: { 'X-Congdan': '1', 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }, body })),
      plain: await of(fetch(`${backend}/api/dossiers`, { method: 'POST', credentials: 'include', mode: 'no-cors', body })),
    };
  }, elsewhere.portal);
  expect(outcome).toEqual({ read: 'TypeError', command: 'TypeError', plain: 'opaque' });
  expect(await count(), 'nothing was made').toBe(before);

  const forged = await request.post(`${elsewhere.portal}/api/dossiers`, { headers: { Origin: stranger, 'X-Congdan': '1', 'Idempotency-Key': '1' }, data: {} });
  expect([forged.status(), (await forged.json()).code]).toEqual([403, 'cross_site']);
  expect(forged.headers()['access-control-allow-origin']).toBeUndefined();
  await page.goto(pages);
  await thanh.isSignedIn();
});
