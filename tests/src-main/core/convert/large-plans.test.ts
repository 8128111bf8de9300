import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { QUANTIZATION_TYPES } from '#contract/vocabulary';
import { parseModelConfig } from '../../../../src-main/core/checkpoint/model-config.ts';
import { readCheckpoint, type Checkpoint } from '../../../../src-main/core/checkpoint/read-checkpoint.ts';
import { planConversion, planSizes } from '../../../../src-main/core/convert/plan-conversion.ts';
import {
  checkpointConfig,
  checkpointFiles,
  SMALL_SHAPE,
  tensorShapes,
  writeCheckpoint,
  type CheckpointShape,
} from '../../../builders/checkpoint.ts';
import { quantizeWithLlama } from '../../../builders/quantize-with-llama.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const VOCABULARY = { vocabulary: 128_256, dtype: 'BF16', shards: 1 } as const;
const SHAPES: Record<string, CheckpointShape> = {
  'Poro 2 8B': {
    ...VOCABULARY,
    layers: 32,
    width: 4096,
    feedForwardWidth: 14_336,
    heads: 32,
    keyValueHeads: 8,
    tied: false,
  },
  'Poro 2 70B': {
    ...VOCABULARY,
    layers: 80,
    width: 8192,
    feedForwardWidth: 28_672,
    heads: 64,
    keyValueHeads: 8,
    tied: false,
  },
  'Llama 3.2 1B': {
    ...VOCABULARY,
    layers: 16,
    width: 2048,
    feedForwardWidth: 8192,
    heads: 32,
    keyValueHeads: 8,
    tied: true,
  },
  'Llama 3.2 3B': {
    ...VOCABULARY,
    layers: 28,
    width: 3072,
    feedForwardWidth: 8192,
    heads: 24,
    headWidth: 128,
    keyValueHeads: 8,
    tied: true,
  },
};
const OPTIONS = { name: null, version: '0.0.0' };

/** A checkpoint of any size, without its weights: a small one whose shape and tensors are replaced. */
async function hollow(shape: CheckpointShape): Promise<Checkpoint> {
  const small = await readCheckpoint(await writeCheckpoint(await temporaryFolder(), checkpointFiles(SMALL_SHAPE)));
  const tensors = tensorShapes(shape).map(([name, dims]) => {
    const sizeBytes = dims.reduce((product, size) => product * size, 2);
    return [name, { name, dtype: 'BF16', shape: dims, shardPath: '', offset: 0, sizeBytes }] as const;
  });
  const config = parseModelConfig(checkpointConfig(shape), 'config.json');
  return { ...small, config, weights: { shards: [], tensors: new Map(tensors) } };
}

test.each(Object.entries(SHAPES))(
  '%s is planned as llama.cpp would quantize it',
  { timeout: 120_000 },
  async (_, shape) => {
    const checkpoint = await hollow(shape);
    const unquantized = planConversion(checkpoint, 'BF16', OPTIONS);
    const path = join(await temporaryFolder(), 'bf16.gguf');
    // The header and nothing behind it: a file of 140 GB that takes a few kilobytes.
    const file = await open(path, 'w');
    await file.write(unquantized.header);
    await file.truncate(unquantized.sizeBytes);
    await file.close();
    const sizes = planSizes(checkpoint, QUANTIZATION_TYPES, OPTIONS);
    for (const quantization of QUANTIZATION_TYPES) {
      const plan = planConversion(checkpoint, quantization, OPTIONS);
      const own = new Map(plan.tensors.map(({ name, type }) => [name, type.toLowerCase()]));
      const log = await quantizeWithLlama(path, '', quantization, 'dry');
      expect(typesOf(log), quantization).toEqual(own);
      expect(sizes.find((one) => one.quantization === quantization)?.sizeBytes).toBe(plan.sizeBytes);
    }
  },
);

/** The quantizer says of each tensor what it is, and in brackets what it becomes. */
function typesOf(log: string): Map<string, string> {
  const lines = log.matchAll(/^\[ *\d+\/ *\d+\] +(\S+) +- \[.*\], type = +(\w+), size = .*?(?:\((\w+)\))?$/gm);
  return new Map([...lines].map(([, name = '', before = '', after]) => [name, (after ?? before).toLowerCase()]));
}
