import { DEFAULT_SAMPLING, type Sampling } from '#contract/sampling';
import type { SettledSampling } from '../engine/protocol.ts';

/** Fills every field from the first of `choices` that has it, nearest first; then from `DEFAULT_SAMPLING`. */
export function settleSampling(...choices: readonly Sampling[]): SettledSampling {
  const settled: Sampling = { ...DEFAULT_SAMPLING };
  for (const choice of choices.toReversed()) {
    // A field with the value undefined counts as missing.
    Object.assign(settled, Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined)));
  }
  return { ...DEFAULT_SAMPLING, ...settled, seed: settled.seed ?? null } as SettledSampling;
}
