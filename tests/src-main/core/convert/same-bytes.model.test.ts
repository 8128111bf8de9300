import { createHash } from 'node:crypto';
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

/** @param dtype - that the checkpoint's matrices have */
async function expectSameTensors(
  checkpointPath: string,
  types: readonly QuantizationType[],
  dtype: CheckpointShape['dtype'] = 'BF16',
): Promise<void> {
  const folder = await temporaryFolder();
  const path = (name: string): string => join(folder, `${name}.gguf`);
  const convert = (outputPath: string, quantization: QuantizationType): Promise<unknown> =>
    runConversion(conversionPorts, { checkpointPath, outputPath, quantization, jobs: 2 });
  // What the converter writes with `--outtype auto`, for its quantizer.
  const auto = dtype === 'F32' ? 'F16' : dtype;
  const isAsked = (type: QuantizationType): boolean => ['F32', 'F16', 'BF16'].includes(type);
  for (const from of new Set([dtype, auto])) {
    await convert(path(from), from);
    const through = types.filter((type) => from === (isAsked(type) ? dtype : auto));
    for (const [quantization, reference] of await quantizeAllWithLlama(path(from), folder, through)) {
      await convert(path('own'), quantization);
      expect(await tensorHashes(path('own')), quantization).toEqual(await tensorHashes(reference));
    }
  }
}

test('the guide model has the bytes of llama.cpp in every type that is offered', { timeout: 240_000 }, () =>
  expectSameTensors(GUIDE_CHECKPOINT, QUANTIZATION_TYPES),
);

test.each(Object.entries(SHAPES))('%s: the bytes of llama.cpp', { timeout: 240_000 }, async (_, { shape, types }) => {
  const folder = await temporaryFolder();
  await expectSameTensors(await writeCheckpoint(folder, checkpointFiles(shape), shape.shards), types, shape.dtype);
});

test.each(['F32', 'F16', 'BF16'] as const)(
  'a checkpoint in %s keeps its bytes in a file of that type',
  async (dtype) => {
    const folder = await temporaryFolder();
    const files = checkpointFiles({ ...SMALL_SHAPE, dtype });
    const outputPath = join(folder, 'same.gguf');
    const checkpointPath = await writeCheckpoint(join(folder, 'checkpoint'), files);
    await runConversion(conversionPorts, { checkpointPath, outputPath, quantization: dtype, jobs: 2 });
    const hashes = await tensorHashes(outputPath);
    const hashOf = (name: string): string =>
      createHash('sha256')
        .update(files.tensors.find((one) => one.name === name)?.bytes ?? '')
        .digest('hex');
    expect(hashes).toMatchObject({
      'token_embd.weight': expect.stringContaining(hashOf('model.embed_tokens.weight')) as unknown,
      'blk.1.ffn_down.weight': expect.stringContaining(hashOf('model.layers.1.mlp.down_proj.weight')) as unknown,
      'output.weight': expect.stringContaining(hashOf('lm_head.weight')) as unknown,
    });
  },
);

/** 32.8 million weights: a quantized tensor of 32 chunks, which two workers encode by turns. */
test('the vocabulary of Llama 3.1 has the bytes of llama.cpp, chunk by chunk', { timeout: 240_000 }, async () => {
  const folder = await temporaryFolder();
  const shape = { ...SMALL_SHAPE, layers: 1, vocabulary: 128_256, tied: true };
  await writeLargeCheckpoint(folder, shape);
  await expectSameTensors(folder, ['Q4_K_M', 'IQ4_NL']);
});
