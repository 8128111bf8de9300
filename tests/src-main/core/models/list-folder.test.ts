import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
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

describe('a pasted path', () => {
  test('is taken as it stands: a GGUF file with its folder, a checkpoint, quotes, ~ and file:', async () => {
    const home = await realpath(await temporaryFolder());
    const [file, checkpoint] = [join(home, 'oma malli.gguf'), join(home, 'poro')];
    await writeFile(file, '');
    await mkdir(checkpoint);
    await writeFile(join(checkpoint, 'config.json'), '{}');
    const chosen = async (path: string) => (await listFolder(path, '', home)).chosen;
    for (const path of [
      file,
      `"${file}"`,
      ` '${file}' `,
      '~/oma malli.gguf',
      '"~/oma malli.gguf"',
      pathToFileURL(file).href,
    ]) {
      expect(await chosen(path), path).toEqual({ path: file, kind: 'gguf' });
    }
    expect((await listFolder(file, '', home)).path).toBe(home);
    expect(await chosen('~/poro/')).toEqual({ path: checkpoint, kind: 'checkpoint' });
    expect(await chosen('~')).toBeUndefined();
    // A name may have a quote or a tilde of its own.
    await mkdir(join(home, "aino's ~"));
    expect((await listFolder(join(home, "aino's ~"), '', home)).path).toBe(join(home, "aino's ~"));
  });

  test('of another file is no model, and says so', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'notes.txt'), '');
    await expect(listFolder(join(folder, 'notes.txt'))).rejects.toMatchObject({ code: 'path-not-a-model' });
  });
});

test('offers the home and the folder of downloads by whatever name, and hides Sarvi’s own folder', async () => {
  const home = await realpath(await temporaryFolder());
  expect((await listFolder(home, '', home)).places).toEqual([{ kind: 'home', path: home }]);
  await mkdir(join(home, 'Downloads'));
  expect((await listFolder(home, '', home)).places).toContainEqual({
    kind: 'downloads',
    path: join(home, 'Downloads'),
  });
  await mkdir(join(home, 'Lataukset'));
  await mkdir(join(home, '.config'));
  await writeFile(join(home, '.config', 'user-dirs.dirs'), '# x\nXDG_DOWNLOAD_DIR="$HOME/Lataukset"\n');
  expect((await listFolder(home, '', home)).places).toContainEqual({
    kind: 'downloads',
    path: join(home, 'Lataukset'),
  });

  const own = join(home, 'sarvi');
  await mkdir(join(own, 'models'), { recursive: true });
  await writeFile(join(own, 'config.json'), '{}');
  const names = (await listFolder(home, own, home)).entries.map(({ name }) => name);
  expect(names).toEqual(['Downloads', 'Lataukset']);
  const inside = await listFolder(own, own, home);
  expect([inside.entries, inside.chosen]).toEqual([[], undefined]);
});
