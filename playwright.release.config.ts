/** For the release workflow: real Electron, and the installed app. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/release',
  testMatch: '*.e2e.ts',
  workers: 1,
  timeout: 600_000,
  expect: { timeout: 60_000 },
  outputDir: 'test-results/release',
  reporter: [['list']],
  use: { screenshot: 'only-on-failure', trace: 'retain-on-failure' },
});
