import { readdir, readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runConversion } from '../../../../src-main/core/convert/run-conversion.ts';
import { inspectModel } from '../../../../src-main/core/models/inspect-model.ts';
import { checkpointFiles, SMALL_SHAPE, writeCheckpoint } from '../../../builders/checkpoint.ts';
import { conversionPorts } from '../../../builders/conversion-ports.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { preTokenizerFinder } from '../../../../src-main/core/models/pre-tokenizer-finder.ts';

const findPreTokenizer = preTokenizerFinder(conversionPorts);

/** A second or two of work: enough to be interrupted in. */
const SLOW_SHAPE = { ...SMALL_SHAPE, layers: 24, feedForwardWidth: 2048 };

async function folders(shape = SMALL_SHAPE): Promise<{ checkpointPath: string; out: string; outputPath: string }> {
  const folder = await temporaryFolder();
  const out = await temporaryFolder();
  const checkpointPath = await writeCheckpoint(folder, checkpointFiles(shape), shape.shards);
  return { checkpointPath, out, outputPath: join(out, 'model.gguf') };
}

test('writes one file of the size that the inspection told, and tells how it went', async () => {
  const { checkpointPath, out, outputPath } = await folders();
  const { sizes } = await inspectModel(checkpointPath, out, findPreTokenizer);
  const phases = new Set<string>();
  const shares: number[] = [];
  const summary = await runConversion(conversionPorts, {
    checkpointPath,
    outputPath,
    quantization: 'Q5_K_M',
    onProgress: ({ phase, bytesDone, bytesTotal }) => {
      phases.add(phase);
      if (bytesTotal > 0) shares.push(bytesDone / bytesTotal);
    },
  });
  expect(await readdir(out)).toEqual(['model.gguf']);
  expect((await stat(outputPath)).size).toBe(summary.sizeBytes);
  expect(sizes.find(({ quantization }) => quantization === 'Q5_K_M')?.sizeBytes).toBe(summary.sizeBytes);
  expect([...phases]).toEqual(['reading', 'converting', 'checking']);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
  expect(summary).toMatchObject({ outputPath, tensorCount: 21 });
  expect(summary.peakMemoryBytes).toBeGreaterThan(10e6);
  expect(summary.peakMemoryBytes).toBeLessThan(700e6);
});

test('the number of worker threads changes no byte', async () => {
  const { checkpointPath, out } = await folders({ ...SMALL_SHAPE, shards: 3 });
  const bytes = [];
  for (const jobs of [1, 3]) {
    const outputPath = join(out, `${jobs}.gguf`);
    await runConversion(conversionPorts, { checkpointPath, outputPath, quantization: 'Q4_K_M', jobs, name: 'Same' });
    bytes.push(await readFile(outputPath));
  }
  expect(bytes[0]?.equals(bytes[1] ?? Buffer.alloc(0))).toBe(true);
});

test('a cancelled conversion leaves nothing, at once', async () => {
  const { checkpointPath, out, outputPath } = await folders(SLOW_SHAPE);
  const abort = new AbortController();
  const conversion = runConversion(conversionPorts, {
    checkpointPath,
    outputPath,
    quantization: 'Q4_K_M',
    signal: abort.signal,
    onProgress: ({ phase }) => {
      if (phase === 'converting') abort.abort();
    },
  });
  await expect(conversion).rejects.toMatchObject({ code: 'cancelled' });
  expect(await readdir(out)).toEqual([]);
  await expect(
    runConversion(conversionPorts, { checkpointPath, outputPath, quantization: 'F16', signal: abort.signal }),
  ).rejects.toMatchObject({ code: 'cancelled' });
});

test('weights that are no numbers are refused by name where they would spoil a block', async () => {
  const { out, outputPath } = await folders();
  const files = checkpointFiles();
  const spoilt = files.tensors.find(({ name }) => name === 'model.layers.1.mlp.up_proj.weight');
  spoilt?.bytes.set([0x80, 0x7f], 1000); // +infinity in BF16
  const checkpointPath = await writeCheckpoint(await temporaryFolder(), files);
  await expect(
    runConversion(conversionPorts, { checkpointPath, outputPath, quantization: 'Q4_K_M' }),
  ).rejects.toMatchObject({ code: 'tensor-not-finite', details: { tensor: spoilt?.name } });
  expect(await readdir(out)).toEqual([]);
  await runConversion(conversionPorts, { checkpointPath, outputPath, quantization: 'BF16' });
  expect(await readdir(out)).toEqual(['model.gguf']);
});

test('weights that F16 has no number for are refused by name', async () => {
  const { out, outputPath } = await folders();
  const files = checkpointFiles();
  const spoilt = files.tensors.find(({ name }) => name === 'model.layers.1.mlp.up_proj.weight');
  spoilt?.bytes.set([0xad, 0x60], 1000); // 1e20 in BF16
  const checkpointPath = await writeCheckpoint(await temporaryFolder(), files);
  await expect(
    runConversion(conversionPorts, { checkpointPath, outputPath, quantization: 'F16' }),
  ).rejects.toMatchObject({ code: 'tensor-not-finite', details: { tensor: spoilt?.name } });
  expect(await readdir(out)).toEqual([]);
});

test('a checkpoint that changes meanwhile is noticed', async () => {
  const { checkpointPath, out, outputPath } = await folders(SLOW_SHAPE);
  let touched: Promise<void> | null = null;
  const conversion = runConversion(conversionPorts, {
    checkpointPath,
    outputPath,
    quantization: 'Q4_K_M',
    onProgress: ({ phase }) => {
      if (phase === 'converting') touched ??= utimes(join(checkpointPath, 'model.safetensors'), 1, 1);
    },
  });
  await expect(conversion).rejects.toMatchObject({ code: 'checkpoint-changed' });
  expect(await readdir(out)).toEqual([]);
});

test('a folder that cannot be written to, or is not there, is told', async () => {
  const { checkpointPath, out } = await folders();
  await expect(
    runConversion(conversionPorts, {
      checkpointPath,
      outputPath: join(out, 'missing', 'model.gguf'),
      quantization: 'F16',
    }),
  ).rejects.toMatchObject({ code: 'path-missing' });
  await expect(
    runConversion(conversionPorts, {
      checkpointPath: join(out, 'none'),
      outputPath: join(out, 'a'),
      quantization: 'F16',
    }),
  ).rejects.toMatchObject({ code: 'path-missing' });
});
