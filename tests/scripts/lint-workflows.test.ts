import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../builders/temporary-folder.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'scripts', 'lint-workflows.mjs');

function lint(...args: string[]): { status: number | null; lines: string[] } {
  const { status, stdout } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' });
  return { status, lines: stdout.split('\n').filter((line) => line !== '') };
}

test('the workflows are well-formed, and every action is pinned to a commit', () => {
  expect(lint()).toEqual({ status: 0, lines: [] });
});

test('a wrong expression, a missing job and a loose action are found', async () => {
  const folder = join(await temporaryFolder(), 'workflows');
  await mkdir(folder);
  const steps = ['      - uses: actions/checkout@v4', '      - run: echo ${{ nothing.x }}'];
  const job = ['  a:', '    needs: b', '    runs-on: ubuntu-24.04', '    steps:', ...steps];
  await writeFile(join(folder, 'bad.yml'), ['name: bad', 'on: push', 'jobs:', ...job, ''].join('\n'));
  const { status, lines } = lint(folder);
  expect(status).toBe(1);
  expect(lines.join('\n')).toMatch(/undefined variable "nothing"/);
  expect(lines.join('\n')).toMatch(/needs job "b"/);
  expect(lines).toContain('bad.yml:8 the action is not pinned to a commit');
});
