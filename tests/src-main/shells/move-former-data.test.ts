import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimFile } from '../../../src-main/core/claim-file.ts';
import type { DataFolders } from '../../../src-main/shells/data-folder.ts';
import { settleDataFolder } from '../../../src-main/shells/move-former-data.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

/** An older Sarvi's folder, as on Linux: with the settings and Chromium's own files, which stay. */
async function olderFolders(): Promise<DataFolders> {
  const home = join(await temporaryFolder(), 'koti ä 😀');
  const config = join(home, '.config', 'Sarvi');
  mkdirSync(join(config, 'history', 'backups'), { recursive: true });
  mkdirSync(join(config, 'models', 'guide'), { recursive: true });
  mkdirSync(join(config, 'GPUCache'));
  writeFileSync(join(config, 'history', 'history.db'), 'conversations');
  writeFileSync(join(config, 'history', 'backups', 'daily.db'), 'backup');
  writeFileSync(join(config, 'models', 'guide', 'model.gguf'), 'weights');
  writeFileSync(join(config, 'config.json'), '{"language":"fi"}');
  return { data: join(home, '.local', 'share', 'Sarvi'), config, former: config };
}

function requireAll({ data }: DataFolders): void {
  expect(readFileSync(join(data, 'history', 'history.db'), 'utf8')).toBe('conversations');
  expect(readFileSync(join(data, 'history', 'backups', 'daily.db'), 'utf8')).toBe('backup');
  expect(readFileSync(join(data, 'models', 'guide', 'model.gguf'), 'utf8')).toBe('weights');
}

function otherDisk(): never {
  throw Object.assign(new Error('EXDEV'), { code: 'EXDEV' });
}

test.each([
  ['one disk', undefined],
  ['two disks', otherDisk],
])('moves the data of an older Sarvi once, on %s; settings and what is not its own stay', async (_name, rename) => {
  const folders = await olderFolders();
  expect(settleDataFolder(folders, rename)).toBe(folders.data);
  requireAll(folders);
  expect(readdirSync(folders.former).sort()).toEqual(['GPUCache', 'config.json']);
  expect(readdirSync(folders.data).sort()).toEqual(['history', 'models']);
  // The next start has nothing to do.
  expect(settleDataFolder(folders, otherDisk)).toBe(folders.data);
  requireAll(folders);
});

test('on Windows the settings move too', async () => {
  const older = await olderFolders();
  const folders = { ...older, config: older.data };
  settleDataFolder(folders);
  expect(readFileSync(join(folders.data, 'config.json'), 'utf8')).toBe('{"language":"fi"}');
});

test('nothing is moved while another process works on the former folder', async () => {
  const folders = await olderFolders();
  const claimed = claimFile(join(folders.former, 'running.json'));
  expect(() => settleDataFolder(folders)).toThrow(expect.objectContaining({ code: 'data-folder-in-use' }));
  expect(existsSync(folders.data)).toBe(false);
  if ('claim' in claimed) claimed.claim.release();
  settleDataFolder(folders);
  requireAll(folders);
});

test.each([1, 2, 3, 4])('a move that was cut off at step %i is finished by the next start', async (steps) => {
  const folders = await olderFolders();
  writeFileSync(join(folders.former, 'threads.json'), '{}');
  writeFileSync(join(folders.former, 'backends.json'), '{}');
  let done = 0;
  const dies = (from: string, to: string): never => {
    done += 1;
    if (done < steps) return otherDisk();
    // As a kill in the middle of a copy leaves it.
    mkdirSync(`${to}.moving`, { recursive: true });
    writeFileSync(join(`${to}.moving`, 'half'), from);
    throw new Error('killed');
  };
  expect(() => settleDataFolder(folders, dies as never)).toThrow();
  expect(settleDataFolder(folders, otherDisk)).toBe(folders.data);
  requireAll(folders);
  expect(readdirSync(folders.data).filter((name) => /moving/.test(name))).toEqual([]);
  expect(readdirSync(folders.former).sort()).toEqual(['GPUCache', 'config.json']);
});

test('a copy that is whole is not made again, and what differs from it is kept', async () => {
  const folders = await olderFolders();
  mkdirSync(join(folders.data, 'history'), { recursive: true });
  writeFileSync(join(folders.data, 'history', 'history.db'), 'newer conversations');
  writeFileSync(join(folders.data, 'moving.json'), '{}');
  settleDataFolder(folders);
  expect(readFileSync(join(folders.data, 'history', 'history.db'), 'utf8')).toBe('newer conversations');
  const kept = readdirSync(folders.former).find((name) => name.startsWith('history.left-')) ?? '';
  expect(readFileSync(join(folders.former, kept, 'history.db'), 'utf8')).toBe('conversations');
});

test('where both folders have data, neither is touched and the new one is used', async () => {
  const folders = await olderFolders();
  mkdirSync(join(folders.data, 'history'), { recursive: true });
  writeFileSync(join(folders.data, 'history', 'history.db'), 'new');
  expect(settleDataFolder(folders)).toBe(folders.data);
  expect(readFileSync(join(folders.data, 'history', 'history.db'), 'utf8')).toBe('new');
  expect(readFileSync(join(folders.former, 'history', 'history.db'), 'utf8')).toBe('conversations');
});

test('a first start makes nothing in the former folder', async () => {
  const home = await temporaryFolder();
  const config = join(home, 'config');
  expect(settleDataFolder({ data: join(home, 'data'), config, former: config })).toBe(join(home, 'data'));
  expect(existsSync(config)).toBe(false);
});
