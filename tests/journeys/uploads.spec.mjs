// Papers on their way: a line that is lost, a page that is closed, a phone's large photo, a virus, a check that takes its time, names and
// pictures as people have them.
import { Applicant } from './support/applicant.mjs';
import { colourAt, heic, infectedPdf, longPdf, pdf, phonePhoto, picturesIn } from './support/papers.mjs';
import { answeredBirth, answeredExtract } from './support/prepared.mjs';
import { advance } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';
import { containing } from './support/words.mjs';

const FIELD = 'old_paper';
const PIECES = '**/api/dossiers/*/uploads/*';
const NAME = 'Giấy tờ 100% "cũ" của bà Nguyễn Thị Bích Hằng, bản chụp ngày 21 tháng 11 năm 2026 tại phường Cửa Nam, quận Hoàn Kiếm, thành phố Hà Nội, kèm theo đơn đề nghị.pdf';

/** At the papers of an extract, which may go without any. */
async function atPapers(page, options) {
  const thanh = await answeredExtract(page, options);
  await thanh.open('giay-to', 'page.documents.title');
  return thanh;
}

const attach = (citizen, file, field = FIELD) => citizen.hands.attach(citizen.form.control(field), file);
const line = (citizen, name) => citizen.main.getByRole('listitem').filter({ hasText: name });
const stored = (citizen, name) => expect(line(citizen, name).getByText(citizen.say('form.file.stored'))).toBeVisible();
const state = (citizen, name, key) => expect(line(citizen, name)).toContainText(citizen.say(`form.file.${key}`));

/** The bytes that the office would get. */
async function download(citizen, name) {
  const href = await line(citizen, name).getByRole('link').getAttribute('href');
  return (await citizen.page.request.get(href)).body();
}

test('at1 a line that is lost in the middle of a paper is waited for, and nothing is sent twice', async ({ page, expectTrouble }) => {
  const thanh = await atPapers(page, { isLookedAt: true });
  expectTrouble(/failed: PATCH .*ERR_CONNECTION_FAILED/);
  const offsets = [];
  let isLost = false;
  await page.route(PIECES, async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    const offset = Number(route.request().headers()['upload-offset']);
    if (offset >= 1024 * 1024 && !isLost) return route.abort('connectionfailed');
    offsets.push(offset);
    return route.continue();
  });
  await page.route('**/api/dossiers/*/uploads/*', async (route) => (route.request().method() === 'GET' && !isLost ? route.abort('connectionfailed') : route.fallback()));
  expectTrouble(/failed: GET .*ERR_CONNECTION_FAILED/);
  const paper = longPdf(NAME, 2_500_000);
  await attach(thanh, paper);
  await state(thanh, NAME, 'stage.waiting');
  await thanh.see('upload-waiting');
  isLost = true;
  await stored(thanh, NAME);
  expect(offsets, 'each byte is sent once').toEqual([0, 1, 2, 3, 4].map((piece) => piece * 512 * 1024));
  expect((await download(thanh, NAME)).equals(paper.buffer), 'what arrived is what was picked').toBe(true);
});

test('at1 a page that is closed in the middle of a paper goes on when the same file is picked again', async ({ page, expectTrouble }) => {
  expectTrouble(/answered 422: POST .*\/freeze/);
  const thanh = await atPapers(page, { isLookedAt: true });
  const offsets = [];
  let isClosed = false;
  await page.route(PIECES, async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    const offset = Number(route.request().headers()['upload-offset']);
    offsets.push(offset);
    // Held back until the page is closed.
    if (offset < 1024 * 1024 || isClosed) return route.continue();
  });
  const paper = longPdf(NAME, 2_500_000);
  await attach(thanh, paper);
  await expect.poll(() => offsets.length).toBe(3);
  await thanh.see('upload-sending');
  isClosed = true;
  await page.reload();
  await expect(line(thanh, NAME)).toContainText(thanh.say('form.file.stage.halted').replace('{percent}', '41'));
  await thanh.see('upload-halted');

  await thanh.open('xem-lai', 'step.review.title');
  await thanh.freeze('to_file');
  await expect(thanh.main.getByRole('alert')).toContainText(thanh.say('violation.file.unsettled'));
  await thanh.open('giay-to', 'page.documents.title');

  offsets.length = 0;
  await attach(thanh, paper);
  await stored(thanh, NAME);
  expect(offsets[0], 'it went on where it had stopped').toBe(1024 * 1024);
  await expect(line(thanh, NAME), 'the earlier try is no line of its own any more').toHaveCount(1);
  expect((await download(thanh, NAME)).equals(paper.buffer)).toBe(true);
});

