/**
 * Error codes that several calls share. Tests fail on any other code that they see
 * (`tests/builders/contract-faults.ts`).
 */
import type { ErrorCode } from './errors.ts';

/** Errors of any work with files. */
export const FILE_ERRORS = [
  'path-missing',
  'path-unreadable',
  'disk-full',
  'write-failed',
  // A pipe or a folder in place of a file.
  'checkpoint-changed',
] as const satisfies ErrorCode[];

/** Errors of every call to the history, which may have to be opened first. */
export const HISTORY_ERRORS = [
  'history-unavailable',
  'history-damaged',
  'history-locked',
  'history-read-only',
  'history-newer-version',
  'history-foreign',
  'disk-full',
] as const satisfies ErrorCode[];

/** Errors of a call that names a model. */
export const MODEL_ERRORS = [
  'model-unknown',
  'model-file-missing',
  'model-file-changed',
] as const satisfies ErrorCode[];

/** Errors of reading a GGUF file, or the parts of one. */
export const GGUF_ERRORS = [
  'gguf-malformed',
  'gguf-unsupported-version',
  'gguf-missing-part',
  'gguf-mismatched-part',
] as const satisfies ErrorCode[];

/** The codes of several groups, each once. */
export function codesOf<const Code extends ErrorCode>(...groups: readonly (readonly Code[])[]): Code[] {
  return [...new Set(groups.flat())];
}
