import type { EvaluationMetric, MeasuredMetric } from '#contract/evaluations';
import { NORMAL_97_5 } from '../statistics/student-t.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';

const BOUNDS = { share: [0, 1], score: [1, 10], percent: [0, 100] } as const;

/**
 * A metric with its interval of 95 %. A share of whole samples has Wilson's, which has a width at 0 and 1 too; anything
 * else has two standard errors to each side, within the bounds of its unit.
 */
export function withInterval(metric: EvaluationMetric): MeasuredMetric {
  return { ...metric, interval: intervalOf(metric) };
}

function intervalOf({ value, unit, samples, standardError, errorBy }: EvaluationMetric): MeasuredMetric['interval'] {
  // Instructions of one prompt hang together, so their share has the error of the bootstrap.
  if (unit === 'share' && errorBy !== 'bootstrap') {
    const found = wilsonInterval(value * samples, samples);
    return found && { low: found.low, high: found.high, by: 'wilson' };
  }
  if (standardError === null) return null;
  const [least, most] = BOUNDS[unit];
  const half = NORMAL_97_5 * standardError;
  return { low: Math.max(least, value - half), high: Math.min(most, value + half), by: 'error' };
}
