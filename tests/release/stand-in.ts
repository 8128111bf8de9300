/**
 * Stands in for the installed app where Electron cannot be had, so that the scenarios of the release are known to run: the
 * web shell of packed files in a Chromium that listens on the wanted debugging port. It ends with its page.
 *
 * Environment: `SARVI_WEB` (the packed web.js), `SARVI_STAND_IN_DATA` (the data folder).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, chromiumPath } from '../chromium.ts';

const [web = '', data = ''] = [process.env['SARVI_WEB'], process.env['SARVI_STAND_IN_DATA']];
const portFlag = process.argv.find((argument) => argument.startsWith('--remote-debugging-port=')) ?? '';
const port = portFlag.split('=')[1] ?? '';
const profile = mkdtempSync(join(tmpdir(), 'sarvi-stand-in-'));

const shell = spawn(process.execPath, [web, '--no-open', '--data-dir', data], { stdio: ['ignore', 'pipe', 'inherit'] });
const address = await firstLine();
const browser = spawn(
  chromiumPath() ?? chromium.executablePath(),
  [
    ...CHROMIUM_FLAGS,
    '--headless=new',
    '--window-size=1280,800',
    ...process.argv.slice(2),
    `--user-data-dir=${profile}`,
    '--lang=en-US',
    address,
  ],
  { stdio: 'ignore' },
);
const browserEnded = once(browser, 'exit');
process.once('SIGTERM', () => browser.kill());
let hasHadPage = false;
while (browser.exitCode === null && browser.signalCode === null) {
  const pages = await fetch(`http://127.0.0.1:${port}/json/list`).then(
    async (response) => ((await response.json()) as { type: string }[]).filter(({ type }) => type === 'page').length,
    () => null,
  );
  hasHadPage ||= (pages ?? 0) > 0;
  if (hasHadPage && (pages ?? 0) === 0) break;
  await setTimeout(100);
}
browser.kill();
await browserEnded;
shell.kill('SIGTERM');
await once(shell, 'exit');
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });

async function firstLine(): Promise<string> {
  let printed = '';
  for await (const chunk of shell.stdout as AsyncIterable<Buffer>) {
    printed += chunk.toString();
    const found = /http:\/\/127\.0\.0\.1:\d+\/#enter=\S+/.exec(printed);
    if (found !== null) return found[0];
  }
  throw new Error(`the web shell printed ${JSON.stringify(printed)}`);
}
