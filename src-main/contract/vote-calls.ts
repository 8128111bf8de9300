/** A sitting of blind votes on a comparison, and their results. */
import * as v from 'valibot';
import { call } from './call.ts';
import { codesOf, HISTORY_ERRORS } from './declared-errors.ts';
import { ColumnId, ComparisonId, PairId } from './primitives.ts';
import { Sitting, Vote, VoteReason, VoteSummary } from './votes.ts';

const KNOWN_ERRORS = codesOf(HISTORY_ERRORS, ['comparison-unknown']);
const PAIR_ERRORS = codesOf(KNOWN_ERRORS, ['vote-pair-unknown']);

/**
 * The open pair, or else another one whose answers are complete. Every two columns of each row come once, in a random
 * order, and about every tenth pair is repeated later with its sides swapped. A new sitting continues where the last
 * one ended.
 */
export const nextVote = call('votes.next', {
  input: v.strictObject({
    comparisonId: ComparisonId,
    /** Offers the skipped pairs when no other is left. */
    skippedToo: v.optional(v.boolean(), false),
  }),
  output: Sitting,
  errors: KNOWN_ERRORS,
});

/** Votes on a pair. Only with `reveal` does the answer say which model is on which side. */
export const castVote = call('votes.cast', {
  input: v.strictObject({
    pairId: PairId,
    vote: Vote,
    reasons: v.optional(v.pipe(v.array(VoteReason), v.maxLength(12)), []),
    note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(2000)), ''),
    reveal: v.optional(v.boolean(), false),
  }),
  output: v.strictObject({ revealed: v.nullable(v.strictObject({ a: ColumnId, b: ColumnId })) }),
  errors: PAIR_ERRORS,
});

/** Puts a pair aside without a vote. */
export const skipVote = call('votes.skip', {
  input: v.strictObject({ pairId: PairId }),
  output: v.null(),
  errors: PAIR_ERRORS,
});

/**
 * Undoes the last vote or skip: its pair is the open one again, with the same sides. Null if there is nothing to undo.
 */
export const undoVote = call('votes.undo', {
  input: v.strictObject({ comparisonId: ComparisonId }),
  output: v.strictObject({ pairId: v.nullable(PairId) }),
  errors: KNOWN_ERRORS,
});

/** The results of the votes so far. */
export const summarizeVotes = call('votes.summary', {
  input: v.strictObject({ comparisonId: ComparisonId }),
  output: VoteSummary,
  errors: KNOWN_ERRORS,
});
