/** Backends, memory, and changes that the engine made by itself. */
import * as v from 'valibot';
import { BACKENDS } from './backends.ts';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS, GGUF_ERRORS, MODEL_ERRORS } from './declared-errors.ts';
import { BackendReport, ModelFit } from './engine.ts';
import { ContextTokens } from './context-window.ts';
import { ErrorReport } from './errors.ts';
import { ModelId } from './primitives.ts';

/** All backends, the best first. Backends that were not probed on this machine are probed, which takes some seconds. */
export const listBackends = call('engine.backends', {
  input: v.strictObject({}),
  output: v.array(BackendReport),
});

/** Probes a backend again, whatever is remembered of it; answers all. */
export const retryBackend = call('engine.retryBackend', {
  input: v.strictObject({ backend: v.picklist(BACKENDS) }),
  output: v.array(BackendReport),
});

/** Whether a model fits with this window, or with the window of its settings. Loads nothing. */
export const fitModel = call('models.fit', {
  input: v.strictObject({ modelId: ModelId, contextTokens: v.optional(ContextTokens) }),
  output: ModelFit,
  errors: codesOf(MODEL_ERRORS, GGUF_ERRORS, FILE_ERRORS),
});

/** Allows a model that does not fit to be loaded, until the app ends; `chat.send` refuses it otherwise. */
export const loadAnyway = call('models.loadAnyway', {
  input: v.strictObject({ modelId: ModelId }),
  output: v.null(),
});

/** The engine uses other settings than the user's; tells why. */
export const engineNotice = event('engine.notice', ErrorReport);
