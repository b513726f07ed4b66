// How the journeys are run: one browser, as many side by side as there are stacks (see support/stack.mjs), no retries (a flaky journey is a
// failing one).
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'playwright/test';
import { chromium, portal, workers } from './support/stack.mjs';

// Which screens have been looked at in this run: the workers share this folder.
process.env.CONGDAN_SEEN ??= mkdtempSync(join(tmpdir(), 'congdan-seen-'));

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: '../../target/journeys-results',
  fullyParallel: true,
  workers,
  globalTeardown: './support/tally.mjs',
  retries: 0,
  forbidOnly: true,
  // A machine that stands still for a while fails nothing: how long things take is measured by the benchmarks.
  timeout: 240_000,
  expect: { timeout: 45_000 },
  reporter: [['list']],
  use: {
    baseURL: portal,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width: 1280, height: 900 },
    // A picture tells what failed; a trace, which every journey pays for, is kept when it is asked for.
    screenshot: 'only-on-failure',
    trace: process.env.CONGDAN_TRACE ? 'retain-on-failure' : 'off',
    launchOptions: { executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] },
  },
});
