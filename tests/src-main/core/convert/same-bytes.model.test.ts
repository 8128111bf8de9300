import { join } from 'node:path';
import { expect, test } from 'vitest';
import { QUANTIZATION_TYPES, type QuantizationType } from '#contract/quantization';
import { runConversion } from '../../../../src-main/core/convert/run-conversion.ts';
import { checkpointFiles, SMALL_SHAPE, writeCheckpoint, type CheckpointShape } from '../../../builders/checkpoint.ts';
import { conversionPorts, GUIDE_CHECKPOINT } from '../../../builders/conversion-ports.ts';
import { writeLargeCheckpoint } from '../../../builders/large-checkpoint.ts';
import { quantizeAllWithLlama } from '../../../builders/quantize-with-llama.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { tensorHashes } from '../../../builders/tensor-hashes.ts';

/** Types whose choices per tensor differ most from each other. */
const TELLING: QuantizationType[] = ['F32', 'F16', 'Q8_0', 'Q6_K', 'Q4_K_M', 'IQ4_XS', 'Q3_K_M', 'Q2_K'];

const LLAMA_3_1 = {
  rope_scaling: {
    rope_type: 'llama3',
    factor: 8,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 128,
  },
};

const SHAPES: Record<string, { shape: CheckpointShape; types: readonly QuantizationType[] }> = {
  'eight query heads to one value head, tied, in three shards': {
    shape: {
      ...SMALL_SHAPE,
      layers: 12,
      heads: 8,
      headWidth: 32,
      keyValueHeads: 1,
      tied: true,
      shards: 3,
      config: LLAMA_3_1,
    },
    types: TELLING,
  },
  'rows that divide into blocks of 32 only, in F16': {
    shape: { ...SMALL_SHAPE, width: 160, heads: 5, keyValueHeads: 5, feedForwardWidth: 416, dtype: 'F16' },
    types: QUANTIZATION_TYPES,
  },
  'rows that divide into no blocks, with biases': {
    shape: {
      ...SMALL_SHAPE,
      width: 72,
      heads: 2,
      headWidth: 36,
      keyValueHeads: 1,
      feedForwardWidth: 100,
      biases: true,
    },
    types: TELLING,
  },
  'F32 weights': {
    shape: { ...SMALL_SHAPE, dtype: 'F32', layers: 3, keyValueHeads: 1, feedForwardWidth: 256 },
    types: QUANTIZATION_TYPES,
  },
  'the 80 layers of a 70B model': {
    shape: { ...SMALL_SHAPE, layers: 80, heads: 8, headWidth: 32, keyValueHeads: 1, feedForwardWidth: 256 },
    types: ['Q4_K_M', 'Q3_K_S'],
  },
};

async function expectSameTensors(checkpointPath: string, types: readonly QuantizationType[]): Promise<void> {
  const folder = await temporaryFolder();
  const [unquantized, own] = [join(folder, 'bf16.gguf'), join(folder, 'own.gguf')];
  await runConversion(conversionPorts, { checkpointPath, outputPath: unquantized, quantization: 'BF16', jobs: 2 });
  for (const [quantization, reference] of await quantizeAllWithLlama(unquantized, folder, types)) {
    await runConversion(conversionPorts, { checkpointPath, outputPath: own, quantization, jobs: 2 });
    expect(await tensorHashes(own), quantization).toEqual(await tensorHashes(reference));
  }
}

test('the guide model has the bytes of llama.cpp in every type that is offered', { timeout: 240_000 }, () =>
  expectSameTensors(GUIDE_CHECKPOINT, QUANTIZATION_TYPES),
);

test.each(Object.entries(SHAPES))('%s: the bytes of llama.cpp', { timeout: 240_000 }, async (_, { shape, types }) => {
  const folder = await temporaryFolder();
  await expectSameTensors(await writeCheckpoint(folder, checkpointFiles(shape), shape.shards), types);
});

/** 32.8 million weights: a quantized tensor of 32 chunks, which two workers encode by turns. */
test('the vocabulary of Llama 3.1 has the bytes of llama.cpp, chunk by chunk', { timeout: 240_000 }, async () => {
  const folder = await temporaryFolder();
  const shape = { ...SMALL_SHAPE, layers: 1, vocabulary: 128_256, tied: true };
  await writeLargeCheckpoint(folder, shape);
  await expectSameTensors(folder, ['Q4_K_M', 'IQ4_NL']);
});
