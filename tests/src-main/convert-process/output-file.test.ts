import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { convertCheckpoint } from '../../../src-main/convert-process/convert-checkpoint.ts';
import { OutputFile } from '../../../src-main/convert-process/output-file.ts';
import { checkpointFiles, writeCheckpoint } from '../../builders/checkpoint.ts';
import { conversionPorts } from '../../builders/conversion-ports.ts';
import { fullAfter } from '../../builders/full-disk.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

test('a file that cannot fit is refused before it is created', async () => {
  const folder = await temporaryFolder();
  await expect(OutputFile.create(join(folder, 'a'), 2 ** 52)).rejects.toMatchObject({
    code: 'disk-full',
    details: { path: folder, needed: '4504 TB' },
  });
  expect(await readdir(folder)).toEqual([]);
});

test('a disk that fills up in the middle ends the conversion, and nothing is left', async () => {
  const checkpointPath = await writeCheckpoint(await temporaryFolder(), checkpointFiles());
  const folder = await temporaryFolder();
  const conversion = convertCheckpoint(
    {
      checkpointPath,
      outputPath: join(folder, 'model.gguf'),
      temporaryPath: join(folder, 'model.gguf.partial'),
      quantization: 'Q8_0',
      keepsJournal: false,
      jobs: 2,
      name: null,
      preTokenizer: 'llama-bpe',
      imatrixPath: null,
      version: '0.0.0',
    },
    { workerPath: conversionPorts.entries.convertWorker, onProgress: () => undefined, openFile: fullAfter(300_000) },
  );
  await expect(conversion).rejects.toMatchObject({ code: 'disk-full', details: { path: folder } });
  expect(await readdir(folder)).toEqual([]);
});

test('the old file stays until the new one is sealed and published', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'model.gguf');
  await writeFile(path, 'old');
  const output = await OutputFile.create(`${path}.partial`, 8);
  await output.write(Buffer.from('new'), 0);
  await expect(output.write(Buffer.from('beyond'), 4)).rejects.toThrow(RangeError);
  await output.seal();
  expect(await readFile(path, 'utf8')).toBe('old');
  await output.publish(path);
  expect(await readFile(path, 'latin1')).toBe('new\0\0\0\0\0');
  expect(await readdir(folder)).toEqual(['model.gguf']);
});