test('at4 a photo of 30 MB from a phone becomes an upright, legible paper within the limit, which tells nothing about where it was taken', async ({ page }) => {
  const thanh = await atPapers(page, { isLookedAt: true });
  const photo = await phonePhoto(page, { width: 5600, height: 4200, quality: 0.99 });
  expect(photo.buffer.length, 'a photo of 30 MB').toBeGreaterThan(28_000_000);
  await attach(thanh, photo);
  await expect(thanh.main.getByRole('heading', { name: thanh.say('form.photo.title') })).toBeFocused();
  await thanh.see('photo-desk');
  await thanh.hands.press(thanh.button('form.photo.make'));
  await expect(thanh.main.getByRole('heading', { name: thanh.say('form.photo.proof') })).toBeFocused();
  await thanh.see('photo-proof');
  await thanh.hands.press(thanh.button('form.photo.send'));
  await stored(thanh, 'IMG_20261121.pdf');

  const paper = await download(thanh, 'IMG_20261121.pdf');
  expect(paper.length, 'within the limit').toBeLessThan(10 * 1024 * 1024);
  for (const hidden of ['Exif', 'GPS', '105.8542E']) expect(paper.includes(hidden), `${hidden} is not in it`).toBe(false);
  expect(paper.toString('latin1')).toContain('/MediaBox[0 0 595.28 841.89]');
  const [picture] = picturesIn(paper);
  expect(picture.height, 'legible: 150 dots per inch of A4 at least').toBeGreaterThanOrEqual(1754);
  expect(Math.abs(picture.width * 4 - picture.height * 3), 'upright, and nothing is cut off').toBeLessThan(8);
  const [red, green] = await colourAt(page, picture.jpeg, 0.05, 0.05);
  expect(red > 200 && green < 60, 'its upper left corner is the one of the paper').toBe(true);
});

test('a photo is turned and cut with the keyboard alone, and several make one paper', async ({ page }) => {
  const thanh = await atPapers(page, { by: 'keyboard' });
  const one = await phonePhoto(page, { name: 'Mặt trước.jpg', width: 1600, height: 1200, quality: 0.5 });
  await attach(thanh, one);
  await expect(thanh.main.getByRole('heading', { name: thanh.say('form.photo.title') })).toBeFocused();
  const edge = (name) => thanh.main.getByRole('slider', { name: thanh.say(`form.photo.${name}`) }).first();
  await thanh.hands.reach(edge('bottom'));
  for (let steps = 0; steps < 50; steps += 1) await page.keyboard.press('ArrowRight');
  await expect(edge('bottom')).toHaveValue('50');
  await thanh.hands.press(thanh.main.getByRole('button', { name: containing(thanh.say('form.photo.turn')) }));
  await expect(edge('left'), 'the edge goes with the picture').toHaveValue('50');
  const more = thanh.main.locator(`input[id$="-photo-more"]`);
  await attach({ ...thanh, hands: thanh.hands, form: { control: () => more } }, { ...one, name: 'Mặt sau.jpg' });
  await expect(thanh.main.getByRole('img', { name: containing('Mặt sau.jpg') })).toBeVisible();
  await thanh.form.sendPhotos();
  await stored(thanh, 'Mặt trước.pdf');
  const [front, back] = picturesIn(await download(thanh, 'Mặt trước.pdf'));
  expect([front.width, front.height], 'half of it, turned').toEqual([800, 1200]);
  expect([back.width, back.height]).toEqual([1200, 1600]);
  const [red, green] = await colourAt(page, front.jpeg, 0.97, 0.05);
  expect(red > 200 && green < 60, 'the upper left corner is the upper right one now').toBe(true);
});

test('at6 a paper with a virus is erased and told, and the others stay', async ({ page }) => {
  const thanh = await atPapers(page, { isLookedAt: true });
  await attach(thanh, pdf('Đơn tốt.pdf'));
  await stored(thanh, 'Đơn tốt.pdf');
  await attach(thanh, infectedPdf());
  await expect(thanh.main.getByRole('alert')).toHaveText(thanh.say('form.file.fault.infected'));
  await thanh.see('upload-infected');
  await thanh.hands.press(line(thanh, 'Giấy lạ.pdf').getByRole('button', { name: containing(thanh.say('form.file.dismiss')) }));
  await expect(line(thanh, 'Giấy lạ.pdf')).toHaveCount(0);
  await stored(thanh, 'Đơn tốt.pdf');
});

test('a check that takes its time holds up only the filing, and is found again by the next page', async ({ page, providers }) => {
  const thanh = await atPapers(page, { isLookedAt: true });
  await providers({ scanner: 'down' });
  await attach(thanh, pdf('Đơn chờ.pdf'));
  await state(thanh, 'Đơn chờ.pdf', 'stage.checking');
  await thanh.see('upload-checking');
  await thanh.form.goOn();
  await thanh.arrived(thanh.say('step.review.title'));
  await thanh.freeze('to_file');
  await expect(thanh.main.getByRole('alert')).toContainText(thanh.say('violation.file.unsettled'));
  await thanh.see('review-unsettled');
  await providers({ scanner: 'ok' });
  await advance(400);
  await thanh.open('giay-to', 'page.documents.title');
  await stored(thanh, 'Đơn chờ.pdf');
  await thanh.form.goOn();
  await thanh.arrived(thanh.say('step.review.title'));
  await expect(thanh.main).toContainText('Đơn chờ.pdf');
  await thanh.freeze('to_file');
});

test('at5 what cannot be opened by the office is refused at once, with what to do instead', async ({ page }) => {
  const thanh = await atPapers(page, { isLookedAt: true });
  const fault = async (file, name) => {
    await attach(thanh, file);
    await state(thanh, file.name, `fault.${name}`);
  };
  await fault(heic(), 'heic');
  await fault({ name: 'Rỗng.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) }, 'empty');
  await fault({ name: 'chạy.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ a program') }, 'type');
  const locked = pdf('Khoá.pdf');
  await fault({ ...locked, buffer: Buffer.concat([locked.buffer.subarray(0, 9), Buffer.from('1 0 obj<</Encrypt 2 0 R>>endobj\n'), locked.buffer.subarray(9)]) }, 'encrypted');
  await thanh.see('upload-refused');
});
