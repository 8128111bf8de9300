import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { copyModelFile } from '../../../../src-main/core/models/copy-model-file.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const quiet = { signal: new AbortController().signal, onProgress: () => undefined };

describe('copyModelFile', () => {
  test('copies every byte and tells how far it is', async () => {
    const folder = await temporaryFolder();
    const bytes = Buffer.alloc(20 * 1024 * 1024, 7);
    bytes.writeUInt32LE(0xdead_beef, bytes.length - 4);
    await writeFile(join(folder, 'a'), bytes);
    const steps: number[] = [];
    await copyModelFile(join(folder, 'a'), join(folder, 'b'), {
      ...quiet,
      onProgress: ({ bytesDone }) => steps.push(bytesDone),
    });
    expect((await readFile(join(folder, 'b'))).equals(bytes)).toBe(true);
    expect(steps).toEqual([8 * 1024 * 1024, 16 * 1024 * 1024, 20 * 1024 * 1024]);
  });

  test('a cancel in the middle leaves nothing', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'a'), Buffer.alloc(20 * 1024 * 1024));
    const abort = new AbortController();
    const copy = copyModelFile(join(folder, 'a'), join(folder, 'b'), {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await expect(copy).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(join(folder, 'b'))).toBe(false);
  });

  test('a source that is not there is named', async () => {
    const folder = await temporaryFolder();
    await expect(copyModelFile(join(folder, 'no'), join(folder, 'b'), quiet)).rejects.toMatchObject({
      code: 'path-missing',
    });
    expect(existsSync(join(folder, 'b'))).toBe(false);
  });
});
