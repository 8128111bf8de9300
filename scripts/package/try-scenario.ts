import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './stage.ts';

/**
 * Runs the scenarios with which the release workflow drives the installed app: here on the web shell of the packed files
 * in a Chromium, both started by a stand-in for the app.
 *
 * @param app - the extracted files
 * @param work - an empty folder
 * @returns what was done, in words
 * @throws Error with what the scenarios printed
 */
export function tryScenario(app: string, work: string): string {
  mkdirSync(work, { recursive: true });
  const program = join(work, 'sarvi-desktop');
  const standIn = join(root, 'tests', 'release', 'stand-in.ts');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${standIn}" "$@"\n`, { mode: 0o755 });
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const config = ['--config', 'playwright.release.config.ts'];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [playwright, 'test', ...config, 'installed', 'updated'],
    {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        SARVI_PROGRAM: program,
        SARVI_ANSWER: join(work, 'answer.txt'),
        SARVI_WEB: join(app, 'out', 'main', 'web.js'),
        SARVI_STAND_IN_DATA: join(work, 'data ä 😀'),
      },
    },
  );
  if (status !== 0) throw new Error(`the scenarios of the release failed:\n${stdout}${stderr}`);
  const answer = readFileSync(join(work, 'answer.txt'), 'utf8');
  return `the release's scenarios ran in Chromium: “${answer.slice(0, 40)}…”`;
}
