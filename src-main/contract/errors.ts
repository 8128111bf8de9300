import * as v from 'valibot';
import { reasonText } from './reasons.ts';

/** Errors of a checkpoint folder. */
export const CHECKPOINT_ERRORS = [
  'checkpoint-missing-config',
  'checkpoint-malformed-config',
  'checkpoint-unsupported-architecture',
  'checkpoint-unsupported-feature',
  'checkpoint-quantized',
  'checkpoint-missing-tokenizer',
  'checkpoint-malformed-tokenizer',
  'checkpoint-unsupported-tokenizer',
  'tokenizer-check-failed',
  'checkpoint-missing-weights',
  'checkpoint-malformed-index',
  'checkpoint-missing-shard',
  'checkpoint-link-outside',
  'checkpoint-pickle',
  'checkpoint-empty-weights',
  'checkpoint-changed',
] as const;

/** Errors of safetensors files. */
export const SAFETENSORS_ERRORS = [
  'safetensors-malformed-header',
  'safetensors-truncated',
  'safetensors-overlap',
  'safetensors-out-of-range',
  'safetensors-wrong-size',
  'safetensors-unsupported-dtype',
] as const;

/** Errors of LoRA adapters. */
export const ADAPTER_ERRORS = [
  'adapter-missing-config',
  'adapter-missing-base',
  'adapter-malformed',
  'adapter-unsupported',
  'adapter-mismatch',
  'adapter-refused',
  'adapter-too-large',
  'adapter-unknown',
  'adapter-file-missing',
] as const;

/** Errors of a conversion. */
export const CONVERSION_ERRORS = [
  'tensor-missing',
  'tensor-unmapped',
  'tensor-wrong-shape',
  'tensor-not-finite',
  'quantization-unsupported',
  'kernels-unavailable',
  'conversion-crashed',
  'conversion-running',
  'imatrix-malformed',
  'imatrix-wrong-size',
] as const;

/** Errors of a remote engine, and of what it answers. */
export const REMOTE_ERRORS = [
  'remote-unknown',
  'remote-address-refused',
  'remote-plain',
  'remote-unreachable',
  'remote-untrusted',
  'remote-redirects',
  'remote-key-refused',
  'remote-busy',
  'remote-refused',
  'remote-unexpected',
  'remote-cut',
  'remote-silent',
  'remote-not-allowed',
  'remote-cannot-score',
] as const;

/** Errors of looking for, downloading and installing a newer Sarvi. */
export const UPDATE_ERRORS = [
  'update-unreachable',
  'update-refused',
  'update-cut',
  'update-file-differs',
  'update-unknown',
  'update-not-possible',
  'update-failed',
] as const;

/**
 * All error codes, as a closed union. A code names what is wrong, not who noticed it. `details` have the facts of one
 * case (a path, a size, a name); the sentences for users are in `error-sentences.ts` and name the details that a code
 * always has. Sizes in details are text (`4.9 GB`).
 */
