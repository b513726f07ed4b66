// What the portal knows about a citizen, told to them: every decision about registers and every look-up, also those of a helper; what was
// paid and what the office did; a session that has ended and still takes what was typed; and the public figures.
import { Applicant } from './support/applicant.mjs';
import { answeredExtract, call, consentText, enter } from './support/prepared.mjs';
import { advance, neighbours, people, setFaults } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';
import { beginning, containing } from './support/words.mjs';

const { thanh, mua, cham } = people;
const code = '2.000635';
const stories = [['vi', 'mouse'], ['en', 'keyboard']];

const decide = (page, agree) => call(page, 'POST', `/api/consents/${code}`, { agree, text: consentText });
const draft = (page, more = {}) =>
  call(page, 'POST', '/api/dossiers', { procedure: code, language: 'vi', another: true, ...more }, { 'Idempotency-Key': crypto.randomUUID() });

/** The beginning of a sentence, up to its first blank. */
const start = (applicant, key) => applicant.say(key).split('{')[0];

/** So many of something. */
const counted = (applicant, key) =>
  new RegExp(['one', 'other'].map((form) => containing(applicant.say(`${key}.${form}`, { n: '#' })).source.replace('#', '\\d+')).join('|'));

/** The panel with this title. */
const panel = (applicant, key) => applicant.main.locator('.cd-panel').filter({ has: applicant.page.getByRole('heading', { name: applicant.say(key), exact: true }) });

for (const [lang, by] of stories) {
  test(`a citizen reads what they decided and who was asked about them, the latest first (${lang}, by ${by})`, async ({ page }) => {
    const citizen = new Applicant({ page, person: mua, code, lang, by, isLookedAt: true });
    await enter(citizen);
    for (const agree of [false, true, false, true]) await decide(page, agree);
    await draft(page, { language: lang });
    await draft(page, { language: lang });
    await setFaults({ population: 'down' });
    const { id } = await draft(page, { language: lang });
    await page.goto('/toi/thong-tin');
    await expect(citizen.heading).toHaveText(citizen.say('mine.title'));

    const lookups = panel(citizen, 'mine.lookups');
    const lines = lookups.getByRole('listitem').filter({ visible: true });
    await expect(lines, 'the latest are seen, the others are folded').toHaveCount(5);
    await expect(lines.filter({ hasText: citizen.say('mine.lookup.silent') })).toHaveCount(1);
    await expect(lines.filter({ hasText: start(citizen, 'mine.lookup.answered.reference') })).not.toHaveCount(0);
    await citizen.hands.press(lookups.locator('summary'));
    await expect(lines.nth(5)).toBeVisible();
    const consents = panel(citizen, 'mine.consents');
    await citizen.hands.press(consents.locator('summary'));
    const decisions = consents.locator('details').getByRole('listitem');
    for (const [at, word] of [citizen.say('mine.decision.agreed'), citizen.say('mine.decision.withdrawn')].entries()) {
      await expect(decisions.nth(at)).toContainText(word.split('{')[1].split('}')[1].trim());
    }
    await citizen.see('mine-history');
    await citizen.hands.press(lookups.locator(`a[href="/ho-so/${id}"]`).first());
    await citizen.arrived(citizen.text('title'));
  });

  test(`who is helped sees what was asked about them, and the helper what they asked (${lang}, by ${by})`, async ({ page, newVisitor }) => {
    const helped = new Applicant({ page, person: cham, code, lang, by, isLookedAt: true });
    await enter(helped);
    const year = new Date(`${(await call(page, 'GET', '/api/session')).today}T00:00:00Z`);
    year.setUTCDate(year.getUTCDate() + 30);
    const given = await call(page, 'POST', '/api/mandates', { grantee: mua.id, grantee_name: mua.name, procedures: [code], ends_on: year.toISOString().slice(0, 10) });
    const helper = new Applicant({ page: await newVisitor(), person: mua, code, lang, by, isLookedAt: true });
    await enter(helper);
    await decide(helper.page, true);
    await draft(helper.page, { language: lang, acting_for: given.id });

    const masked = (person) => `${person.id.slice(0, 4)}****${person.id.slice(-4)}`;
    for (const [who, other, key, screen] of [[helped, mua, 'mine.lookup.by', 'mine-helped'], [helper, cham, 'mine.lookup.about', 'mine-helper']]) {
      await who.page.goto('/toi/thong-tin');
      const told = who.say(key, { who: masked(other), right: who.say('mine.right.mandate') }).split('}')[1].split('{')[0];
      await expect(panel(who, 'mine.lookups').getByRole('listitem').filter({ hasText: told.trim() }).first()).toBeVisible();
      await expect(who.main).not.toContainText(other.id);
      await who.see(screen);
    }
    await call(page, 'DELETE', `/api/mandates/${given.id}`);
  });

  test(`a session that has ended is listed as long as it takes what was typed, and ended for good (${lang}, by ${by})`, async ({ page, newVisitor }) => {
    const left = new Applicant({ page: await newVisitor(), person: mua, code, lang });
    await enter(left);
    await left.page.close();
    await advance(31 * 60);
    const here = new Applicant({ page, person: mua, code, lang, by, isLookedAt: true });
    await enter(here, '/toi/thong-tin');
    await expect(panel(here, 'mine.sessions')).toContainText(counted(here, 'mine.sessions.late'));
    await here.hands.press(here.link('mine.sessions.go'));
    await here.arrived(here.say('sessions.title'));
    const ended = here.main.getByRole('listitem').filter({ hasText: here.say('sessions.late') });
    await expect(ended).not.toHaveCount(0);
    const before = await ended.count();
    await here.see('sessions-late');
    await here.hands.press(here.main.getByRole('button', { name: beginning(here.say('sessions.late.end')) }).first());
    await expect(page.getByText(here.say('sessions.late.ended'))).toBeAttached();
    await expect(ended).toHaveCount(before - 1);
    await expect(here.main.getByRole('region', { name: here.say('sessions.title') })).toBeFocused();
  });
}

