import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeFileWhole } from '../../../src-main/core/write-file-whole.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

test('of writes at the same time the last one is there, whole', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'kept.json');
  for (let round = 0; round < 20; round += 1) {
    // Each is shorter than the one before, whose end would stay behind it.
    const texts = [4, 3, 2, 1].map((length) => `${round}`.padEnd(length * 100_000, 'x'));
    await Promise.all(texts.map((text) => writeFileWhole(path, text)));
    expect((await readFile(path, 'utf8')) === texts.at(-1)).toBe(true);
  }
  expect(await readdir(folder)).toEqual(['kept.json']);
});

test('a write that fails keeps no later one away', async () => {
  const folder = await temporaryFolder();
  const missing = join(folder, 'missing', 'kept.json');
  const writes = await Promise.allSettled([writeFileWhole(missing, 'a'), writeFileWhole(missing, 'b')]);
  expect(writes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const path = join(folder, 'kept.json');
  await writeFileWhole(path, 'c');
  expect(await readFile(path, 'utf8')).toBe('c');
});
