import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openPromise } from 'yauzl';
import { afterAll, expect, it } from 'vitest';
import { addPortableFolder } from '../../../scripts/package/portable-zip.mjs';
import { zipOf } from '../../builders/zip.ts';

const folder = mkdtempSync(join(tmpdir(), 'sarvi-zip-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('adds the folder for data behind what the archive has', async () => {
  const path = join(folder, 'Sarvi.zip');
  writeFileSync(
    path,
    zipOf([
      { name: 'Sarvi.exe', content: 'program' },
      { name: 'locales/fi.pak', content: 'kieli' },
    ]),
  );
  addPortableFolder(path);
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
  const contents: [string, string][] = [];
  for await (const entry of zip.eachEntry()) {
    const isFolder = entry.fileName.endsWith('/');
    contents.push([entry.fileName, isFolder ? '' : await text(await zip.openReadStreamPromise(entry))]);
  }
  zip.close();
  expect(contents).toEqual([
    ['Sarvi.exe', 'program'],
    ['locales/fi.pak', 'kieli'],
    ['Sarvi data/', ''],
    ['Sarvi data/README.txt', expect.stringContaining('tässä kansiossa')],
  ]);
});

it('refuses a file that is no such archive', () => {
  const path = join(folder, 'not.zip');
  writeFileSync(path, Buffer.alloc(100));
  expect(() => addPortableFolder(path)).toThrow(/no list of its files/);
});
