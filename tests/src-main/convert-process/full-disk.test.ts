import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { convertCheckpoint } from '../../../src-main/convert-process/convert-checkpoint.ts';
import type { OpenFile } from '../../../src-main/convert-process/output-file.ts';
import { runConversion } from '../../../src-main/core/convert/run-conversion.ts';
import { computeChecksum } from '../../../src-main/core/gguf/checksum.ts';
import { checkpointFiles, writeCheckpoint } from '../../builders/checkpoint.ts';
import { conversionPorts } from '../../builders/conversion-ports.ts';
import { fullAfter, fullDisk } from '../../builders/full-disk.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

test('on a full disk an import keeps what is durable, also when it goes on, and ends with the same bytes', async () => {
  const checkpointPath = await writeCheckpoint(await temporaryFolder(), checkpointFiles());
  const folder = await temporaryFolder();
  const request = {
    checkpointPath,
    outputPath: join(folder, 'model.gguf'),
    quantization: 'Q8_0',
    keepsJournal: true,
    jobs: 2,
  } as const;
  const convert = (openFile: OpenFile): ReturnType<typeof convertCheckpoint> =>
    convertCheckpoint(
      {
        ...request,
        temporaryPath: join(folder, 'model.gguf.sarvi-partial'),
        name: null,
        preTokenizer: 'llama-bpe',
        imatrixPath: null,
        version: '0.0.0',
      },
      {
        workerPath: conversionPorts.entries.convertWorker,
        onProgress: () => undefined,
        openFile,
      },
    );
  const left = ['model.gguf.sarvi-partial', 'model.gguf.sarvi-partial.journal'];
  await expect(convert(fullAfter(300_000))).rejects.toMatchObject({ code: 'disk-full' });
  expect((await readdir(folder)).sort()).toEqual(left);
  await expect(convert(() => Promise.reject(fullDisk()))).rejects.toMatchObject({ code: 'disk-full' });
  expect((await readdir(folder)).sort()).toEqual(left);
  // ggml is not loaded twice into one process.
  const summary = await runConversion(conversionPorts, request);
  expect(summary.resumedBytes).toBeGreaterThan(0);
  expect(await computeChecksum(summary.outputPath)).toBe(summary.checksum);
});
