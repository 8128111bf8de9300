/** What votes say, as `core/statistics` tells it. Every interval is of 95 %, and clustered by prompt. */
import * as v from 'valibot';
import { ColumnId, Count } from './primitives.ts';

/** A number between its limits. */
export const Estimate = v.strictObject({ value: v.number(), low: v.number(), high: v.number() });
export type Estimate = v.InferOutput<typeof Estimate>;

/** One model against another: `a` against `b`. */
export const PairResult = v.strictObject({
  a: ColumnId,
  b: ColumnId,
  votes: Count,
  wins: Count,
  losses: Count,
  ties: Count,
  bothBad: Count,
  /** Pairs whose answers were the same to the letter; they are no votes. */
  identical: Count,
  /** Prompts with a vote. */
  clusters: Count,
  /** Of `a`: wins and half of the ties and of both-bad, through all votes. Null without a vote. */
  winRate: v.nullable(Estimate),
  /** One decision for each prompt: whoever has more of its votes. */
  sign: v.strictObject({
    wins: Count,
    losses: Count,
    ties: Count,
    /** Exact, two-sided; 1 without a decision. */
    pValue: v.number(),
  }),
  /**
   * Prompts that it would take in all to find the seen difference with a power of 80 % at 5 %, and how many are lacking. Null
   * where there is no difference to find, or too little is known of it. Only for planning: who stops as soon as a
   * difference is significant finds one too often.
   */
  needed: v.nullable(v.strictObject({ prompts: Count, further: Count })),
});
export type PairResult = v.InferOutput<typeof PairResult>;

/**
 * A Bradley-Terry strength on Elo's scale, 1000 the mean of the models that can be told by a number. `at-least` is of a model
 * that lost nothing to those, `at-most` of one that won nothing from them: the bound is one-sided, 97.5 %, null where
 * nothing but the direction is known. `unknown` was never compared with them.
 */
export const Strength = v.variant('kind', [
  v.strictObject({ columnId: ColumnId, kind: v.literal('estimate'), rating: Estimate }),
  v.strictObject({ columnId: ColumnId, kind: v.literal('at-least'), bound: v.nullable(v.number()) }),
  v.strictObject({ columnId: ColumnId, kind: v.literal('at-most'), bound: v.nullable(v.number()) }),
  v.strictObject({ columnId: ColumnId, kind: v.literal('unknown') }),
]);
export type Strength = v.InferOutput<typeof Strength>;

/** Votes for either side, whoever stood there: half each is no bias. */
export const SideBias = v.strictObject({
  first: Count,
  second: Count,
  /** Of the votes for a side, those for the first. Null without one. */
  rate: v.nullable(Estimate),
  /** Exact, two-sided. */
  pValue: v.number(),
});
export type SideBias = v.InferOutput<typeof SideBias>;

/** Pairs that came back swapped, and those of them that got the same vote. */
export const Agreement = v.strictObject({ repeats: Count, agreed: Count, rate: v.nullable(Estimate) });
export type Agreement = v.InferOutput<typeof Agreement>;
