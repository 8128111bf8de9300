import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFolder } from '../../../../src-main/core/models/list-folder.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test('lists folders, checkpoints, adapters and GGUF files, and nothing else', async () => {
  const folder = await realpath(await temporaryFolder());
  await mkdir(join(folder, 'poro'));
  await writeFile(join(folder, 'poro', 'config.json'), '{}');
  await mkdir(join(folder, 'lora'));
  await writeFile(join(folder, 'lora', 'adapter_config.json'), '{}');
  await mkdir(join(folder, 'empty'));
  await mkdir(join(folder, '.hidden'));
  await writeFile(join(folder, 'model.GGUF'), '');
  await writeFile(join(folder, 'notes.txt'), '');
  const listing = await listFolder(folder);
  expect(listing.path).toBe(folder);
  expect(listing.parentPath).toBe(join(folder, '..'));
  expect(listing.entries.map(({ name, kind }) => [name, kind])).toEqual([
    ['empty', 'folder'],
    ['lora', 'adapter'],
    ['model.GGUF', 'gguf'],
    ['poro', 'checkpoint'],
  ]);
});

test('says when a folder is not there', async () => {
  const folder = await temporaryFolder();
  await expect(listFolder(join(folder, 'none'))).rejects.toMatchObject({ code: 'path-missing' });
});
