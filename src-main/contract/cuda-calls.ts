/** The package with llama.cpp's libraries for CUDA, which is not part of the app. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS } from './declared-errors.ts';
import { ErrorReport, UPDATE_ERRORS } from './errors.ts';
import { Count } from './primitives.ts';

export const CudaStatus = v.strictObject({
  isInstalled: v.boolean(),
  /** What the installed files take. */
  installedBytes: Count,
  /** The server that is asked. */
  host: v.string(),
  phase: v.picklist(['idle', 'looking', 'downloading', 'unpacking']),
  /** What a look of this run has found; null before. */
  offer: v.nullable(v.strictObject({ sizeBytes: Count, unpackedBytes: Count, bytesDone: Count })),
  /** Why the last step failed. */
  error: v.nullable(ErrorReport),
});
export type CudaStatus = v.InferOutput<typeof CudaStatus>;

/**
 * Null where there is nothing to offer: no card or no runtime of NVIDIA's, no package for this system, or a Sarvi without
 * updates. Sends nothing.
 */
export const cudaStatus = call('cuda.status', { input: v.strictObject({}), output: v.nullable(CudaStatus) });

/** Asks the release for its package. A failure is in the status too. */
export const lookForCuda = call('cuda.look', {
  input: v.strictObject({}),
  output: CudaStatus,
  errors: codesOf(UPDATE_ERRORS, FILE_ERRORS, ['unsupported-in-shell', 'cancelled', 'data-folder-gone']),
});

/** Begins or continues the download of what was found, and installs it; events of `cuda.changed` follow. */
export const installCuda = call('cuda.install', {
  input: v.strictObject({}),
  output: v.null(),
  errors: ['unsupported-in-shell', 'update-unknown', 'data-folder-gone'],
});

/** Resolves when what was under way has ended; what has come is kept. */
export const cancelCuda = call('cuda.cancel', {
  input: v.strictObject({}),
  output: v.null(),
  errors: ['unsupported-in-shell'],
});

export const removeCuda = call('cuda.remove', {
  input: v.strictObject({}),
  output: CudaStatus,
  errors: codesOf(FILE_ERRORS, ['unsupported-in-shell', 'data-folder-gone']),
});

export const cudaChanged = event('cuda.changed', CudaStatus);
