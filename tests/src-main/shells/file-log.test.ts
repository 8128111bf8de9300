import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openFileLog } from '../../../src-main/shells/file-log.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sarvi-log-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('writes one line an entry, with errors and big numbers in words', () => {
  const path = join(folder, 'logs', 'sarvi.log');
  const log = openFileLog(path);
  log.info('two\nlines');
  log.error('broke', { error: new TypeError('why'), bytes: 2n ** 40n });
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^\d{4}-\d\d-\d\dT\S+Z info {2}two lines$/),
    expect.stringMatching(/ error broke \{"error":"TypeError: why\\n.*","bytes":"1099511627776"\}$/),
  ]);
});

it('starts a new file when the old one is full and keeps one old file', () => {
  const path = join(folder, 'sarvi.log');
  const log = openFileLog(path, 100);
  for (let i = 0; i < 10; i += 1) log.info(`entry ${i}`, { padding: 'x'.repeat(60) });
  const old = readFileSync(`${path}.old`, 'utf8');
  const current = readFileSync(path, 'utf8');
  expect([old.length + current.length < 500, current.includes('entry 9')]).toEqual([true, true]);
});

it('never throws, even where nothing can be written', () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'a file, not a folder');
  openFileLog(join(path, 'sarvi.log')).warn('lost');
  expect(readFileSync(path, 'utf8')).toBe('a file, not a folder');
});
