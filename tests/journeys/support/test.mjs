// The `test` that every journey uses: it fails when the page reports a policy violation, an uncaught error or a crash, whatever
// the journey itself looked at.
import { test as base, expect } from 'playwright/test';

export { expect };

/** Trouble is a page error, a violated content security policy or Trusted Types rule. */
function watch(page, found) {
  page.on('pageerror', (error) => found.push(`uncaught: ${error.message}`));
  page.on('crash', () => found.push('the page crashed'));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && /content security policy|trusted ?type|integrity/i.test(text)) found.push(`policy: ${text}`);
    else if (/panicked at/i.test(text)) found.push(`panic: ${text}`);
  });
}

export const test = base.extend({
  // Pages of one context, popups and second tabs included.
  context: async ({ context }, use) => {
    const found = [];
    context.on('page', (page) => watch(page, found));
    await use(context);
    expect(found, 'no page reports trouble').toEqual([]);
  },
});
