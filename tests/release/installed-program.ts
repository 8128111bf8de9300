/** The installed app, driven over its debugging port: fuses keep Playwright's own way of starting Electron out. */
import { chromium, expect, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Empty where no app is installed. */
export const PROGRAM = process.env['SARVI_PROGRAM'] ?? '';
const PORT = 9333;
/** A build machine may have no mouse, and the page then does as on a phone. As Playwright does it for its own browsers. */
export const MOUSE =
  '--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4';
const running = new Set<ChildProcess>();

export interface Started {
  readonly page: Page;
  /** Closes the window as a user does, and waits for the end of the program. */
  readonly quit: () => Promise<void>;
}

export async function startProgram(): Promise<Started> {
  const program = spawn(PROGRAM, [`--remote-debugging-port=${PORT}`, MOUSE], { stdio: 'inherit' });
  running.add(program);
  const ended = once(program, 'exit').finally(() => running.delete(program));
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
  await emulateFocus(page);
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

/** Without a window manager, as on a build machine, no window has the focus. */
export async function emulateFocus(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
}

/** After a test that failed. */
export function endPrograms(): void {
  for (const program of running) program.kill();
}
