import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, chromiumPath } from './tests/chromium.ts';

const executablePath = chromiumPath();

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.e2e.ts',
  workers: 2,
  timeout: 300_000,
  // What is waited for comes at once, but on a busy machine other work goes before it.
  expect: { timeout: 20_000 },
  outputDir: 'test-results/e2e',
  reporter: [['list']],
  use: {
    headless: true,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    // To record one takes a quarter of the time of every test: `--trace retain-on-failure` where it is wanted.
    trace: 'off',
    launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: CHROMIUM_FLAGS },
  },
});
