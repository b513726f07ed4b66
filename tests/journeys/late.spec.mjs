// Who is signed in and what day it is may be the last answer that a page waits for. The screen is there before, and stays as it is: nothing
// of it is drawn anew, so that nobody's focus or place in the page is lost.
import { answeredExtract, signedBirth } from './support/prepared.mjs';
import { Officer } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';
import { containing } from './support/words.mjs';

/** Opens a page and answers who is signed in once its heading, which is marked then, is on screen. */
async function openedBeforeTheSession(citizen, path, title) {
  const { page, heading } = citizen;
  let release;
  const isThere = new Promise((resolve) => { release = resolve; });
  await page.route('**/api/session', async (route) => {
    await isThere;
    await route.continue();
  });
  await page.goto(path);
  await expect(heading).toHaveText(title);
  await heading.evaluate((node) => { node.dataset.first = ''; });
  release();
  await citizen.isSignedIn();
  await page.unroute('**/api/session');
  await expect(heading).toHaveText(title);
  await expect(heading, `${path}: the heading is still the first one`).toHaveAttribute('data-first');
  expect(await page.evaluate(() => document.activeElement?.tagName), `${path}: nothing has the focus`).toBe('BODY');
}

test('a fee that the office asks for stays on screen when who is signed in is known at last', async ({ page, newVisitor }) => {
  const thanh = await answeredExtract(page);
  await thanh.open('xem-lai', 'step.review.title');
  await thanh.freeze('to_file');
  const code = await thanh.receipt();
  const desk = await newVisitor();
  const officer = new Officer(desk, thanh.handsFor(desk));
  await officer.open(code);
  await officer.move(2);
  await officer.ask({ item: 'Phí thẩm định', amount: '120.000', basis: 'Nghị định 10/2022/NĐ-CP' });
  await thanh.hands.press(thanh.link('step.receipt.follow'));
  await expect(thanh.link('due.go')).toBeVisible();
  await openedBeforeTheSession(thanh, `/ho-so/${thanh.id}`, containing(thanh.text('title')));
  await openedBeforeTheSession(thanh, `/ho-so/${thanh.id}/nop-phi/1`, thanh.say('step.pay.due'));
});

test('the steps of a dossier stay on screen when who is signed in is known at last', async ({ page, today, newVisitor }) => {
  const hang = await signedBirth(page, today, newVisitor);
  await openedBeforeTheSession(hang, `/ho-so/${hang.id}/nop-phi`, hang.say('step.pay.title'));
  await openedBeforeTheSession(hang, `/ho-so/${hang.id}/xem-lai`, hang.say('step.review.frozen'));
});
