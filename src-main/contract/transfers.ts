/** Words of imports and exports of conversations. */
import * as v from 'valibot';
import { ErrorReport } from './errors.ts';
import { Count, FilePath, JobId } from './primitives.ts';

/** What Sarvi reads; recognised by what is in a file, never by its name. */
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
 * What Sarvi writes: `markdown` to be read, `json` to be imported again with nothing lost (docs/history-format.md),
 * `jsonl` a line of `messages` for each conversation, for fine-tuning.
 */
export const EXPORT_FORMATS = ['markdown', 'json', 'jsonl'] as const;
export const ExportFormat = v.picklist(EXPORT_FORMATS);
export type ExportFormat = v.InferOutput<typeof ExportFormat>;

/** A job's lists end here; its counts go on. */
export const MOST_LISTED = 200;

/** A conversation of a file that was not taken in. */
export const Refusal = v.strictObject({
  /** Within the folder that is read; null when it is one file. */
  file: v.nullable(v.string()),
  /** From 1: of the conversations in the file, and of the line where it begins. */
  number: Count,
  line: Count,
  error: ErrorReport,
});
/** A file in which there was no conversation; the reason as `reasons.ts` has it. */
export const Skip = v.strictObject({ file: v.string(), reason: v.string() });
export type Skip = v.InferOutput<typeof Skip>;

/** What was odd in a conversation that was taken in all the same. */
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
  /** Formats that were found in the file so far. */
  formats: v.array(TransferFormat),
  /** Of the file that is read; null for an export, whose size is not known before. */
  bytesDone: Count,
  bytesTotal: v.nullable(Count),
  /** Of an export: how many conversations there are to write; null for an import. */
  conversationsTotal: v.nullable(Count),
  /** By an import: conversations, and files without any. Always the sum of what was taken in, known, refused, skipped. */
  found: Count,
  /** Conversations that were taken in, or written. */
  conversationsDone: Count,
  /** Those that the history has already, which are left as they are. */
  duplicates: Count,
  refused: Count,
  /** Files without a conversation. */
  skipped: Count,
  /** Of those that were taken in, how many had something to mend. */
  mended: Count,
  /** The first of each, told when the job has ended. */
  refusals: v.array(Refusal),
  skips: v.array(Skip),
  mendings: v.array(Mending),
  /** Why it failed as a whole; what was taken in before stays. */
  error: v.nullable(ErrorReport),
});
export type TransferJob = v.InferOutput<typeof TransferJob>;
