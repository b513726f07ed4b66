// Looking at a screen: axe in light and dark, on a phone and on a desk; nothing wider than 320 px; one heading that names the tab; the
// right language; no key where a text should be. Each screen is looked at closely once per run; with CONGDAN_PICTURES pictures of it are kept.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { expectAccessible } from './accessibility.mjs';
import { keys } from './words.mjs';

const pictures = new URL('../../../target/journeys-screens/', import.meta.url).pathname;

/** Whether nobody has been here before in this run, in this worker or another: making a folder succeeds once. */
function isFirst(...place) {
  try {
    mkdirSync(join(process.env.CONGDAN_SEEN, ...place));
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Until what was changed about the screen is drawn: media queries judged anew, and transitions that this began at their end. A page that
 * another window covers may draw nothing for as long as it is covered: it is then looked at as it is.
 */
const settled = (page) =>
  page.evaluate(() => {
    const drawn = async () => {
      for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      const ending = document.getAnimations().filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity);
      await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
    };
    return Promise.race([drawn(), new Promise((resolve) => setTimeout(resolve, 1000))]);
  });

/** Axe, and a note that it has looked; the notes are counted at the end of the run. */
async function expectSeen(page, name, lang, theme, width) {
  await expectAccessible(page, `${name} in ${lang}, ${theme}, ${width} px`);
  expect(isFirst(name, lang, theme), `${name} in ${lang}, ${theme}: once per run is enough`).toBe(true);
}

/** One `h1`, said by the tab's title too; the language of the page; ids that are unique; texts and not their keys. */
async function expectNamed(page, name, lang) {
  await expect(page.getByRole('heading', { level: 1 }), `${name} has one heading`).toHaveCount(1);
  const heading = (await page.getByRole('heading', { level: 1 }).innerText()).trim();
  await expect(page, `the tab of ${name} says what is on it`).toHaveTitle(
    new RegExp(heading.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\s+/g, '\\s+')),
  );
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
  const found = await page.evaluate(() => ({
    ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
    texts: [document.title, ...document.body.innerText.split('\n'), ...[...document.querySelectorAll('[aria-label]')].map((element) => element.ariaLabel)],
  }));
  expect(found.ids.filter((id, at) => found.ids.indexOf(id) !== at), `ids of ${name} are unique`).toEqual([]);
  const isKey = (text) => text.split(/[\s:(),]+/).some((word) => keys.has(word) || /^(app|api|form|step|violation|status|field|page|option|rule)\.[a-z_.]+$/.test(word));
  expect(found.texts.filter(isKey), `${name} shows texts, not their keys`).toEqual([]);
}

/** Nothing makes the page wider than the screen; when something does, its name is in the message. */
async function expectFits(page, name, width) {
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return [];
    const outside = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > limit + 1);
    return [`${document.documentElement.scrollWidth} > ${limit}`, ...outside.slice(-5).map((element) => `${element.tagName}.${element.className}: ${element.textContent.slice(0, 40)}`)];
  });
  expect(wide, `${name} fits ${width} px`).toEqual([]);
}

/** Who has asked for less motion gets none. */
async function expectStill(page, name) {
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => animation.playState === 'running' && animation.effect.getComputedTiming().duration > 1)
      .map((animation) => animation.animationName ?? animation.transitionProperty),
  );
  expect(moving, `${name} stands still when less motion is asked for`).toEqual([]);
}

/**
 * Looks at the screen as it is now and leaves it as it was. A screen that was looked at before, in another language or by another
 * journey, only gets a glance: the same questions, in one theme at one width.
 */
export async function see(page, name, { lang = 'vi' } = {}) {
  mkdirSync(process.env.CONGDAN_SEEN, { recursive: true });
  const isNew = isFirst(name);
  if (!isFirst(name, lang)) return;
  await expectNamed(page, name, lang);
  const before = page.viewportSize();
  if (!isNew) {
    await page.emulateMedia({ colorScheme: 'light' });
    await settled(page);
    await expectSeen(page, name, lang, 'light', before.width);
    await page.emulateMedia({ colorScheme: null });
    return;
  }
  for (const [colorScheme, first, second] of [['light', 1280, 360], ['dark', 360, 1280]]) {
    for (const width of process.env.CONGDAN_PICTURES ? [first, second] : [first]) {
      // One after the other, as it happens to people: what a change of width has just brought on screen is drawn before its colours change.
      await page.setViewportSize({ width, height: 800 });
      await settled(page);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await settled(page);
      if (width === first) await expectSeen(page, name, lang, colorScheme, width);
      if (process.env.CONGDAN_PICTURES) await page.screenshot({ path: `${pictures}${name}-${colorScheme}-${width}.png`, fullPage: true });
    }
  }
  await expectStill(page, name);
  await page.setViewportSize({ width: 320, height: 640 });
  for (const forcedColors of ['active', 'none']) {
    await page.emulateMedia({ colorScheme: null, reducedMotion: null, forcedColors });
    await settled(page);
    await expectFits(page, name, 320);
  }
  await page.emulateMedia({ forcedColors: null });
  await page.setViewportSize(before);
}
