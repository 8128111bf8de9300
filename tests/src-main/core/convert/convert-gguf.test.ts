import { readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { QuantizationType } from '#contract/quantization';
import { because } from '#contract/reasons';
import { planSource } from '../../../../src-main/core/convert/plan-source.ts';
import { runConversion } from '../../../../src-main/core/convert/run-conversion.ts';
import { carriedChecksum, computeChecksum } from '../../../../src-main/core/gguf/checksum.ts';
import type { MetadataValue } from '../../../../src-main/core/gguf/metadata.ts';
import { planFile } from '../../../../src-main/core/gguf/plan-file.ts';
import { readGgufParts } from '../../../../src-main/core/gguf/read-gguf-parts.ts';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import { inspectGguf } from '../../../../src-main/core/models/inspect-gguf.ts';
import { checkpointFiles, SMALL_SHAPE, writeCheckpoint, type CheckpointShape } from '../../../builders/checkpoint.ts';
import { conversionPorts } from '../../../builders/conversion-ports.ts';
import { quantizeAllWithLlama } from '../../../builders/quantize-with-llama.ts';
import { splitGguf } from '../../../builders/split-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { tensorHashes } from '../../../builders/tensor-hashes.ts';

const SHAPE: CheckpointShape = { ...SMALL_SHAPE, layers: 8, keyValueHeads: 1, dtype: 'F32' };

async function gguf(quantization: QuantizationType, folder: string, shape = SHAPE): Promise<string> {
  const checkpointPath = await writeCheckpoint(await temporaryFolder(), checkpointFiles(shape));
  const outputPath = join(folder, `${quantization}.gguf`);
  await runConversion(conversionPorts, { checkpointPath, outputPath, quantization, jobs: 2 });
  return outputPath;
}

const from = (checkpointPath: string, outputPath: string, quantization: QuantizationType | null) =>
  runConversion(conversionPorts, { checkpointPath, outputPath, quantization, jobs: 2 });

describe('a GGUF file that is given another type', () => {
  test.each<[QuantizationType, QuantizationType[]]>([
    ['F32', ['F16', 'Q4_K_M', 'IQ4_XS', 'BF16']],
    ['F16', ['F32', 'Q8_0', 'Q3_K_M', 'Q6_K']],
    ['BF16', ['F16', 'Q5_0', 'Q2_K', 'Q5_K_S']],
  ])('from %s has the bytes of llama.cpp’s quantizer', { timeout: 240_000 }, async (source, types) => {
    const folder = await temporaryFolder();
    const path = await gguf(source, folder);
    for (const [type, reference] of await quantizeAllWithLlama(path, folder, types)) {
      const own = join(folder, 'own.gguf');
      const { checksum } = await from(path, own, type);
      expect(await tensorHashes(own), type).toEqual(await tensorHashes(reference));
      const { metadata } = await readGguf(own);
      const theirs = (await readGguf(reference)).metadata;
      for (const [key, value] of theirs) if (key !== 'sarvi.checksum') expect(metadata.get(key), key).toEqual(value);
      expect([...metadata.keys()].sort()).toEqual([...theirs.keys()].sort());
      expect(carriedChecksum({ metadata })).toBe(checksum);
      expect(await computeChecksum(own)).toBe(checksum);
    }
  });

  test('whose parts are several is joined on the way', async () => {
    const folder = await temporaryFolder();
    const path = await gguf('F16', folder);
    const parts = await splitGguf(path, folder, 3);
    await from(path, join(folder, 'of-one.gguf'), 'Q4_0');
    await from(parts[1] ?? '', join(folder, 'of-three.gguf'), 'Q4_0');
    expect(await tensorHashes(join(folder, 'of-three.gguf'))).toEqual(await tensorHashes(join(folder, 'of-one.gguf')));
  });

  test('is refused when it is quantized already, or of another architecture, and nothing is left', async () => {
    const folder = await temporaryFolder();
    const path = await gguf('Q8_0', folder, SMALL_SHAPE);
    await expect(from(path, join(folder, 'x.gguf'), 'Q4_K_M')).rejects.toMatchObject({
      code: 'gguf-already-quantized',
      details: { path, found: 'Q8_0' },
    });
    const bytes = await readFile(path);
    bytes.write('qwen2', bytes.indexOf('llama'));
    const other = join(folder, 'other.gguf');
    await writeFile(other, bytes);
    await expect(from(other, join(folder, 'x.gguf'), 'Q4_K_M')).rejects.toMatchObject({
      code: 'checkpoint-unsupported-architecture',
      details: { architecture: 'qwen2' },
    });
    expect((await readdir(folder)).sort()).toEqual(['Q8_0.gguf', 'other.gguf']);
  });
});

describe('a GGUF file that is no model to convert', () => {
  const metadata = new Map<string, MetadataValue>([['general.architecture', { type: 'string', value: 'llama' }]]);

  test('holds no tensors', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'empty.gguf');
    await writeFile(path, Buffer.concat([planFile(metadata, []).header, Buffer.alloc(1000)]));
    const expected = { code: 'gguf-malformed', details: { path, reason: because('no-tensors') } };
    for (const type of [null, 'Q8_0'] as const) {
      await expect(planSource(path, type, { name: null, version: '', preTokenizer: null })).rejects.toMatchObject(
        expected,
      );
    }
    expect(
      (
        await inspectGguf(path, {
          freeBytes: 1e9,
          findPreTokenizer: null,
          findSpeeds: () => Promise.resolve(null),
          fitting: null,
        })
      ).problems,
    ).toMatchObject([expected]);
  });

  test('has rows that no memory is taken for', async () => {
    const path = join(await temporaryFolder(), 'wide.gguf');
    const wide = 2 ** 20;
    const plan = planFile(metadata, [{ name: 'output.weight', type: 'F16', shape: [2, wide] }]);
    await writeFile(path, plan.header);
    await truncate(path, plan.sizeBytes);
    const reason = because('rows-are-wide', { tensor: 'output.weight', count: wide });
    await expect(planSource(path, 'Q8_0', { name: null, version: '', preTokenizer: null })).rejects.toMatchObject({
      code: 'gguf-malformed',
      details: { path, reason },
    });
    // To be copied, a row need not fit into memory.
    await expect(planSource(path, null, { name: null, version: '', preTokenizer: null })).resolves.toBeTruthy();
  });
});

