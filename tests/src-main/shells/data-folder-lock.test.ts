import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockDataFolder } from '../../../src-main/shells/data-folder-lock.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sarvi-lock-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const lockPath = (): string => join(folder, 'running.json');

it('lets one holder in and, after it has released, the next', () => {
  const first = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow(
    expect.objectContaining({ code: 'data-folder-in-use', details: { path: folder, processId: process.pid } }),
  );
  first.release();
  expect(existsSync(lockPath())).toBe(false);
  lockDataFolder(folder).release();
});

it('takes over the lock of a process that was killed', async () => {
  const module = JSON.stringify(new URL('../../../src-main/shells/data-folder-lock.ts', import.meta.url).href);
  const holder = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { lockDataFolder } = await import(${module});
       lockDataFolder(process.argv[1]); console.log('held'); setInterval(() => {}, 1000);`,
      folder,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: new URL('../../..', import.meta.url) },
  );
  await once(holder.stdout, 'data');
  expect(() => lockDataFolder(folder)).toThrow(
    expect.objectContaining({ code: 'data-folder-in-use', details: { path: folder, processId: holder.pid } }),
  );
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const lock = lockDataFolder(folder);
  expect(readdirSync(folder)).toEqual(['running.json']);
  lock.release();
});

it.each(['', 'null', '{"processId":-1}', '\0\0\0\0'])('takes over an old lock file that says nothing: %j', (text) => {
  writeFileSync(lockPath(), text);
  utimesSync(lockPath(), 5, 5);
  lockDataFolder(folder).release();
});

it('releases only its own lock', () => {
  const lock = lockDataFolder(folder);
  writeFileSync(lockPath(), '{"processId":1,"startedAt":"x"}');
  lock.release();
  expect(readFileSync(lockPath(), 'utf8')).toBe('{"processId":1,"startedAt":"x"}');
});
