import { byCluster, scoreOf, type Decision } from './decision.ts';
import { symmetricInverse } from './symmetric-inverse.ts';

export interface FittedStrengths {
  /** In logits with a mean of 0, in the order of the models. */
  readonly strengths: readonly number[];
  /** The standard error of each strength relative to that mean. */
  readonly errors: readonly number[];
}

const MOST_STEPS = 100;
const PRECISION = 1e-10;

/**
 * Bradley and Terry's strengths, P(a beats b) = 1 / (1 + exp(b - a)), with ties and two bad answers as half wins, by
 * Newton's method. The errors come from the sandwich H⁻¹ G H⁻¹ with the scores of each cluster summed, and the factor C
 * / (C - 1).
 *
 * @param models - each compared with the others, and none that won or lost everything (`comparable-groups.ts`)
 * @see Cameron and Miller, A Practitioner's Guide to Cluster-Robust Inference, 2015
 */
export function fitBradleyTerry(models: readonly string[], decisions: readonly Decision[]): FittedStrengths {
  const index = new Map(models.map((model, place) => [model, place]));
  const clusters = byCluster(decisions.filter(({ first, second }) => index.has(first) && index.has(second)));
  const size = models.length;
  let strengths = models.map(() => 0);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { gradient, inverse } = slopesAt(strengths, clusters, index);
    const move = inverse.map((row) => dot(row, gradient));
    // Without a limit, a large step from a bad start would diverge.
    const scale = Math.min(1, 2 / Math.max(...move.map(Math.abs), 1e-300));
    strengths = strengths.map((strength, place) => strength + scale * (move[place] ?? 0));
    if (Math.max(...move.map(Math.abs)) < PRECISION) break;
  }
  const { scores, inverse } = slopesAt(strengths, clusters, index);
  const factor = clusters.length / Math.max(1, clusters.length - 1);
  const errors = models.map((_, place) => {
    const row = inverse[place] ?? [];
    const variance = scores.reduce((sum, score) => sum + dot(row, score) ** 2, 0);
    return Math.sqrt(factor * variance);
  });
  const mean = strengths.reduce((sum, strength) => sum + strength, 0) / size;
  return { strengths: strengths.map((strength) => strength - mean), errors };
}

interface Slopes {
  readonly gradient: number[];
  /** For each cluster, [models]. */
  readonly scores: number[][];
  /** The inverse of the information on strengths with a mean of 0, [models, models]. */
  readonly inverse: number[][];
}

function slopesAt(
  strengths: readonly number[],
  clusters: readonly (readonly Decision[])[],
  index: ReadonlyMap<string, number>,
): Slopes {
  const size = strengths.length;
  const gradient = strengths.map(() => 0);
  // This constant in every cell makes the matrix invertible and does not change a mean of 0.
  const information = strengths.map(() => strengths.map(() => 1 / size));
  const scores = clusters.map((cluster) => {
    const score = strengths.map(() => 0);
    for (const decision of cluster) {
      const [a, b] = [index.get(decision.first) ?? 0, index.get(decision.second) ?? 0];
      const expected = 1 / (1 + Math.exp((strengths[b] ?? 0) - (strengths[a] ?? 0)));
      const residual = scoreOf(decision) - expected;
      const weight = expected * (1 - expected);
      for (const [one, sign] of [
        [a, 1],
        [b, -1],
      ] as const) {
        score[one] = (score[one] ?? 0) + sign * residual;
        gradient[one] = (gradient[one] ?? 0) + sign * residual;
        for (const [other, otherSign] of [
          [a, 1],
          [b, -1],
        ] as const) {
          const row = information[one] ?? [];
          row[other] = (row[other] ?? 0) + sign * otherSign * weight;
        }
      }
    }
    return score;
  });
  return { gradient, scores, inverse: symmetricInverse(information) ?? information };
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, place) => sum + value * (other[place] ?? 0), 0);
}
