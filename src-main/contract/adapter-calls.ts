/** The library of LoRA adapters. */
import * as v from 'valibot';
import { Adapter, AdapterId, AdapterName } from './adapters.ts';
import { call, event } from './call.ts';
import { FilePath, ModelId } from './primitives.ts';

/** Newest first. */
export const listAdapters = call('adapters.list', { input: v.strictObject({}), output: v.array(Adapter) });

/**
 * Copies a GGUF adapter into the library, or converts a PEFT folder. Answers when it is there; one that is there
 * already stays what it is.
 */
export const importAdapter = call('adapters.import', {
  input: v.strictObject({
    path: FilePath,
    /** The model that a PEFT folder belongs to; without it, the config.json beside the adapter tells its shape. */
    modelId: v.optional(ModelId),
  }),
  output: Adapter,
  errors: [
    'path-missing',
    'path-unreadable',
    'adapter-missing-config',
    'adapter-missing-base',
    'adapter-malformed',
    'adapter-unsupported',
    'adapter-mismatch',
    'adapter-refused',
    'adapter-too-large',
    'checkpoint-pickle',
    'checkpoint-missing-weights',
    'gguf-malformed',
    'model-unknown',
    'model-file-missing',
    'disk-full',
    'write-failed',
  ],
});

export const renameAdapter = call('adapters.rename', {
  input: v.strictObject({ adapterId: AdapterId, name: AdapterName }),
  output: v.null(),
  errors: ['adapter-unknown', 'write-failed', 'disk-full'],
});

/** Removes an adapter and its file; conversations that use it keep naming it. */
export const removeAdapter = call('adapters.remove', {
  input: v.strictObject({ adapterId: AdapterId }),
  output: v.null(),
  errors: ['adapter-unknown', 'write-failed'],
});

export const adaptersChanged = event('adapters.changed', v.array(Adapter));