test('a GGUF file is copied byte for byte, and its checksum is that of the file', async () => {
  const folder = await temporaryFolder();
  const path = await gguf('Q4_K_M', folder, SMALL_SHAPE);
  const copy = join(folder, 'copy.gguf');
  const { checksum, readBytes } = await from(path, copy, null);
  expect((await readFile(copy)).equals(await readFile(path))).toBe(true);
  expect(checksum).toBe(await computeChecksum(path));
  expect(readBytes).toBe((await readGguf(path)).tensors.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
});

describe('a split GGUF file', () => {
  async function parts(): Promise<{ folder: string; whole: string; paths: string[] }> {
    const folder = await temporaryFolder();
    const whole = await gguf('Q8_0', folder, SMALL_SHAPE);
    return { folder, whole, paths: await splitGguf(whole, folder, 3) };
  }

  test('is joined into one, whichever part is given', async () => {
    const { folder, whole, paths } = await parts();
    const joined = join(folder, 'joined.gguf');
    await from(paths[2] ?? '', joined, null);
    expect(await tensorHashes(joined)).toEqual(await tensorHashes(whole));
    const metadata = new Map((await readGguf(joined)).metadata);
    expect(metadata.has('split.count')).toBe(false);
    expect(carriedChecksum({ metadata })).toBe(await computeChecksum(joined));
  });

  test('tells a part that is missing, of another model, out of its place, or given twice', async () => {
    const { folder, paths } = await parts();
    const [first = '', second = '', third = ''] = paths;
    const refusal = (): Promise<unknown> => readGgufParts(first).catch((error: unknown) => error);
    const aside = join(folder, 'aside');
    await rename(second, aside);
    expect(await refusal()).toMatchObject({ code: 'gguf-missing-part', details: { path: second } });

    await writeFile(second, await readFile(third));
    expect(await refusal()).toMatchObject({
      code: 'gguf-mismatched-part',
      details: { reason: because('part-is', { number: 3, total: 3 }) },
    });

    const bytes = await readFile(third);
    bytes.writeUInt16LE(1, bytes.indexOf('split.no') + 'split.no'.length + 4);
    await writeFile(second, bytes);
    expect(await refusal()).toMatchObject({
      code: 'gguf-mismatched-part',
      details: { reason: expect.stringMatching(/^tensor-(?:count-differs|in-another-part) /) as unknown },
    });

    await rm(second);
    await rename(aside, second);
    const renamed = join(folder, 'renamed.gguf');
    await rename(third, renamed);
    await expect(readGgufParts(renamed)).rejects.toMatchObject({ code: 'gguf-mismatched-part' });
    await rename(renamed, third);
    expect((await readGgufParts(second)).parts.map(({ path }) => path)).toEqual(paths);
  });
});
