/** Reading an answer token by token under one model or two. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS, GGUF_ERRORS, HISTORY_ERRORS, MODEL_ERRORS } from './declared-errors.ts';
import { JobId, ModelId } from './primitives.ts';
import { Scoring, ScoringJob, ScoringSource } from './scorings.ts';

/**
 * Begins to read an answer and answers at once; `scoring.changed` tells the rest. An answer of the history is read with
 * the adapters that it was made with under the model that made it, when that is the first one.
 */
export const startScoring = call('scoring.start', {
  input: v.strictObject({ modelId: ModelId, otherId: v.optional(v.nullable(ModelId), null), source: ScoringSource }),
  output: ScoringJob,
  errors: codesOf(HISTORY_ERRORS, MODEL_ERRORS, GGUF_ERRORS, FILE_ERRORS, [
    'message-unknown',
    'conversation-unknown',
    'adapter-unknown',
    'adapter-file-missing',
    'adapter-refused',
    'adapter-mismatch',
    'licence-not-accepted',
  ]),
});

/** Ends a reading; one that has ended is no error. */
export const cancelScoring = call('scoring.cancel', { input: v.strictObject({ jobId: JobId }), output: v.null() });

/** What a finished reading has found. */
export const scoringResult = call('scoring.result', {
  input: v.strictObject({ jobId: JobId }),
  output: Scoring,
  errors: ['scoring-unknown'],
});

export const scoringChanged = event('scoring.changed', ScoringJob);
