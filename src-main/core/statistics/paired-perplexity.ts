/**
 * Perplexities with their uncertainties, alone and paired, as llama.cpp computes them. Each sample is the negative
 * log-likelihood of one token, in nats; paired samples are of the same token under two models.
 *
 * @see ggml-org/llama.cpp tools/perplexity/perplexity.cpp, `kl_divergence`
 */

/** A value and its standard error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

export interface PairedPerplexity {
  readonly perplexity: Estimate;
  readonly base: Estimate;
  /** Of the two mean log-likelihoods; NaN where one of them does not vary. */
  readonly correlation: number;
  /** ln(perplexity / base). */
  readonly logRatio: Estimate;
  readonly ratio: Estimate;
  readonly difference: Estimate;
}

/** llama.cpp gives no error, and no covariance, of fewer samples. */
const LEAST_FOR_ERROR = 11;
const LEAST_FOR_COVARIANCE = 10;

export function meanOf(samples: ArrayLike<number>): Estimate {
  const count = samples.length;
  if (count === 0) return { value: 0, error: 0 };
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < count; index += 1) {
    const sample = samples[index] ?? 0;
    sum += sample;
    squares += sample * sample;
  }
  const value = sum / count;
  const variance = squares / count - value * value;
  return { value, error: variance > 0 && count >= LEAST_FOR_ERROR ? Math.sqrt(variance / (count - 1)) : 0 };
}

export function perplexityOf(samples: ArrayLike<number>): Estimate {
  return exponential(meanOf(samples));
}

/** @throws RangeError when the samples are not of the same tokens */
export function pairedPerplexity(samples: ArrayLike<number>, baseSamples: ArrayLike<number>): PairedPerplexity {
  if (samples.length !== baseSamples.length) throw new RangeError('paired samples are of the same tokens');
  const [mean, base] = [meanOf(samples), meanOf(baseSamples)];
  const covariance = covarianceOf(samples, baseSamples, mean.value * base.value);
  const variance = mean.error ** 2 + base.error ** 2 - 2 * covariance;
  const logRatio = { value: mean.value - base.value, error: Math.sqrt(Math.max(0, variance)) };
  const [perplexity, ofBase] = [exponential(mean), exponential(base)];
  const joint = 2 * perplexity.value * ofBase.value * covariance;
  return {
    perplexity,
    base: ofBase,
    correlation: covariance / (mean.error * base.error),
    logRatio,
    ratio: exponential(logRatio),
    difference: {
      value: perplexity.value - ofBase.value,
      error: Math.sqrt(Math.max(0, perplexity.error ** 2 + ofBase.error ** 2 - joint)),
    },
  };
}

/** The covariance of the two means. */
function covarianceOf(samples: ArrayLike<number>, others: ArrayLike<number>, product: number): number {
  const count = samples.length;
  if (count < LEAST_FOR_COVARIANCE) return 0;
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += (samples[index] ?? 0) * (others[index] ?? 0);
  return (sum / count - product) / (count - 1);
}

function exponential({ value, error }: Estimate): Estimate {
  const raised = Math.exp(value);
  return { value: raised, error: raised * error };
}
