/** Imports and exports of conversations. */
import * as v from 'valibot';
import { ErrorReport } from './errors.ts';
import { Count, FilePath, JobId } from './primitives.ts';

/** Formats that Sarvi reads; recognised by content, never by name. */
export const TRANSFER_FORMATS = [
  'sarvi',
  'chatgpt',
  'lm-studio',
  'jan',
  'open-webui',
  'llama-web-ui',
  'share-gpt',
  'messages',
] as const;
export const TransferFormat = v.picklist(TRANSFER_FORMATS);
export type TransferFormat = v.InferOutput<typeof TransferFormat>;

/**
 * Formats that Sarvi writes: `markdown` for reading, `json` to import again without loss (docs/history-format.md),
 * `jsonl` with a line of `messages` for each conversation, for fine-tuning; the others are documents for other programs.
 */
export const DOCUMENT_FORMATS = ['docx', 'odt', 'html'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];
export const EXPORT_FORMATS = ['markdown', ...DOCUMENT_FORMATS, 'json', 'jsonl'] as const;
export const ExportFormat = v.picklist(EXPORT_FORMATS);
export type ExportFormat = v.InferOutput<typeof ExportFormat>;

export function isDocumentFormat(format: ExportFormat): format is DocumentFormat {
  return DOCUMENT_FORMATS.some((document) => document === format);
}

/** Formats that are read by people, one message of which makes sense alone. */
export function isReadingFormat(format: ExportFormat): boolean {
  return format === 'markdown' || isDocumentFormat(format);
}

/** The longest list of a job; its counts continue. */
export const MOST_LISTED = 200;

/** A conversation of a file that was not imported. */
export const Refusal = v.strictObject({
  /** Its name within the folder that is read; null for a single file. */
  file: v.nullable(v.string()),
  /** The number of the conversation in the file, and the line where it begins, both from 1. */
  number: Count,
  line: Count,
  error: ErrorReport,
});
/** A file without a conversation; the reason has the form of `reasons.ts`. */
export const Skip = v.strictObject({ file: v.string(), reason: v.string() });
export type Skip = v.InferOutput<typeof Skip>;

/** Faults of a conversation that was imported after repairs. */
export const Mending = v.strictObject({
  file: v.nullable(v.string()),
  number: Count,
  line: Count,
  title: v.string(),
  reasons: v.array(v.string()),
});
export type Mending = v.InferOutput<typeof Mending>;

export type Refusal = v.InferOutput<typeof Refusal>;

/** One running or ended import or export. Ended ones leave the list when the app ends. */
export const TransferJob = v.strictObject({
  id: JobId,
  kind: v.picklist(['import', 'export']),
  path: FilePath,
  state: v.picklist(['running', 'finished', 'failed', 'cancelled']),
  /** Formats found in the file so far. */
  formats: v.array(TransferFormat),
  /** Of the file that is read; null for an export, whose size is not known in advance. */
  bytesDone: Count,
  bytesTotal: v.nullable(Count),
  /** How many conversations an export writes; null for an import. */
  conversationsTotal: v.nullable(Count),
  /**
   * For an import: conversations, and files without any. Always the sum of imported, duplicate, refused and skipped
   * ones.
   */
  found: Count,
  /** Conversations that were imported or written. */
  conversationsDone: Count,
  /** Conversations that the history has already, which are not changed. */
  duplicates: Count,
  refused: Count,
  /** Files without a conversation. */
  skipped: Count,
  /** How many of the imported ones were repaired. */
  mended: Count,
  /** The first of each, sent when the job has ended. */
  refusals: v.array(Refusal),
  skips: v.array(Skip),
  mendings: v.array(Mending),
  /** Why it failed as a whole; conversations imported before stay. */
  error: v.nullable(ErrorReport),
});
export type TransferJob = v.InferOutput<typeof TransferJob>;
