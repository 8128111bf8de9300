import type { ScoredToken, Scoring } from '#contract/scorings';

/** By what the text is coloured. */
const MEASURES = ['ratio', 'rank', 'kl'] as const;
export type Measure = (typeof MEASURES)[number];

/** Servers elsewhere tell no whole distributions, so there is no divergence of them. */
export function measuresOf({ tokens }: Pick<Scoring, 'tokens'>): readonly Measure[] {
  return tokens.every(({ kl }) => kl !== undefined) ? MEASURES : MEASURES.filter((measure) => measure !== 'kl');
}

/** How far a token has moved, by its rank under the starting model: of a tuned model's own greedy answer only. */
export type Shift = 'unshifted' | 'marginal' | 'shifted';
/** @see https://allenai.github.io/re-align/tds.html */
const MOST_MARGINAL = 3;

export function shiftOf({ other }: ScoredToken): Shift {
  const rank = other?.rank ?? 1;
  if (rank === 1) return 'unshifted';
  return rank <= MOST_MARGINAL ? 'marginal' : 'shifted';
}

/** ln p(tuned) - ln p(start); the tuned model is the first one. */
export function ratioOf({ logprob, other }: ScoredToken): number {
  return logprob - (other?.logprob ?? logprob);
}

export function valueOf(token: ScoredToken, measure: Measure): number {
  switch (measure) {
    case 'ratio':
      return ratioOf(token);
    case 'rank':
      return token.other?.rank ?? 1;
    case 'kl':
      return token.kl ?? 0;
  }
}

/** The places of the tokens that differ most, most first: with two equal ones, the first comes first. */
export function mostShifted(tokens: readonly ScoredToken[], measure: Measure, most: number): number[] {
  const sizes = tokens.map((token) => Math.abs(valueOf(token, measure)));
  const least = measure === 'rank' ? 1 : 0;
  return [...sizes.keys()]
    .filter((place) => (sizes[place] ?? 0) > least)
    .sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b)
    .slice(0, most);
}

export interface Sums {
  readonly logprob: number;
  readonly otherLogprob: number;
  readonly ratio: number;
  readonly perplexity: number;
  readonly otherPerplexity: number;
  /** Of the starting model from the tuned one, in nats for each token; null where it is not known. */
  readonly meanKl: number | null;
  /** How many tokens are the likeliest under the starting model, are its second or third, and lie below. */
  readonly shifts: Readonly<Record<Shift, number>>;
}

export function sumsOf(result: Pick<Scoring, 'tokens'>): Sums {
  const { tokens } = result;
  const sum = (pick: (token: ScoredToken) => number): number => tokens.reduce((all, token) => all + pick(token), 0);
  const logprob = sum((token) => token.logprob);
  const otherLogprob = sum((token) => token.other?.logprob ?? token.logprob);
  const count = Math.max(1, tokens.length);
  const shifts = { unshifted: 0, marginal: 0, shifted: 0 };
  for (const token of tokens) shifts[shiftOf(token)] += 1;
  return {
    logprob,
    otherLogprob,
    ratio: logprob - otherLogprob,
    perplexity: Math.exp(-logprob / count),
    otherPerplexity: Math.exp(-otherLogprob / count),
    meanKl: measuresOf(result).includes('kl') ? sum((token) => token.kl ?? 0) / count : null,
    shifts,
  };
}
