/** The library of models and its imports. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS, GGUF_ERRORS, HISTORY_ERRORS } from './declared-errors.ts';
import { CHECKPOINT_ERRORS, CONVERSION_ERRORS, SAFETENSORS_ERRORS } from './errors.ts';
import { ImportJob, ImportMode, Inspection } from './imports.ts';
import { Model } from './models.ts';
import { FilePath, JobId, ModelId } from './primitives.ts';
import { QuantizationType } from './quantization.ts';

/** Errors of a checkpoint or a GGUF file that is to be imported; its first problem. */
const SOURCE_ERRORS = codesOf(FILE_ERRORS, CHECKPOINT_ERRORS, SAFETENSORS_ERRORS, CONVERSION_ERRORS, GGUF_ERRORS, [
  'path-not-a-model',
  'gguf-already-quantized',
]);

export const listModels = call('models.list', { input: v.strictObject({}), output: v.array(Model) });

/** Describes a checkpoint folder or GGUF file, and what would stop its import; changes nothing. */
export const inspectModel = call('models.inspect', {
  input: v.strictObject({ path: FilePath }),
  output: Inspection,
  errors: [...FILE_ERRORS, 'path-not-a-model', 'checkpoint-pickle'],
});

/** Starts an import and answers at once; events of `import.changed` follow. */
export const importModel = call('models.import', {
  input: v.strictObject({
    source: v.variant('kind', [
      /** The model that comes with Sarvi. */
      v.strictObject({ kind: v.literal('guide') }),
      v.strictObject({ kind: v.literal('path'), path: FilePath }),
    ]),
    /** A GGUF file in F32, F16 or BF16 is converted to this type; without it, its type stays. */
    quantization: v.optional(QuantizationType),
    /** A file of llama.cpp's imatrix tool, which weighs the columns of quantized tensors; a plain copy takes none. */
    imatrixPath: v.optional(FilePath),
    /** Whether a GGUF file is copied into the library (the default) or used in place. */
    mode: v.optional(ImportMode),
    /** The model that it was trained from; without it, the trainer's files say. `shapes-differ` where that cannot be. */
    parentId: v.optional(ModelId),
    name: v.optional(v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200))),
  }),
  /** The running job, when the same import is requested again. */
  output: v.strictObject({ jobId: JobId }),
  errors: [...SOURCE_ERRORS, 'data-folder-gone', 'model-unknown', 'shapes-differ'],
});

export const listImports = call('models.imports', { input: v.strictObject({}), output: v.array(ImportJob) });

/** Stops an import and removes its files; a finished one leaves the list. */
export const cancelImport = call('models.cancelImport', {
  input: v.strictObject({ jobId: JobId }),
  output: v.null(),
  errors: [...FILE_ERRORS, 'import-unknown', 'conversion-running'],
});

/** Pauses an import and keeps its files. */
export const pauseImport = call('models.pauseImport', {
  input: v.strictObject({ jobId: JobId }),
  output: v.null(),
  errors: ['import-unknown'],
});

/** Continues a paused import, or tries a failed one again, under the same id. */
export const resumeImport = call('models.resumeImport', {
  input: v.strictObject({ jobId: JobId }),
  output: v.null(),
  errors: [...SOURCE_ERRORS, 'import-unknown', 'model-unknown', 'shapes-differ'],
});

export const renameModel = call('models.rename', {
  input: v.strictObject({ modelId: ModelId, name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200)) }),
  output: v.null(),
  errors: codesOf(FILE_ERRORS, HISTORY_ERRORS, ['model-unknown']),
});

/** Removes a model and its file; the conversations that used it stay. */
export const removeModel = call('models.remove', {
  input: v.strictObject({ modelId: ModelId }),
  output: v.null(),
  errors: codesOf(FILE_ERRORS, HISTORY_ERRORS, ['model-unknown', 'model-in-use']),
});

export const modelsChanged = event('models.changed', v.array(Model));
export const importChanged = event('import.changed', ImportJob);
