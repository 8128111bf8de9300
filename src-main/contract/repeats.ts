/** Repeating an answer from its record, to see whether it comes out the same. */
import * as v from 'valibot';
import { ErrorReport } from './errors.ts';
import { Count, Fraction, JobId, MessageId } from './primitives.ts';

/**
 * Why a repeat may differ: what the record does not have, how the answer was computed, and what has changed since. With
 * none of them a repeat is the same.
 */
export const REPEAT_DOUBTS = [
  'no-setup',
  'not-alone',
  'cached',
  'guesses',
  'continued',
  'chunks',
  'model-file',
  'llama-cpp',
  'backend',
  'threads',
  'layers',
  'window',
  'template',
  'prompt',
  'other',
] as const;
export const RepeatDoubt = v.picklist(REPEAT_DOUBTS);
export type RepeatDoubt = (typeof REPEAT_DOUBTS)[number];

/** What stands at the first place that differs; null where nobody can tell. */
const RepeatedWord = v.strictObject({
  /** Empty at the end of an answer. */
  text: v.string(),
  /** Of the first token that differs, in the repeat; null when it is not among the likeliest. */
  probability: v.nullable(Fraction),
});

export const Repeat = v.strictObject({
  messageId: MessageId,
  verdict: v.picklist(['same', 'differs']),
  /** Null when it is the same. Words are counted from 1. */
  difference: v.nullable(v.strictObject({ word: Count, original: RepeatedWord, repeated: RepeatedWord })),
  words: Count,
  /** The original was stopped or cut off, and was compared as far as it goes. */
  isPart: v.boolean(),
  doubts: v.array(RepeatDoubt),
});
export type Repeat = v.InferOutput<typeof Repeat>;

export const RepeatJob = v.strictObject({
  id: JobId,
  messageId: MessageId,
  state: v.picklist(['running', 'finished', 'failed', 'cancelled']),
  phase: v.picklist(['waiting', 'loading', 'reading']),
  fraction: Fraction,
  error: v.nullable(ErrorReport),
});
export type RepeatJob = v.InferOutput<typeof RepeatJob>;
