import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { QUANTIZATION_TYPES, type QuantizationType } from '#contract/quantization';
import { reasonText } from '#contract/reasons';
import { readImportanceMatrix } from '../../../../src-main/core/convert/importance-matrix.ts';
import { runConversion } from '../../../../src-main/core/convert/run-conversion.ts';
import type { MetadataValue } from '../../../../src-main/core/gguf/metadata.ts';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import { checkpointFiles, SMALL_SHAPE, writeCheckpoint } from '../../../builders/checkpoint.ts';
import { conversionPorts } from '../../../builders/conversion-ports.ts';
import { collectedImportance, importanceDat, importanceGguf, writeMeans } from '../../../builders/importance-files.ts';
import { quantizeAllWithLlama } from '../../../builders/quantize-with-llama.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { tensorHashes } from '../../../builders/tensor-hashes.ts';

/** Whose kernels use the weights in different ways, and whose choices per tensor they change. */
const TELLING: QuantizationType[] = [
  'Q4_0',
  'Q5_0',
  'Q4_1',
  'Q4_K_M',
  'IQ4_XS',
  'IQ4_NL',
  'Q3_K_M',
  'Q2_K',
  'Q6_K',
  'BF16',
];
const SHAPE = { ...SMALL_SHAPE, layers: 9 };

/** The columns of every matrix but the embeddings and the output, as the imatrix tool sees them; some are left out. */
function columnsOf(): Map<string, number> {
  const columns = new Map<string, number>();
  for (let layer = 0; layer < SHAPE.layers; layer += 1) {
    for (const name of ['attn_q', 'attn_k', 'attn_v', 'attn_output', 'ffn_gate', 'ffn_up']) {
      if (layer !== 5) columns.set(`blk.${layer}.${name}.weight`, SHAPE.width);
    }
    columns.set(`blk.${layer}.ffn_down.weight`, SHAPE.feedForwardWidth);
  }
  // Never fits the embeddings in real files.
  columns.set('token_embd.weight', 17);
  return columns;
}

async function written(bytes: Buffer): Promise<string> {
  const path = join(await temporaryFolder(), 'importance');
  await writeFile(path, bytes);
  return path;
}

async function refusal(bytes: Buffer): Promise<SarviError> {
  const error = await readImportanceMatrix(await written(bytes)).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SarviError);
  return error as SarviError;
}