export const ERROR_CODES = [
  // Any call.
  'invalid-input',
  'internal',
  'cancelled',
  'unsupported-in-shell',
  'connection-lost',
  'data-folder-in-use',
  'data-folder-gone',
  'program-replaced',
  'portable-folder-read-only',
  'port-unavailable',
  'api-key-missing',
  'clipboard-too-long',
  // Files.
  'path-missing',
  'path-unreadable',
  'path-own-data',
  'path-not-a-model',
  'disk-full',
  'write-failed',
  ...CHECKPOINT_ERRORS,
  ...SAFETENSORS_ERRORS,
  ...ADAPTER_ERRORS,
  ...CONVERSION_ERRORS,
  // GGUF.
  'gguf-malformed',
  'gguf-unsupported-version',
  'gguf-big-endian',
  'gguf-refused',
  'gguf-missing-part',
  'gguf-mismatched-part',
  'gguf-already-quantized',
  'checksum-missing',
  'checksum-mismatch',
  // Library of models.
  'model-unknown',
  'model-file-missing',
  'model-file-changed',
  'model-in-use',
  'no-model',
  'import-unknown',
  'imports-unfinished',
  // Engine and generation.
  'engine-crashed',
  'engine-unavailable',
  'model-load-failed',
  'model-does-not-fit',
  'licence-not-accepted',
  'engine-fewer-layers',
  'engine-without-graphics',
  'engine-smaller-window',
  'engine-without-draft',
  'prompt-too-long',
  'folder-too-long',
  'template-failed',
  'grammar-invalid',
  'schema-invalid',
  'generation-running',
  'generation-unknown',
  'generation-interrupted',
  'answer-not-continuable',
  'answer-not-repeatable',
  // Scoring.
  'scoring-crashed',
  'scoring-unknown',
  'vocabularies-differ',
  'text-refused',
  'base-file-refused',
  // Remote engines.
  ...REMOTE_ERRORS,
  // Updates.
  ...UPDATE_ERRORS,
  // Attachments.
  'attachment-too-large',
  'attachment-not-text',
  'attachment-unreadable',
  'attachment-empty',
  'attachment-without-text',
  // History.
  'history-unavailable',
  'history-newer-version',
  'history-damaged',
  'history-locked',
  'history-read-only',
  'history-index-rebuilt',
  'history-cleaned',
  'history-foreign',
  'history-unsound',
  'backup-unknown',
  'backup-damaged',
  'backup-failed',
  'conversation-unknown',
  'message-unknown',
  'removal-unknown',
  'path-exists',
  'transfer-unrecognised',
  'transfer-newer-version',
  'transfer-unknown',
  'export-too-large',
  'conversation-refused',
  'comparison-unknown',
  'vote-pair-unknown',
  'dataset-unknown',
  'dataset-version-unknown',
  'dataset-too-large',
  'dataset-empty',
  'prompt-unknown',
  'prompt-changed',
  'prompt-refused',
  'folder-unknown',
  'folder-file-unknown',
  'document-unknown',
  'tag-unknown',
  'name-taken',
  // Evaluation.
  'verdict-refused',
  'ifeval-set-malformed',
  'evaluation-file-malformed',
  'verdict-timed-out',
  'punkt-tables-missing',
  'punkt-tables-malformed',
  'evaluation-unknown',
  'evaluation-damaged',
  'evaluation-changed',
  'evaluation-running-elsewhere',
  'task-unavailable',
  'template-missing',
  'judge-missing',
  // Parents and children.
  'held-out-refused',
  'quantizations-differ',
  'shapes-differ',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Facts about one failure, shown in its sentence: `{ path, expected, found }` and the like. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** The plain form of an error, as it crosses a process border. */
export interface ErrorReport<Code extends ErrorCode = ErrorCode> {
  readonly code: Code;
  readonly details: ErrorDetails;
  /** English, for logs and developers; a user sees the sentence of `code`. */
  readonly message: string;
}

export const ErrorReport = v.strictObject({
  code: v.picklist(ERROR_CODES),
  details: v.record(v.string(), v.union([v.string(), v.number()])),
  message: v.string(),
});

/** A failure that Sarvi understands. Anything else that is thrown is a defect and is reported as `internal`. */
export class SarviError extends Error {
  override readonly name = 'SarviError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { message?: string; cause?: unknown }) {
    super(
      options?.message ?? describe(code, details),
      options?.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.details = details;
  }

  toReport(): ErrorReport {
    return { code: this.code, details: this.details, message: this.message };
  }

  static fromReport(report: ErrorReport): SarviError {
    return new SarviError(report.code, report.details, { message: report.message });
  }

  /** Any thrown value as a `SarviError`; another value becomes `internal` and is kept as its cause. */
  static from(thrown: unknown): SarviError {
    if (thrown instanceof SarviError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new SarviError('internal', { reason: message }, { message, cause: thrown });
  }
}

function describe(code: ErrorCode, details: ErrorDetails): string {
  const facts = Object.entries(details).map(([key, value]) => {
    const shown = key === 'reason' && typeof value === 'string' ? reasonText(value, 'en') : value;
    return `${key} ${JSON.stringify(shown)}`;
  });
  return facts.length === 0 ? code : `${code}: ${facts.join(', ')}`;
}
