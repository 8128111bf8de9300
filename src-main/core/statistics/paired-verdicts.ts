import type { Estimate } from '#contract/statistics';
import { signTest } from './binomial.ts';
import { NORMAL_97_5 } from './student-t.ts';

/** Two judgements of the same sample. */
export interface PairedVerdict {
  readonly a: boolean;
  readonly b: boolean;
}

export interface McNemar {
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly neither: number;
  /** The share of `a` minus that of `b`; null without a sample. */
  readonly difference: Estimate | null;
  /** Exact, two-sided; 1 where no sample tells the two apart. */
  readonly pValue: number;
}

/**
 * McNemar's exact test: only the samples on which the two differ count, and under equal models each of them is a toss of
 * a fair coin. The interval of the difference is Agresti and Min's (half a sample is added to each of the four counts),
 * so that it has a width even where no sample differs.
 *
 * @see Agresti and Min, "Simple improved confidence intervals for comparing matched proportions", 2005
 */
export function mcNemar(pairs: readonly PairedVerdict[]): McNemar {
  const count = (a: boolean, b: boolean): number => pairs.filter((pair) => pair.a === a && pair.b === b).length;
  const [onlyA, onlyB] = [count(true, false), count(false, true)];
  return {
    both: count(true, true),
    onlyA,
    onlyB,
    neither: count(false, false),
    difference: pairs.length === 0 ? null : differenceOf(onlyA, onlyB, pairs.length),
    pValue: signTest(onlyA, onlyB),
  };
}

function differenceOf(onlyA: number, onlyB: number, samples: number): Estimate {
  const all = samples + 2;
  const centre = (onlyA - onlyB) / all;
  const half = (NORMAL_97_5 / all) * Math.sqrt(onlyA + onlyB + 1 - (onlyA - onlyB) ** 2 / all);
  const value = (onlyA - onlyB) / samples;
  return {
    value,
    low: Math.max(-1, Math.min(value, centre - half)),
    high: Math.min(1, Math.max(value, centre + half)),
  };
}
