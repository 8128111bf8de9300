/** The results of votes as `core/statistics` computes them. Every interval is of 95 %, and clustered by prompt. */
import * as v from 'valibot';
import { ColumnId, Count } from './primitives.ts';

/** A number with its interval. */
export const Estimate = v.strictObject({ value: v.number(), low: v.number(), high: v.number() });
export type Estimate = v.InferOutput<typeof Estimate>;

/** The results of `a` against `b`. */
export const PairResult = v.strictObject({
  a: ColumnId,
  b: ColumnId,
  votes: Count,
  wins: Count,
  losses: Count,
  ties: Count,
  bothBad: Count,
  /** Pairs with exactly equal answers; they are not votes. */
  identical: Count,
  /** Prompts with a vote. */
  clusters: Count,
  /** Wins of `a` and half of the ties and of both-bad, over all votes. Null without a vote. */
  winRate: v.nullable(Estimate),
  /** One decision for each prompt: for the model with more of its votes. */
  sign: v.strictObject({
    wins: Count,
    losses: Count,
    ties: Count,
    /** Exact, two-sided; 1 without a decision. */
    pValue: v.number(),
  }),
  /**
   * How many prompts are needed in all to find the observed difference with a power of 80 % at 5 %, and how many more
   * that is. Null if there is no difference to find, or too little data. Only for planning: a voter who stops as soon
   * as a difference is significant finds one too often.
   */
  needed: v.nullable(v.strictObject({ prompts: Count, further: Count })),
});
export type PairResult = v.InferOutput<typeof PairResult>;

/**
 * A Bradley-Terry strength on Elo's scale, where 1000 is the mean of the models with numbers. `at-least` is for a model
 * that lost nothing to these, `at-most` for one that won nothing from them: the bound is one-sided, 97.5 %, and null if
 * only the direction is known. `unknown` was never compared with them.
 */
export const Strength = v.variant('kind', [
  v.strictObject({ columnId: ColumnId, kind: v.literal('estimate'), rating: Estimate }),
  v.strictObject({ columnId: ColumnId, kind: v.literal('at-least'), bound: v.nullable(v.number()) }),
  v.strictObject({ columnId: ColumnId, kind: v.literal('at-most'), bound: v.nullable(v.number()) }),
  v.strictObject({ columnId: ColumnId, kind: v.literal('unknown') }),
]);
export type Strength = v.InferOutput<typeof Strength>;

/** Votes for either side, whichever models were there: one half each is no bias. */
export const SideBias = v.strictObject({
  first: Count,
  second: Count,
  /** The share of the first side among the votes for a side. Null without one. */
  rate: v.nullable(Estimate),
  /** Exact, two-sided. */
  pValue: v.number(),
});
export type SideBias = v.InferOutput<typeof SideBias>;

/** Pairs repeated with swapped sides, and those of them that got the same vote. */
export const Agreement = v.strictObject({ repeats: Count, agreed: Count, rate: v.nullable(Estimate) });
export type Agreement = v.InferOutput<typeof Agreement>;
