import {
  DELTA_SHARES,
  DIVERGENCE_SHARES,
  type DivergenceFigures,
  type PerplexityFigures,
} from '#contract/perplexities';
import { meanOf, pairedPerplexity, perplexityOf } from '../../statistics/paired-perplexity.ts';
import type { AgainstBase, ChunksOutcome } from '../../scoring/protocol.ts';

/**
 * Every statistic that `llama-perplexity` prints.
 *
 * @see ggml-org/llama.cpp tools/perplexity/perplexity.cpp, `perplexity` and `kl_divergence`
 */
export function perplexityFigures({ samples, against }: ChunksOutcome): PerplexityFigures {
  return { perplexity: perplexityOf(samples), against: against && divergenceFigures(samples, against) };
}

function divergenceFigures(samples: Float32Array, against: AgainstBase): DivergenceFigures {
  const { baseSamples, divergences, deltas, sameTop } = against;
  const { base, correlation, logRatio, ratio, difference } = pairedPerplexity(samples, baseSamples);
  const meanSquare = meanOf(deltas.map((delta) => delta * delta));
  const rms = Math.sqrt(meanSquare.value);
  const same = meanOf(sameTop).value;
  return {
    basePerplexity: base,
    correlation: Number.isFinite(correlation) ? correlation : null,
    logRatio,
    ratio,
    difference,
    divergence: meanOf(divergences),
    divergenceQuantiles: quantilesOf(divergences, DIVERGENCE_SHARES),
    delta: meanOf(deltas),
    deltaQuantiles: quantilesOf(deltas, DELTA_SHARES),
    deltaRms: { value: rms, error: rms === 0 ? null : (0.5 / rms) * meanSquare.error },
    sameTop: { value: same, error: Math.sqrt((same * (1 - same)) / Math.max(1, samples.length - 1)) },
  };
}

function quantilesOf(
  values: Float32Array,
  shares: readonly number[],
): { readonly share: number; readonly value: number }[] {
  const sorted = values.toSorted();
  return shares.map((share) => ({ share, value: quantile(sorted, share) }));
}

/** Between the two nearest, in float32 as llama.cpp has it; the median is the mean of the middle two. */
function quantile(sorted: Float32Array, share: number): number {
  const last = sorted.length - 1;
  const at = share === 0.5 ? last / 2 : Math.fround(Math.fround(share) * last);
  const below = Math.min(last, Math.floor(at));
  const rest = Math.fround(at - below);
  const [low, high] = [sorted[below] ?? 0, sorted[Math.min(below + 1, last)] ?? 0];
  return Math.fround(Math.fround((1 - rest) * low) + Math.fround(rest * high));
}
