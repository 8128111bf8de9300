/** Measuring the perplexity of models, and how far quantization moves them. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS, GGUF_ERRORS, MODEL_ERRORS } from './declared-errors.ts';
import {
  LEAST_CHUNK_TOKENS,
  MOST_CHUNK_TOKENS,
  PairedPerplexities,
  PerplexityJob,
  PerplexityResult,
  PerplexitySource,
  USUAL_CHUNK_TOKENS,
} from './perplexities.ts';
import { FilePath, JobId, ModelId } from './primitives.ts';
import { RemoteHost } from './remotes.ts';

const Whole = v.pipe(v.number(), v.integer());

/**
 * Starts a measurement and returns at once; `perplexity.changed` reports the progress. With a base, also the divergence
 * of the model from it. The result of a model of the library is kept.
 */
export const startPerplexity = call('perplexity.start', {
  input: v.strictObject({
    modelId: ModelId,
    againstId: v.optional(v.nullable(ModelId), null),
    /** Null when a base file is read, which has its own text. */
    source: v.nullable(PerplexitySource),
    contextTokens: v.optional(
      v.pipe(Whole, v.minValue(LEAST_CHUNK_TOKENS), v.maxValue(MOST_CHUNK_TOKENS)),
      USUAL_CHUNK_TOKENS,
    ),
    /** Null reads the whole text. */
    mostChunks: v.optional(v.nullable(v.pipe(Whole, v.minValue(1))), null),
    /** A base file of `llama-perplexity`: read in place of a second model, or written. */
    baseFile: v.optional(v.nullable(v.strictObject({ mode: v.picklist(['read', 'write']), path: FilePath })), null),
    /** The servers that the user lets read the text. */
    remoteHosts: v.optional(v.array(RemoteHost), []),
  }),
  output: PerplexityJob,
  errors: codesOf(MODEL_ERRORS, GGUF_ERRORS, FILE_ERRORS, [
    'licence-not-accepted',
    'text-refused',
    'path-own-data',
    'remote-unknown',
    'remote-not-allowed',
    'remote-cannot-score',
  ]),
});

/** Cancels a measurement; one that has ended is no error. */
export const cancelPerplexity = call('perplexity.cancel', {
  input: v.strictObject({ jobId: JobId }),
  output: v.null(),
});

/** The measurements that run or wait, for a page that opens. */
export const runningPerplexities = call('perplexity.running', {
  input: v.strictObject({}),
  output: v.array(PerplexityJob),
});

/** The result of a finished measurement, while it is in memory. */
export const perplexityResult = call('perplexity.result', {
  input: v.strictObject({ jobId: JobId }),
  output: PerplexityResult,
  errors: ['scoring-unknown'],
});

/** What is kept of all models, newest first. */
export const listPerplexities = call('perplexity.list', {
  input: v.strictObject({}),
  output: v.array(PerplexityResult),
});

const KeptId = v.strictObject({ modelId: ModelId, resultId: JobId });

/** Compares two results that are kept, token by token. They must be of the same text, cut into the same chunks. */
export const comparePerplexities = call('perplexity.compare', {
  input: v.strictObject({ first: KeptId, second: KeptId }),
  output: PairedPerplexities,
  errors: ['scoring-unknown', 'text-refused'],
});

/** Forgets one result; one that is not there is no error. */
export const forgetPerplexity = call('perplexity.forget', {
  input: KeptId,
  output: v.null(),
  errors: codesOf(FILE_ERRORS, ['data-folder-gone']),
});

export const perplexityChanged = event('perplexity.changed', PerplexityJob);
/** What is kept has changed. */
export const perplexitiesChanged = event('perplexity.listChanged', v.array(PerplexityResult));