test('figures are there once there are enough dossiers of enough people, for everybody', async ({ page, newVisitor }) => {
  test.slow();
  const rest = async () => (await call(page, 'GET', '/api/statistics/reuse')).services.find((one) => one.procedure === code);
  const thanhs = await answeredExtract(page);
  const { draft: first } = await call(page, 'GET', `/api/dossiers/${thanhs.id}`);
  const file = async (page, more = {}) => {
    const { id, draft: opened } = await draft(page);
    const key = () => ({ 'Idempotency-Key': crypto.randomUUID() });
    const saved = await call(page, 'PATCH', `/api/dossiers/${id}/answers`, { changes: { ...first.answers, ...more }, page: null }, { 'If-Match': `"${opened.revision}"` });
    await call(page, 'POST', `/api/dossiers/${id}/freeze`, { revision: saved.revision }, key());
    await call(page, 'POST', `/api/dossiers/${id}/file`, null, key());
  };
  await file(page);
  // Where their births are on file no register knows.
  const registered = { registered_place: 'UBND xã Thới Lai, huyện Ô Môn, tỉnh Cần Thơ' };
  for (const person of neighbours) {
    const citizen = new Applicant({ page: await newVisitor(), person, code });
    await enter(citizen);
    await decide(citizen.page, true);
    await file(citizen.page, registered);
  }
  await expect.poll(rest).toBeDefined();
  for (const [lang, by] of stories) {
    const visitor = new Applicant({ page: await newVisitor(), person: thanh, code, lang, by, isLookedAt: true });
    await visitor.arrive();
    await visitor.hands.press(visitor.page.getByRole('contentinfo').getByRole('link', { name: visitor.say('statistics.title'), exact: true }));
    await visitor.arrived(visitor.say('statistics.title'));
    const row = visitor.page.getByRole('table', { name: visitor.say('statistics.caption') }).getByRole('row').filter({ hasText: visitor.text('title') });
    await expect(row.getByRole('cell').nth(3)).toContainText(`${(await rest()).percent}%`);
    await expect(row.getByRole('cell').nth(4)).toContainText(visitor.say('statistics.papers.none'));
    await expect(visitor.main.getByText(containing(visitor.say('statistics.small').split('{')[0]))).toBeVisible();
    await visitor.see('statistics');
    const region = visitor.page.getByRole('region', { name: visitor.say('statistics.caption') });
    for (const width of [320, 360]) {
      await visitor.page.setViewportSize({ width, height: 760 });
      expect(await region.evaluate((table) => table.scrollWidth <= table.clientWidth), `nothing is cut off at ${width} px`).toBe(true);
      await expect(row.getByRole('cell'), 'it is a table still').toHaveCount(5);
      await expect(row.getByText(visitor.say('statistics.papers'), { exact: true }), 'each figure under its name').toBeVisible();
    }
  }
});
