/** The library of LoRA adapters. */
import * as v from 'valibot';
import { Adapter, AdapterId, AdapterName } from './adapters.ts';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS, GGUF_ERRORS, MODEL_ERRORS } from './declared-errors.ts';
import { ADAPTER_ERRORS, CHECKPOINT_ERRORS, CONVERSION_ERRORS, SAFETENSORS_ERRORS } from './errors.ts';
import { FilePath, ModelId } from './primitives.ts';

/** Newest first. */
export const listAdapters = call('adapters.list', { input: v.strictObject({}), output: v.array(Adapter) });

/**
 * Copies a GGUF adapter into the library, or converts a PEFT folder, and answers when it is there. An adapter that is
 * already there is not changed.
 */
export const importAdapter = call('adapters.import', {
  input: v.strictObject({
    path: FilePath,
    /** The model that a PEFT folder belongs to; without it, the config.json next to the adapter gives its shape. */
    modelId: v.optional(ModelId),
  }),
  output: Adapter,
  errors: codesOf(
    ADAPTER_ERRORS,
    CHECKPOINT_ERRORS,
    CONVERSION_ERRORS,
    FILE_ERRORS,
    GGUF_ERRORS,
    MODEL_ERRORS,
    SAFETENSORS_ERRORS,
    ['gguf-refused'],
  ),
});

export const renameAdapter = call('adapters.rename', {
  input: v.strictObject({ adapterId: AdapterId, name: AdapterName }),
  output: v.null(),
  errors: [...FILE_ERRORS, 'adapter-unknown'],
});

/** Removes an adapter and its file; conversations that use it keep its name. */
export const removeAdapter = call('adapters.remove', {
  input: v.strictObject({ adapterId: AdapterId }),
  output: v.null(),
  errors: [...FILE_ERRORS, 'adapter-unknown'],
});

export const adaptersChanged = event('adapters.changed', v.array(Adapter));
