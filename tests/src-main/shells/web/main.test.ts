import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const ENTRY = join(import.meta.dirname, '../../../../src-main/shells/web/main.ts');

test.each([[['--data-dir=']], [['--data-dir', '']], [['--port', 'x']], [['--what']]])('refuses %j', async (args) => {
  const cwd = await temporaryFolder();
  const status = await new Promise((resolve) => {
    execFile(process.execPath, [ENTRY, '--no-open', ...args], { cwd, timeout: 50_000 }, (error, _, stderr) =>
      resolve([error?.code, stderr.startsWith('usage:')]),
    );
  });
  expect(status).toEqual([2, true]);
  expect(await readdir(cwd)).toEqual([]);
});
