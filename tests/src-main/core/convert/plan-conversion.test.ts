import { expect, test } from 'vitest';
import type { Checkpoint } from '../../../../src-main/core/checkpoint/read-checkpoint.ts';
import { readCheckpoint } from '../../../../src-main/core/checkpoint/read-checkpoint.ts';
import { planConversion } from '../../../../src-main/core/convert/plan-conversion.ts';
import { planChunks, type Chunk } from '../../../../src-main/convert-process/plan-chunks.ts';
import { checkpointFiles, SMALL_SHAPE, writeCheckpoint } from '../../../builders/checkpoint.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function read(shape = SMALL_SHAPE): Promise<Checkpoint> {
  return readCheckpoint(await writeCheckpoint(await temporaryFolder(), checkpointFiles(shape)));
}

const OPTIONS = { name: null, version: '0.0.0', preTokenizer: 'llama-bpe' };

test('the factors of Llama 3.1 stand for its longer context', async () => {
  const scaling = {
    rope_type: 'llama3',
    factor: 8,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 512,
  };
  const checkpoint = await read({ ...SMALL_SHAPE, config: { rope_scaling: scaling } });
  const [first] = planConversion(checkpoint, 'Q4_K_M', OPTIONS).tensors;
  expect(first).toMatchObject({ name: 'rope_freqs.weight', type: 'F32', shape: [32] });
  // Of the guide model's shape, by PyTorch through llama.cpp's converter.
  expect([...(first?.values ?? [])].slice(6, 13).map((value) => value.toPrecision(6))).toEqual([
    '1.00000',
    '1.00000',
    '1.37529',
    '2.34493',
    '4.40669',
    '8.00000',
    '8.00000',
  ]);
  const plain = planConversion(await read(), 'Q4_K_M', OPTIONS);
  expect(plain.tensors.every(({ values }) => values === null)).toBe(true);
});

test('the pieces of a tensor cover its source and its output once, without a gap', async () => {
  const checkpoint = await read({ ...SMALL_SHAPE, width: 2048, heads: 16, keyValueHeads: 4, biases: true, layers: 1 });
  const { tensors } = planConversion(checkpoint, 'Q4_K_M', OPTIONS);
  for (const tensor of tensors) {
    const chunks = [...planChunks(tensor)];
    const { mapped } = tensor;
    expect(mapped).not.toBeNull();
    const reads = chunks.flatMap((chunk) => chunk.reads).map(({ offset, sizeBytes }) => [offset, sizeBytes]);
    expect(covered(reads)).toEqual([mapped?.source.offset, mapped?.source.sizeBytes]);
    const writes = chunks.map(({ outputOffset, outputBytes }) => [outputOffset, outputBytes]);
    expect(covered(writes)).toEqual([tensor.offset, tensor.sizeBytes]);
    expect(chunks.every(staysInOneHead)).toBe(true);
  }
});

function staysInOneHead({ encoding, reads }: Chunk): boolean {
  if (!encoding?.interleaved) return encoding !== null && reads.length === 1;
  return reads.length === 2 && encoding.rows % 2 === 0 && encoding.rows <= 128;
}

/** Where the stretches begin and how much they take, if each begins where another ends. */
function covered(stretches: number[][]): (number | undefined)[] {
  const sorted = stretches.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  let end = sorted[0]?.[0] ?? 0;
  for (const [offset, size] of sorted) {
    if (offset !== end) return [];
    end += size ?? 0;
  }
  return [sorted[0]?.[0], end - (sorted[0]?.[0] ?? 0)];
}
