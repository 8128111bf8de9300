/**
 * Words of blind votes. Before a vote nothing here tells who wrote which answer: no names, ids of columns or messages, times,
 * counts, nor the order of answering; the sides are drawn at random for each pair, and recorded.
 */
import * as v from 'valibot';
import { PromptLanguage } from './comparisons.ts';
import { ColumnId, Count, PairId } from './primitives.ts';
import { Estimate, PairResult, SideBias, Strength, Agreement } from './statistics.ts';

export const VOTES = ['a', 'b', 'tie', 'both-bad'] as const;
/** `a` is the first side, at the left; `b` the second. */
export const Vote = v.picklist(VOTES);
export type Vote = v.InferOutput<typeof Vote>;

/** Codes of reasons that a voter may pick; the page has their words. */
export const VOTE_REASONS = [
  'correct',
  'wrong',
  'helpful',
  'follows-instructions',
  'better-language',
  'wrong-language',
  'style',
  'too-long',
  'too-short',
  'invented',
  'refused',
  'unsafe',
] as const;
export const VoteReason = v.picklist(VOTE_REASONS);
export type VoteReason = v.InferOutput<typeof VoteReason>;

/** Two answers to one prompt, as the voter sees them. */
export const BlindPair = v.strictObject({
  pairId: PairId,
  /** What was asked, turn by turn. */
  turns: v.array(v.strictObject({ question: v.string(), a: v.string(), b: v.string() })),
  systemPrompt: v.nullable(v.string()),
  language: v.nullable(PromptLanguage),
  category: v.nullable(v.string()),
});
export type BlindPair = v.InferOutput<typeof BlindPair>;

/** How far a sitting is. Swapped repeats are not told apart from others, and are counted like them. */
export const Sitting = v.strictObject({
  /** The pair to vote on; null when there is none now. */
  pair: v.nullable(BlindPair),
  voted: Count,
  /** Without those whose answers are not complete yet, and those that come back swapped. */
  remaining: Count,
  skipped: Count,
  /** Pairs with equal answers, which are not shown. */
  identical: Count,
  /** Whether `votes.undo` would take something back. */
  canUndo: v.boolean(),
});
export type Sitting = v.InferOutput<typeof Sitting>;

const Split = v.strictObject({
  by: v.picklist(['language', 'category']),
  value: v.string(),
  pairs: v.array(PairResult),
});

/** How often a column's answers were in the language that they were asked in. */
const LanguageCount = v.strictObject({
  columnId: ColumnId,
  language: PromptLanguage,
  asked: Count,
  stayed: Count,
  /** Of those asked, where the language could not be told; they count for neither. */
  unknown: Count,
});

export const VoteSummary = v.strictObject({
  votes: Count,
  /** Prompts with a vote; a prompt in two languages is one. */
  clusters: Count,
  pairs: v.array(PairResult),
  /** Of three models or more; empty for two. */
  strengths: v.array(Strength),
  sideBias: SideBias,
  selfAgreement: Agreement,
  splits: v.array(Split),
  languages: v.array(LanguageCount),
  /** Chosen reasons: how often each was given for the answer of a column that won, and of one that lost. */
  reasons: v.array(v.strictObject({ reason: VoteReason, columnId: ColumnId, won: Count, lost: Count })),
  /** Share of pairs that were called equal, or bad on both sides. */
  tieRate: v.nullable(Estimate),
});
export type VoteSummary = v.InferOutput<typeof VoteSummary>;
