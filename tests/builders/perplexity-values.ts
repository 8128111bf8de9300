import {
  DELTA_SHARES,
  DIVERGENCE_SHARES,
  type DivergenceFigures,
  type PerplexityJob,
  type PerplexityResult,
} from '#contract/perplexities';

export function buildDivergence(fields: Partial<DivergenceFigures> = {}): DivergenceFigures {
  return {
    basePerplexity: { value: 8.1234, error: 0.0512 },
    correlation: 0.9931,
    logRatio: { value: 0.0214, error: 0.0011 },
    ratio: { value: 1.0216, error: 0.0011 },
    difference: { value: 0.1756, error: 0.0093 },
    divergence: { value: 0.03412, error: 0.00041 },
    divergenceQuantiles: DIVERGENCE_SHARES.map((share) => ({ share, value: share ** 4 })),
    delta: { value: -0.0041, error: 0.0005 },
    deltaQuantiles: DELTA_SHARES.map((share) => ({ share, value: (share - 0.5) ** 3 })),
    deltaRms: { value: 0.0512, error: 0.0006 },
    sameTop: { value: 0.9121, error: 0.0032 },
    ...fields,
  };
}

/** Of Poro 2 Instruct in Q4_K_M against the same in BF16. */
export function buildPerplexity(fields: Partial<PerplexityResult> = {}): PerplexityResult {
  return {
    perplexity: { value: 8.299, error: 0.0526 },
    against: buildDivergence(),
    id: 'measured-1',
    modelId: 'poro-2-8b-instruct',
    modelName: 'Poro 2 8B Instruct',
    fileType: 'Q4_K_M',
    measuredAt: 1_780_000_000_000,
    base: { modelId: 'poro-2-8b-instruct-bf16', name: 'Poro 2 8B Instruct', fileType: 'BF16' },
    text: { own: 'fi', name: 'fi.txt', tokensDigest: 'abc' },
    contextTokens: 512,
    chunks: 39,
    countedTokens: 9945,
    backend: 'cpu',
    release: 'v0.4.0',
    seconds: 754,
    ...fields,
  };
}

export function buildPerplexityJob(fields: Partial<PerplexityJob> = {}): PerplexityJob {
  return {
    id: 'measuring',
    modelId: 'poro-2-8b-instruct',
    againstId: null,
    state: 'running',
    phase: 'reading',
    fraction: 0.4,
    secondsLeft: 125,
    error: null,
    ...fields,
  };
}
