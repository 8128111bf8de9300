import type { EvaluationMetric, MeasuredMetric } from '#contract/evaluations';
import { NORMAL_97_5 } from '../statistics/student-t.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';

const BOUNDS = { score: [1, 10], percent: [0, 100] } as const;

/**
 * A metric with its interval of 95 %. A share has Wilson's, which has a width at 0 and 1 too; anything else has two
 * standard errors to each side, within the bounds of its unit.
 */
export function withInterval(metric: EvaluationMetric): MeasuredMetric {
  return { ...metric, interval: intervalOf(metric) };
}

function intervalOf(metric: EvaluationMetric): MeasuredMetric['interval'] {
  const { value, unit, standardError } = metric;
  if (unit === 'share') {
    const count = independentSamples(metric);
    const found = wilsonInterval(value * count, count);
    return found && { low: found.low, high: found.high, by: 'wilson' };
  }
  if (standardError === null) return null;
  const [least, most] = BOUNDS[unit];
  const half = NORMAL_97_5 * standardError;
  return { low: Math.max(least, value - half), high: Math.min(most, value + half), by: 'error' };
}

/** Instructions of one prompt hang together: as many as would have the error that was found, and no more than prompts. */
function independentSamples({ value, standardError, errorBy, samples }: EvaluationMetric): number {
  if (errorBy !== 'bootstrap' || standardError === null || standardError === 0) return samples;
  return Math.min(samples, (value * (1 - value)) / standardError ** 2);
}
