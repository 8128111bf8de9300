import type { Agreement } from '#contract/statistics';
import { clusteredRate } from './clustered-rate.ts';
import { swapped, type Decision } from './decision.ts';

/** A decision and a second one on the same pair with its sides swapped. */
export interface Repeat {
  readonly before: Decision;
  readonly again: Decision;
}

/** How often the voter decides the same the second time. */
export function selfAgreement(repeats: readonly Repeat[]): Agreement {
  const agreed = repeats.map(({ before, again }) => ({
    cluster: before.cluster,
    value: swapped(again).outcome === before.outcome ? 1 : 0,
  }));
  return {
    repeats: repeats.length,
    agreed: agreed.filter(({ value }) => value === 1).length,
    rate: clusteredRate(agreed),
  };
}
