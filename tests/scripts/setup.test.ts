import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { LOCKFILE, SmallClone } from '../builders/small-clone.ts';

const ROOT = join(import.meta.dirname, '../..');
const REBUILD = 'rebuild node --ignore-scripts=false';

let clone: SmallClone;
beforeEach(async () => void (clone = await SmallClone.make()));

/** Sets the clone up; answers what npm and the build were asked for. */
async function setUp(): Promise<string[]> {
  expect(await clone.run('setup.mjs')).toMatchObject({ status: 0, stdout: '' });
  return clone.calls();
}

test('a fresh clone is installed, gets its Node by that one install script, and is built; then nothing is left to do', async () => {
  expect(await setUp()).toEqual(['ci', REBUILD, 'build']);
  expect(await setUp()).toEqual([]);
});

test('after `npm ci`, which runs no script, only the program of Node is fetched', async () => {
  await setUp();
  await rm(join(clone.folder, 'node_modules', 'node'), { recursive: true });
  expect(await setUp()).toEqual([REBUILD]);
});

test('a lockfile that changed is installed anew', async () => {
  await setUp();
  await writeFile(join(clone.folder, 'package-lock.json'), LOCKFILE.replace('24.0.0', '24.0.1'));
  expect(await setUp()).toEqual(['ci', REBUILD, 'build']);
});

test('npm runs no install script of any dependency', async () => {
  // As npm reads it: the last line that names the option counts.
  const lines = (await readFile(join(ROOT, '.npmrc'), 'utf8')).split('\n');
  expect(lines.filter((line) => line.startsWith('ignore-scripts')).at(-1)).toBe('ignore-scripts=true');
});
