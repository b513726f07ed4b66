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

test('at1 where only pieces do not get through, the paper says that it waits, and arrives when they do', async ({ page, expectTrouble }) => {
  const thanh = await atPapers(page);
  expectTrouble(/answered 503: PATCH .*\/uploads\//);
  let isStuck = true;
  let tries = 0;
  await page.route(PIECES, (route) => {
    if (route.request().method() !== 'PATCH' || !isStuck) return route.continue();
    tries += 1;
    return route.fulfill({ status: 503, body: '' });
  });
  await attach(thanh, longPdf(NAME, 600_000));
  await state(thanh, NAME, 'stage.waiting');
  expect(tries, 'nothing is sent again before a pause').toBe(1);
  isStuck = false;
  await stored(thanh, NAME);
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

test('a photo that cannot be read leaves nothing to be sent, and nothing in the way of going on', async ({ page, expectTrouble }) => {
  // The recorder of traces looks for the picture that could not be shown.
  if (process.env.CONGDAN_TRACE) expectTrouble(/^console: Connecting to 'blob:/);
  const thanh = await atPapers(page, { isLookedAt: true });
  const broken = { name: 'Hỏng.jpg', mimeType: 'image/jpeg', buffer: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2000, 7)]) };
  await attach(thanh, broken);
  await expect(thanh.main.getByRole('alert')).toContainText(thanh.say('form.file.fault.damaged'));
  await thanh.see('photo-damaged-alone');
  await thanh.form.goOn();
  await thanh.arrived(thanh.say('step.review.title'));
});

test('pages of a paper come in the order in which they were picked, and a photo is only cut where its edge is taken hold of', async ({ page }) => {
  const thanh = await atPapers(page);
  const photo = async (name, width, height, quality) => ({ ...(await phonePhoto(page, { width, height, quality })), name });
  const large = await photo('Trang lớn.jpg', 4000, 3000, 0.9);
  const [first, small] = [await photo('Bìa.jpg', 400, 300, 0.5), await photo('Trang nhỏ.jpg', 400, 300, 0.5)];
  await attach(thanh, first);
  const picture = (n, { name }) => thanh.main.getByRole('img', { name: thanh.say('form.photo.picture', { page: thanh.say('form.photo.page', { n }), name }) });
  const cover = picture(1, first);
  await expect(cover).toBeVisible();
  const more = thanh.main.locator('label[for$="-photo-more"]');
  const chooser = page.waitForEvent('filechooser');
  await more.click();
  await (await chooser).setFiles([large, small]);
  await expect(picture(3, small), 'the one that is decoded sooner does not come first').toBeVisible();
  await expect(picture(2, large)).toBeVisible();

  const left = thanh.main.getByRole('slider', { name: thanh.say('form.photo.left') }).first();
  await cover.click();
  for (const edge of await thanh.main.getByRole('slider').all()) await expect(edge, 'a press in the middle cuts nothing').toHaveValue('0');
  await cover.scrollIntoViewIfNeeded();
  const box = await cover.boundingBox();
  const at = (part) => [box.x + box.width * part, box.y + box.height / 2];
  await cover.evaluate((canvas, [[from, y], [to]]) => {
    const touched = (name, x) => canvas.dispatchEvent(new PointerEvent(name, { pointerType: 'touch', clientX: x, clientY: y, bubbles: true }));
    touched('pointerdown', from);
    touched('pointermove', to);
  }, [at(0.02), at(0.4)]);
  await expect(left, 'a finger moves the page').toHaveValue('0');
  await page.mouse.move(...at(0.02));
  await page.mouse.down();
  await page.mouse.move(...at(0.25));
  await page.mouse.up();
  await expect(left).toHaveValue(/^2[3-7]$/);

  await thanh.form.sendPhotos();
  await stored(thanh, 'Bìa.pdf');
  const widths = picturesIn(await download(thanh, 'Bìa.pdf')).map(({ width }) => width);
  expect(widths).toHaveLength(3);
  expect(widths[1], 'the large one is the second page').toBeGreaterThan(1000);
  expect(widths[2]).toBe(300);
});

test('photos that were not sent hold the way on, lie there after another step, and are not left out of the dossier', async ({ page }) => {
  const thanh = await atPapers(page, { isLookedAt: true });
  await attach(thanh, await phonePhoto(page, { width: 800, height: 600, quality: 0.5 }));
  const title = thanh.main.getByRole('heading', { name: thanh.say('form.photo.title') });
  await expect(title).toBeFocused();
  const edge = thanh.main.getByRole('slider', { name: thanh.say('form.photo.bottom') });
  await edge.press('ArrowRight');
  await thanh.form.goOn();
  await expect(thanh.main.getByRole('alert')).toHaveText(thanh.say('form.file.fault.unsent'));
  await expect(title).toBeFocused();
  await thanh.see('photo-unsent');

  await thanh.hands.press(thanh.link('form.back'));
  await thanh.isOnPage('attestation');
  await thanh.form.goOn();
  await thanh.isOnPage('documents');
  await expect(edge, 'held and cut as before').toHaveValue('1');
  await thanh.hands.press(thanh.button('form.photo.cancel'));
  await expect(title).toHaveCount(0);
  await expect(thanh.form.control(FIELD)).toBeFocused();
  await thanh.form.goOn();
  await thanh.arrived(thanh.say('step.review.title'));
});

test('a file that was turned down holds the filing until it was seen, also after the page was closed', async ({ page }) => {
  const thanh = await atPapers(page);
  const locked = pdf('Khóa.pdf');
  await attach(thanh, { ...locked, buffer: Buffer.concat([locked.buffer.subarray(0, 9), Buffer.from('1 0 obj<</Encrypt 2 0 R>>endobj\n'), locked.buffer.subarray(9)]) });
  await state(thanh, 'Khóa.pdf', 'fault.encrypted');
  await thanh.form.goOn();
  await thanh.arrived(thanh.say('step.review.title'));
  await thanh.freeze('to_file');
  await expect(thanh.main.getByRole('alert')).toContainText(thanh.say('violation.file.unsettled'));
  await thanh.open('giay-to', 'page.documents.title');
  await state(thanh, 'Khóa.pdf', 'fault.encrypted');
  await thanh.hands.press(line(thanh, 'Khóa.pdf').getByRole('button', { name: containing(thanh.say('form.file.dismiss')) }));
  await expect(line(thanh, 'Khóa.pdf')).toHaveCount(0);
  await thanh.form.goOn();
  await thanh.arrived(thanh.say('step.review.title'));
  await thanh.freeze('to_file');
  await thanh.receipt();
});

test('a file that arrives while earlier ones are being looked up is there, and is not said to be refused', async ({ page, providers, expectTrouble }) => {
  // It is taken off a list that it has left already.
  expectTrouble(/answered 404: DELETE .*\/uploads\//);
  const thanh = await atPapers(page);
  await providers({ scanner: 'down' });
  await attach(thanh, pdf('Đơn chờ.pdf'));
  await state(thanh, 'Đơn chờ.pdf', 'stage.checking');
  await thanh.form.goOn();
  await thanh.arrived(thanh.say('step.review.title'));
  let letGo;
  const isLetGo = new Promise((resolve) => (letGo = resolve));
  await page.route(/\/api\/dossiers\/[^/]+\/uploads$/, async (route) => {
    const response = await route.fetch();
    await isLetGo;
    await route.fulfill({ response });
  });
  const listed = page.waitForRequest(/\/api\/dossiers\/[^/]+\/uploads$/);
  await page.goBack();
  await listed;
  await providers({ scanner: 'ok' });
  await advance(400);
  await stored(thanh, 'Đơn chờ.pdf');
  const ended = page.waitForResponse((response) => response.request().method() === 'DELETE' && /\/uploads\//.test(response.url()) && response.status() === 404);
  letGo();
  await ended;
  await expect(line(thanh, 'Đơn chờ.pdf')).toHaveCount(1);
  await expect(thanh.main.getByRole('alert')).toHaveCount(0);
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
  await fault({ name: 'chạy.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ a program') }, 'mismatch');
  const locked = pdf('Khoá.pdf');
  await fault({ ...locked, buffer: Buffer.concat([locked.buffer.subarray(0, 9), Buffer.from('1 0 obj<</Encrypt 2 0 R>>endobj\n'), locked.buffer.subarray(9)]) }, 'encrypted');
  await thanh.see('upload-refused');
});
