/** Scoring an answer token by token with one model or two. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS, GGUF_ERRORS, HISTORY_ERRORS, MODEL_ERRORS } from './declared-errors.ts';
import { JobId, ModelId } from './primitives.ts';
import { RemoteHost } from './remotes.ts';
import { Scoring, ScoringJob, ScoringSource } from './scorings.ts';

/**
 * Starts to score an answer and returns at once; `scoring.changed` reports the progress. An answer of the history is
 * scored with the adapters that it was generated with, if the first model is the one that generated it.
 */
export const startScoring = call('scoring.start', {
  input: v.strictObject({
    modelId: ModelId,
    otherId: v.optional(v.nullable(ModelId), null),
    source: ScoringSource,
    /** The servers that the user lets read the text. One that reads a conversation leaves its mark there. */
    remoteHosts: v.optional(v.array(RemoteHost), []),
  }),
  output: ScoringJob,
  errors: codesOf(HISTORY_ERRORS, MODEL_ERRORS, GGUF_ERRORS, FILE_ERRORS, [
    'message-unknown',
    'conversation-unknown',
    'adapter-unknown',
    'adapter-file-missing',
    'adapter-refused',
    'adapter-mismatch',
    'licence-not-accepted',
    'remote-unknown',
    'remote-not-allowed',
  ]),
});

/** Cancels a scoring job; a job that has ended is no error. */
export const cancelScoring = call('scoring.cancel', { input: v.strictObject({ jobId: JobId }), output: v.null() });

/** The result of a finished scoring job. */
export const scoringResult = call('scoring.result', {
  input: v.strictObject({ jobId: JobId }),
  output: Scoring,
  errors: ['scoring-unknown'],
});

export const scoringChanged = event('scoring.changed', ScoringJob);
