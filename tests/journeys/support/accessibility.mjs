// Asks axe about the page as it is now. Every finding fails, there is no list of accepted ones.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'EN-301-549', 'EN-301-549v4', 'best-practice'];

/** Fails with the rule, the element and the reason of each finding. */
export async function expectAccessible(page, what) {
  // Evaluated by the debugger, which the page's own policy does not bind, so that the policy need not be loosened for the test.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  // Of what passes only the rule is wanted, not each of a thousand elements.
  const run = (tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  const { violations, passes } = await page.evaluate(run, tags);
  const findings = violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`));
  expect(findings, `axe on ${what}`).toEqual([]);
  expect(passes.length, `axe looked at ${what}`).toBeGreaterThan(5);
}
