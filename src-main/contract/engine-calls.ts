/** What the engine computes with, what fits into memory, and what it changed by itself. */
import * as v from 'valibot';
import { BACKENDS } from './backends.ts';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS, GGUF_ERRORS, MODEL_ERRORS } from './declared-errors.ts';
import { BackendReport, ModelFit } from './engine.ts';
import { ContextTokens } from './context-window.ts';
import { ErrorReport } from './errors.ts';
import { ModelId } from './primitives.ts';

/** All backends, the best first. What has not been tried on this machine is tried, which takes some seconds. */
export const listBackends = call('engine.backends', {
  input: v.strictObject({}),
  output: v.array(BackendReport),
});

/** Tries a backend again whatever is remembered of it; answers all. */
export const retryBackend = call('engine.retryBackend', {
  input: v.strictObject({ backend: v.picklist(BACKENDS) }),
  output: v.array(BackendReport),
});

/** Whether a model would fit with this window, or with the one that it is set to. Loads nothing. */
export const fitModel = call('models.fit', {
  input: v.strictObject({ modelId: ModelId, contextTokens: v.optional(ContextTokens) }),
  output: ModelFit,
  errors: codesOf(MODEL_ERRORS, GGUF_ERRORS, FILE_ERRORS),
});

/** Has this model loaded although it does not fit; `chat.send` refuses it otherwise. Holds until the app ends. */
export const loadAnyway = call('models.loadAnyway', {
  input: v.strictObject({ modelId: ModelId }),
  output: v.null(),
});

/** The engine went on with other settings than the user's, and why. */
export const engineNotice = event('engine.notice', ErrorReport);
