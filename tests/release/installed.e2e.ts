/** The installed app, driven over its debugging port: fuses keep Playwright's own way of starting Electron out. */
import { chromium, expect, test, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mainScenario, rememberedScenario } from '../e2e/scenario.ts';

const PROGRAM = process.env['SARVI_PROGRAM'] ?? '';
const PORT = 9333;

interface Started {
  readonly page: Page;
  /** Closes the window as a user does, and waits for the end of the program. */
  readonly quit: () => Promise<void>;
}

async function start(): Promise<Started> {
  const program: ChildProcess = spawn(PROGRAM, [`--remote-debugging-port=${PORT}`], { stdio: 'inherit' });
  const ended = once(program, 'exit');
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${PORT}/json/version`).then(
        (response) => response.ok,
        () => false,
      ),
    )
    .toBe(true);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${PORT}`);
  const [context] = browser.contexts();
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
  if (page === undefined) throw new Error('the app has no window');
  return {
    page,
    quit: async () => {
      await page.close();
      // On macOS an app lives on without a window.
      if (process.platform === 'darwin') program.kill('SIGTERM');
      await ended;
    },
  };
}

test('the installed app imports the guide model, answers, searches, and remembers after a restart', async () => {
  test.skip(PROGRAM === '', 'SARVI_PROGRAM names no installed app');
  const first = await start();
  const answer = await mainScenario(first.page);
  await first.quit();
  const second = await start();
  await rememberedScenario(second.page, answer);
  await second.quit();
});
