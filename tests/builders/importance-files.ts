import { writeFile } from 'node:fs/promises';
import type { MetadataValue } from '../../src-main/core/gguf/metadata.ts';
import { planFile } from '../../src-main/core/gguf/plan-file.ts';
import { mulberry32 } from './random-weights.ts';

/** As llama.cpp's imatrix tool collects it: sums of squares per column, and how many tokens went into them. */
export interface Collected {
  readonly name: string;
  readonly sums: Float32Array;
  readonly count: number;
}

/** Sums as they come from a text, a few columns far above the rest; the same for the same seed. */
export function collectedImportance(columns: ReadonlyMap<string, number>, seed = 1): Collected[] {
  const random = mulberry32(seed);
  return [...columns].map(([name, count]) => ({
    name,
    count: 512 + Math.floor(random() * 4096),
    sums: Float32Array.from({ length: count }, () => random() ** 4 * (random() < 0.02 ? 90_000 : 900)),
  }));
}

/** The present form. @see ggml-org/llama.cpp tools/imatrix/imatrix.cpp (`save_imatrix`) */
export function importanceGguf(
  collected: readonly Collected[],
  { datasets = ['calibration.txt'], chunks = 7, metadata = new Map<string, MetadataValue>() } = {},
): Buffer {
  const entries = new Map<string, MetadataValue>([
    ['general.type', { type: 'string', value: 'imatrix' }],
    ['imatrix.datasets', { type: 'array', of: 'string', value: datasets }],
    ['imatrix.chunk_count', { type: 'u32', value: chunks }],
    ['imatrix.chunk_size', { type: 'u32', value: 512 }],
    ...metadata,
  ]);
  const tensors = collected.flatMap(({ name, sums, count }) => [
    { name: `${name}.in_sum2`, type: 'F32' as const, shape: [1, sums.length], values: sums },
    { name: `${name}.counts`, type: 'F32' as const, shape: [1, 1], values: Float32Array.of(count) },
  ]);
  const plan = planFile(entries, tensors);
  const bytes = Buffer.alloc(plan.sizeBytes);
  plan.header.copy(bytes);
  for (const [index, { offset }] of plan.tensors.entries()) {
    const { buffer, byteLength } = tensors[index]?.values ?? new Float32Array();
    bytes.set(new Uint8Array(buffer, 0, byteLength), offset);
  }
  return bytes;
}

/** The older form. @see ggml-org/llama.cpp tools/imatrix/imatrix.cpp (`save_imatrix_legacy`) */
export function importanceDat(
  collected: readonly Collected[],
  { calls = 7, trailer = true }: { calls?: number; trailer?: boolean } = {},
): Buffer {
  const parts: Buffer[] = [];
  const whole = (value: number): void => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    parts.push(bytes);
  };
  const text = (value: string): void => {
    whole(Buffer.byteLength(value));
    parts.push(Buffer.from(value));
  };
  whole(collected.length);
  for (const { name, sums, count } of collected) {
    text(name);
    whole(calls);
    whole(sums.length);
    const means = sums.map((sum) => Math.fround(sum / count) * calls);
    parts.push(Buffer.from(means.buffer));
  }
  if (trailer) {
    whole(calls);
    text('calibration.txt');
  }
  return Buffer.concat(parts);
}

/** Means by tensor, as the child process of the reference quantizer reads them. */
export async function writeMeans(path: string, means: ReadonlyMap<string, Float32Array>): Promise<void> {
  await writeFile(path, JSON.stringify([...means].map(([name, numbers]) => [name, [...numbers]])));
}