test('weighed by an importance matrix: the bytes of llama.cpp', { timeout: 240_000 }, async () => {
  const folder = await temporaryFolder();
  const checkpointPath = await writeCheckpoint(join(folder, 'checkpoint'), checkpointFiles(SHAPE));
  const [unweighed, own, meansPath, imatrixPath] = ['bf16', 'own', 'means', 'imatrix.gguf'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  const collected = collectedImportance(columnsOf());
  await writeFile(imatrixPath, importanceGguf(collected));
  await writeMeans(
    meansPath,
    new Map(collected.map(({ name, sums, count }) => [name, sums.map((sum) => sum / count)])),
  );
  await runConversion(conversionPorts, { checkpointPath, outputPath: unweighed, quantization: 'BF16', jobs: 2 });
  expect(QUANTIZATION_TYPES).toEqual(expect.arrayContaining(TELLING));
  for (const [quantization, reference] of await quantizeAllWithLlama(unweighed, folder, TELLING, meansPath)) {
    await runConversion(conversionPorts, { checkpointPath, outputPath: own, quantization, imatrixPath, jobs: 2 });
    expect(await tensorHashes(own), quantization).toEqual(await tensorHashes(reference));
  }
  await runConversion(conversionPorts, { checkpointPath, outputPath: own, quantization: 'Q4_K_M', imatrixPath });
  const weighed = await tensorHashes(own);
  await runConversion(conversionPorts, { checkpointPath, outputPath: own, quantization: 'Q4_K_M' });
  const plain = await tensorHashes(own);
  const changed = Object.keys(weighed).filter((name) => weighed[name] !== plain[name]);
  expect(changed).toContain('blk.0.attn_q.weight');
  expect(changed).not.toContain('blk.5.attn_q.weight');
});

test('the file says by what it was weighed, as llama-quantize does', async () => {
  const folder = await temporaryFolder();
  const checkpointPath = await writeCheckpoint(join(folder, 'checkpoint'), checkpointFiles());
  const outputPath = join(folder, 'out.gguf');
  const collected = collectedImportance(new Map([['blk.0.attn_q.weight', 256]]));
  const imatrixPath = await written(importanceGguf(collected, { datasets: ['ä'.repeat(70), 'second'], chunks: 12 }));
  await runConversion(conversionPorts, { checkpointPath, outputPath, quantization: 'Q4_0', imatrixPath });
  const { metadata } = await readGguf(outputPath);
  const told = Object.fromEntries([...metadata].filter(([key]) => key.startsWith('quantize.')));
  expect(told).toEqual({
    'quantize.imatrix.file': { type: 'string', value: imatrixPath },
    'quantize.imatrix.dataset': { type: 'string', value: 'ä'.repeat(63) },
    'quantize.imatrix.entries_count': { type: 'u32', value: 1 },
    'quantize.imatrix.chunks_count': { type: 'u32', value: 12 },
  });
});

test('a matrix of another model is refused and leaves nothing behind', async () => {
  const folder = await temporaryFolder();
  const checkpointPath = await writeCheckpoint(join(folder, 'checkpoint'), checkpointFiles());
  const outputPath = join(folder, 'out.gguf');
  const imatrixPath = await written(importanceGguf(collectedImportance(new Map([['blk.1.ffn_down.weight', 256]]))));
  const conversion = runConversion(conversionPorts, { checkpointPath, outputPath, quantization: 'Q4_0', imatrixPath });
  await expect(conversion).rejects.toMatchObject({
    code: 'imatrix-wrong-size',
    details: { path: imatrixPath, tensor: 'blk.1.ffn_down.weight', expected: 512, found: 256 },
  });
  await expect(readGguf(outputPath)).rejects.toMatchObject({ code: 'path-missing' });
});

test('the older form gives the same means', async () => {
  const collected = collectedImportance(columnsOf());
  const present = await readImportanceMatrix(await written(importanceGguf(collected)));
  const older = await readImportanceMatrix(await written(importanceDat(collected)));
  const bare = await readImportanceMatrix(await written(importanceDat(collected, { trailer: false })));
  expect({ ...older, path: '' }).toEqual({ ...present, path: '', entries: older.entries });
  expect({ dataset: bare.dataset, chunks: bare.chunks }).toEqual({ dataset: null, chunks: 0 });
  for (const [name, means] of older.entries) {
    const expected = present.entries.get(name) ?? [];
    expect(means).toHaveLength(expected.length);
    for (const [index, mean] of means.entries()) expect(mean / (expected[index] ?? 0)).toBeCloseTo(1, 5);
  }
});

test('a tensor that no token reached counts evenly', async () => {
  const [one] = collectedImportance(new Map([['blk.0.attn_q.weight', 4]]));
  if (!one) throw new Error('no entry');
  const { entries } = await readImportanceMatrix(await written(importanceGguf([{ ...one, count: 0 }])));
  expect([...(entries.get('blk.0.attn_q.weight') ?? [])]).toEqual([1, 1, 1, 1]);
});

test('damaged files are refused by name', async () => {
  const collected = collectedImportance(new Map([['blk.0.attn_q.weight', 8]]));
  const dat = importanceDat(collected);
  const spoiled = (at: number, value: number): Buffer => {
    const copy = Buffer.from(dat);
    copy.writeInt32LE(value, at);
    return copy;
  };
  const infinite = collected.map((one) => ({ ...one, sums: one.sums.with(3, Infinity) }));
  const missing = new Map<string, MetadataValue>([['imatrix.chunk_size', { type: 'f32', value: 3 }]]);
  const cases: [bytes: Buffer, reason: RegExp][] = [
    [Buffer.alloc(0), /ends within the number of entries/],
    [spoiled(0, 0), /claims 0 entries/],
    [spoiled(0, -5), /claims -5 entries/],
    [spoiled(0, 0x7fffffff), /ends within entry|takes \d+ bytes/],
    [spoiled(4, 0x7fffffff), /takes 2147483647 bytes/],
    [spoiled(4 + 4 + 19 + 4, 0x7fffffff), /ends within entry 1 of 1/],
    [spoiled(4 + 4 + 19 + 4, -1), /claims -1 values/],
    [importanceDat(infinite), /not numbers/],
    [importanceGguf(infinite), /not numbers/],
    [importanceGguf([]), /no entries/],
    [importanceGguf(collected, { metadata: missing }), /does not say what it was measured on/],
    [Buffer.from(importanceGguf(collected).toString('latin1').replace('.counts', '.county'), 'latin1'), /it lacks/],
  ];
  for (const [bytes, reason] of cases) {
    const error = await refusal(bytes);
    expect(error.code).toBe('imatrix-malformed');
    expect(reasonText(String(error.details['reason']), 'en')).toMatch(reason);
  }
  expect((await refusal(importanceGguf(collected).subarray(0, 200))).code).toBe('gguf-malformed');
});
