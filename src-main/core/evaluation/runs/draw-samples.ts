import { createHash } from 'node:crypto';
import type { TaskSample } from '../task.ts';

/**
 * A random part of a set, in its order. A sample is drawn by its key, so both languages of a set of pairs give the same
 * prompts, and a larger part has all of a smaller one.
 */
export function drawSamples(samples: readonly TaskSample[], limit: number | null, seed: number): readonly TaskSample[] {
  if (limit === null || limit >= samples.length) return samples;
  const ranked = samples.map((sample) => ({ sample, rank: numberOf(`${seed} ${sample.key}`) }));
  const drawn = new Set(ranked.toSorted((a, b) => a.rank - b.rank).slice(0, limit));
  return ranked.filter((one) => drawn.has(one)).map(({ sample }) => sample);
}

/** The seed of one answer: another for each sample and turn, and the same whenever it is asked. */
export function seedOf(seed: number, key: string, turn: number): number {
  return numberOf(`${seed} ${turn} ${key}`);
}

function numberOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE(0);
}
