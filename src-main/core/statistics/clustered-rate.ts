import type { Estimate } from '#contract/statistics';
import { byCluster } from './decision.ts';
import { studentT97_5 } from './student-t.ts';

/** A value from 0 to 1 that belongs to a cluster. */
export interface Clustered {
  readonly cluster: string;
  readonly value: number;
}

/**
 * The mean of all values with an interval of 95 %. Clusters are treated as independent, the values inside one are not.
 *
 * The variance is that of a ratio of cluster totals (the cluster-robust variance of a regression on a constant, with
 * the factor C / (C - 1)). The function computes how many independent values would have this variance, at most the
 * number of clusters, and uses that number in Wilson's interval with Student's t. So the interval stays within 0 and 1,
 * and has a width even if all values are equal.
 *
 * @returns null without values
 */
export function clusteredRate(values: readonly Clustered[]): Estimate | null {
  if (values.length === 0) return null;
  const clusters = byCluster(values);
  const mean = values.reduce((sum, { value }) => sum + value, 0) / values.length;
  const count = clusters.length;
  const squares = clusters.reduce((sum, cluster) => {
    const residual = cluster.reduce((total, { value }) => total + value - mean, 0);
    return sum + residual * residual;
  }, 0);
  const variance = ((count / Math.max(1, count - 1)) * squares) / (values.length * values.length);
  const equivalent = variance > 0 ? Math.min(count, (mean * (1 - mean)) / variance) : count;
  const t = studentT97_5(count - 1);
  if (!Number.isFinite(t)) return { value: mean, low: 0, high: 1 };
  const share = (t * t) / equivalent;
  const centre = (mean + share / 2) / (1 + share);
  const half = (t / (1 + share)) * Math.sqrt((mean * (1 - mean)) / equivalent + share / (4 * equivalent));
  return { value: mean, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
