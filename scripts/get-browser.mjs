/** A browser for the tests: the machine's own, else one that is fetched. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environment, node24, root, say } from './setup.mjs';

const FETCH_TIMEOUT_MS = 180_000;
const ONE_COMMAND = 'npx playwright install --with-deps chromium';

/** Runs `code` on Node 24 and returns what it prints; the answers come from the modules that the tests use. */
function ask(code) {
  const options = { cwd: root, env: environment(), encoding: 'utf8' };
  return spawnSync(node24, ['--input-type=module', '-e', code], options).stdout?.trim() ?? '';
}

function systemBrowser() {
  return ask(`import { chromiumPath } from './tests/chromium.ts'; process.stdout.write(chromiumPath() ?? '');`);
}

function playwrightBrowser() {
  const path = ask(`import { chromium } from '@playwright/test'; process.stdout.write(chromium.executablePath());`);
  return path !== '' && existsSync(path) ? path : '';
}

function run(command, args) {
  return spawnSync(command, args, {
    cwd: root,
    env: { ...environment(), DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 2, 2],
    timeout: FETCH_TIMEOUT_MS,
  });
}

/** @throws Error that names the one command to run when no way leads to a browser */
export function getBrowser() {
  if (systemBrowser() || playwrightBrowser()) return;
  say("Sarvi: no browser for the tests here; trying Playwright's …");
  run(node24, [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium']);
  if (playwrightBrowser()) return;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say("Sarvi: trying Debian's …");
    run('apt-get', ['update']);
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
    if (systemBrowser()) return;
  }
  throw new Error(`the tests need Chrome, Chromium or Edge and none could be installed; run: ${ONE_COMMAND}`);
}
