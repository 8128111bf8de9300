/** Repeating answers, and receipts of how they came to be. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { START_ERRORS } from './chat-calls.ts';
import { codesOf, HISTORY_ERRORS } from './declared-errors.ts';
import { ConversationId, JobId, MessageId } from './primitives.ts';
import { Repeat, RepeatJob } from './repeats.ts';

const answer = { conversationId: ConversationId, messageId: MessageId };

/** Starts to write an answer again, from its record and into nothing; `repeats.changed` reports the progress. */
export const startRepeat = call('repeats.start', {
  input: v.strictObject(answer),
  output: RepeatJob,
  errors: codesOf(START_ERRORS, ['answer-not-repeatable']),
});

/** Cancels a repeat; one that has ended is no error. */
export const cancelRepeat = call('repeats.cancel', { input: v.strictObject({ jobId: JobId }), output: v.null() });

/** What a finished repeat has found. */
export const repeatResult = call('repeats.result', {
  input: v.strictObject({ jobId: JobId }),
  output: Repeat,
  errors: ['scoring-unknown'],
});

/** A receipt as JSON: how an answer came to be, with digests in place of words, and what a repeat has found. */
export const receipt = call('repeats.receipt', {
  input: v.strictObject({ ...answer, jobId: v.optional(v.nullable(JobId), null) }),
  output: v.strictObject({ name: v.string(), text: v.string() }),
  errors: codesOf(HISTORY_ERRORS, [
    'conversation-unknown',
    'message-unknown',
    'answer-not-repeatable',
    'scoring-unknown',
  ]),
});

export const repeatsChanged = event('repeats.changed', RepeatJob);
