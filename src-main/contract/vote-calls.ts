/** A sitting of blind votes on a comparison, and what they say. */
import * as v from 'valibot';
import { call } from './call.ts';
import { codesOf, HISTORY_ERRORS } from './declared-errors.ts';
import { ColumnId, ComparisonId, PairId } from './primitives.ts';
import { Sitting, Vote, VoteReason, VoteSummary } from './votes.ts';

const KNOWN_ERRORS = codesOf(HISTORY_ERRORS, ['comparison-unknown']);
const PAIR_ERRORS = codesOf(KNOWN_ERRORS, ['vote-pair-unknown']);

/**
 * The pair that is open, or else another one whose answers are complete: every two columns of each row come once, in an order
 * drawn at random, and about every tenth comes back later with its sides swapped. So a sitting goes on where it ended.
 */
export const nextVote = call('votes.next', {
  input: v.strictObject({
    comparisonId: ComparisonId,
    /** Offers what was skipped when there is nothing else. */
    skippedToo: v.optional(v.boolean(), false),
  }),
  output: Sitting,
  errors: KNOWN_ERRORS,
});

/** Votes on a pair. With `reveal` the answer tells who wrote which side; without it nothing does. */
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

/** Lays a pair aside without a vote. */
export const skipVote = call('votes.skip', {
  input: v.strictObject({ pairId: PairId }),
  output: v.null(),
  errors: PAIR_ERRORS,
});

/** Takes the last vote or skip back: its pair is the open one again, on the same sides. Null when there is none. */
export const undoVote = call('votes.undo', {
  input: v.strictObject({ comparisonId: ComparisonId }),
  output: v.strictObject({ pairId: v.nullable(PairId) }),
  errors: KNOWN_ERRORS,
});

/** What the votes say so far. */
export const summarizeVotes = call('votes.summary', {
  input: v.strictObject({ comparisonId: ComparisonId }),
  output: VoteSummary,
  errors: KNOWN_ERRORS,
});
