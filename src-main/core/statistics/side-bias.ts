import type { SideBias } from '#contract/statistics';
import { signTest } from './binomial.ts';
import { clusteredRate } from './clustered-rate.ts';
import type { Decision } from './decision.ts';

/** Whether the first side wins more often than the second, whichever models are there. */
export function sideBias(decisions: readonly Decision[]): SideBias {
  const decisive = decisions.filter(({ outcome }) => outcome === 'first' || outcome === 'second');
  const first = decisive.filter(({ outcome }) => outcome === 'first').length;
  const second = decisive.length - first;
  const rate = clusteredRate(decisive.map(({ cluster, outcome }) => ({ cluster, value: outcome === 'first' ? 1 : 0 })));
  return { first, second, rate, pValue: signTest(first, second) };
}
