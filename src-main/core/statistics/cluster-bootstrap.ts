import type { Estimate } from '#contract/statistics';

export interface BootstrapEstimate extends Estimate {
  /** The spread of the resampled values. */
  readonly standardError: number;
}

interface Options {
  /** A whole number from 0 on; the same seed gives the same interval. */
  readonly seed?: number;
  readonly rounds?: number;
}

const ROUNDS = 1000;
const MODULUS = 0x7fffffff;

/**
 * A statistic of whole clusters (the questions of MT-Bench with both turns, the prompts of IFEval with their
 * instructions), with the interval of 95 % that clusters drawn with replacement give. Rounds in which it has no value
 * (every score was dropped) are left out.
 *
 * @returns null where the clusters themselves give no value, or where there are fewer than two
 */
export function bootstrapClusters<Cluster>(
  clusters: readonly Cluster[],
  statistic: (clusters: readonly Cluster[]) => number,
  { seed = 0, rounds = ROUNDS }: Options = {},
): BootstrapEstimate | null {
  const value = statistic(clusters);
  if (clusters.length < 2 || !Number.isFinite(value)) return null;
  const random = generatorOf(seed);
  const draw = (): Cluster => clusters[Math.floor(random() * clusters.length)] as Cluster;
  const drawn = Array.from({ length: rounds }, () => statistic(clusters.map(draw)))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
  const squares = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return {
    value,
    low: quantile(drawn, 0.025),
    high: quantile(drawn, 0.975),
    standardError: Math.sqrt(squares / (drawn.length - 1)),
  };
}

/** Park and Miller's generator: the whole state is one number, so a result can be repeated anywhere. */
function generatorOf(seed: number): () => number {
  let state = 1 + (seed % (MODULUS - 1));
  return () => {
    state = (state * 48_271) % MODULUS;
    return state / MODULUS;
  };
}

/** Linear between the two nearest values. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}
