import { statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freeBytes } from '../../../src-main/core/free-bytes.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

test('a folder that is not made yet has the room of the disk that it will be made on', async () => {
  const folder = await temporaryFolder();
  const { blocks, bsize } = await statfs(folder);
  const free = await freeBytes(join(folder, 'not', 'yet'));
  expect(free).toBeGreaterThan(0);
  expect(free).toBeLessThanOrEqual(blocks * bsize);
});

test('below a file there is none', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  await expect(freeBytes(join(file, 'below'))).rejects.toMatchObject({ code: 'path-missing' });
});
