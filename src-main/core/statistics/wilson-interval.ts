import type { Estimate } from '#contract/statistics';
import { NORMAL_97_5 } from './student-t.ts';

/** The share of independent samples with Wilson's interval of 95 %. Null without a sample. */
export function wilsonInterval(hits: number, samples: number): Estimate | null {
  if (samples === 0) return null;
  const value = hits / samples;
  const square = NORMAL_97_5 ** 2 / samples;
  const centre = (value + square / 2) / (1 + square);
  const half = Math.sqrt(square * (value * (1 - value) + square / 4)) / (1 + square);
  return { value, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
