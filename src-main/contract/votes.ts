/**
 * Types of blind votes. Before a vote they do not show which model wrote which answer: they have no names, ids of
 * columns or messages, times, counts or order of answering. The sides are random for each pair, and recorded.
 */
import * as v from 'valibot';
import { PromptLanguage } from './comparisons.ts';
import { ColumnId, Count, PairId } from './primitives.ts';
import { Estimate, PairResult, SideBias, Strength, Agreement } from './statistics.ts';

export const VOTES = ['a', 'b', 'tie', 'both-bad'] as const;
/** `a` is the first side, on the left; `b` is the second. */
export const Vote = v.picklist(VOTES);
export type Vote = v.InferOutput<typeof Vote>;

/** Codes of reasons that a voter may choose; the page has their words. */
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
  /** The questions and their answers, turn by turn. */
  turns: v.array(v.strictObject({ question: v.string(), a: v.string(), b: v.string() })),
  systemPrompt: v.nullable(v.string()),
  language: v.nullable(PromptLanguage),
  category: v.nullable(v.string()),
});
export type BlindPair = v.InferOutput<typeof BlindPair>;

/** The progress of a sitting. Swapped repeats cannot be distinguished from other pairs, and are counted like them. */
export const Sitting = v.strictObject({
  /** The pair to vote on; null if there is none. */
  pair: v.nullable(BlindPair),
  voted: Count,
  /** Without pairs whose answers are not complete yet, and without swapped repeats. */
  remaining: Count,
  skipped: Count,
  /** Pairs with equal answers, which are not shown. */
  identical: Count,
  /** Whether `votes.undo` would undo something. */
  canUndo: v.boolean(),
});
export type Sitting = v.InferOutput<typeof Sitting>;

const Split = v.strictObject({
  by: v.picklist(['language', 'category']),
  value: v.string(),
  pairs: v.array(PairResult),
});

/** How often a column's answers were in the requested language. */
const LanguageCount = v.strictObject({
  columnId: ColumnId,
  language: PromptLanguage,
  asked: Count,
  stayed: Count,
  /** The number of answers whose language is unknown; they count for neither. */
  unknown: Count,
});

export const VoteSummary = v.strictObject({
  votes: Count,
  /** Prompts with a vote; a prompt in two languages counts once. */
  clusters: Count,
  pairs: v.array(PairResult),
  /** For three or more models; empty for two. */
  strengths: v.array(Strength),
  sideBias: SideBias,
  selfAgreement: Agreement,
  splits: v.array(Split),
  languages: v.array(LanguageCount),
  /** How often each reason was given for the answer of a column that won, and of one that lost. */
  reasons: v.array(v.strictObject({ reason: VoteReason, columnId: ColumnId, won: Count, lost: Count })),
  /** Share of pairs that were judged equal, or bad on both sides. */
  tieRate: v.nullable(Estimate),
});
export type VoteSummary = v.InferOutput<typeof VoteSummary>;
