// The `test` that every journey uses: it fails when any page reports a policy violation, an error on the console, an uncaught error, a
// crash, or a request that fails, whatever the journey itself looked at. What a journey provokes, it names: `expectTrouble(/503/)`.
import { test as base, expect } from 'playwright/test';
import { setFaults } from './sandbox.mjs';
import { portal } from './stack.mjs';

export { expect };

const registers = { population: 'ok', 'civil-status': 'ok', business: 'ok', tax: 'ok', 'health-insurance': 'ok' };
const healthy = { ...registers, identity: 'ok', register: 'ok', signing: 'ok', ocsp: 'ok', crl: 'ok', stamp: 'ok', smartca: 'ok', esign: 'ok', payment: 'ok', national: 'ok', bank: 'ok', desk: 'ok', scanner: 'ok' };

function watch(page, found) {
  // The browser tells of choosers of files as long as somebody listens, and begins to do so some time after: here, before any press.
  page.on('filechooser', () => undefined);
  page.on('pageerror', (error) => found.push(`uncaught: ${error.message}`));
  page.on('crash', () => found.push('the page crashed'));
  page.on('console', (message) => {
    // What the network answered is told below, once.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) found.push(`console: ${message.text()} (${message.location().url})`);
    else if (/panicked at|content security policy|trusted ?type/i.test(message.text())) found.push(`${message.type()}: ${message.text()}`);
  });
  page.on('requestfailed', (request) => {
    // A page that is left stops its own requests: nothing failed.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') found.push(`failed: ${request.method()} ${request.url()} ${request.failure()?.errorText}`);
  });
  page.on('response', (response) => {
    // "You have a draft already" is an answer to a question, not trouble.
    const isQuestion = response.status() === 409 && new URL(response.url()).pathname === '/api/dossiers';
    if (response.status() >= 400 && !isQuestion) found.push(`answered ${response.status()}: ${response.request().method()} ${response.url()}`);
  });
}

export const test = base.extend({
  baseURL: async ({}, use) => use(portal),

  /** Names trouble that the journey provokes on purpose; trouble that was named and did not come fails too. */
  expectTrouble: async ({}, use) => {
    const named = [];
    await use(Object.assign((pattern) => named.push(pattern), { named }));
  },

  // Pages of one context, popups and second tabs included; `newVisitor` makes further contexts that are watched as well.
  trouble: async ({ expectTrouble }, use) => {
    const found = [];
    await use(found);
    const { named } = expectTrouble;
    expect(found.filter((line) => !named.some((pattern) => pattern.test(line))), 'no page reports trouble').toEqual([]);
    expect(named.filter((pattern) => !found.some((line) => pattern.test(line))).map(String), 'the trouble that was provoked came').toEqual([]);
  },

  context: async ({ context, trouble }, use) => {
    context.on('page', (page) => watch(page, trouble));
    await use(context);
  },

  /** A page in a browser of its own. */
  newVisitor: async ({ browser, trouble, contextOptions }, use) => {
    const contexts = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, ...options });
      contexts.push(context);
      context.on('page', (page) => watch(page, trouble));
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  /** What day it is for the backend. */
  today: async ({ request }, use) => {
    await use((await (await request.get('/api/session')).json()).today);
  },

  // Providers are well again after each journey, however it ended.
  providers: [
    async ({}, use) => {
      await use(setFaults);
      await setFaults(healthy);
    },
    { auto: true },
  ],
});
