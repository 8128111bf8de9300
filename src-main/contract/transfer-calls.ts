/** Conversations out of Sarvi into files, and out of the files of Sarvi and other apps into the history. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS, HISTORY_ERRORS } from './declared-errors.ts';
import { ExportFormat, TransferFormat, TransferJob } from './transfers.ts';
import { ConversationId, Count, FilePath, JobId } from './primitives.ts';

/** Conversations that are there already are looked for in the history. */
const READ_ERRORS = codesOf(FILE_ERRORS, HISTORY_ERRORS, [
  'transfer-unrecognised',
  'transfer-newer-version',
  // An archive that is damaged or out of bounds.
  'conversation-refused',
]);

/** Says what a file of conversations is, or a folder of such files, by its beginning, without changing anything. */
export const inspectImport = call('history.inspectImport', {
  input: v.strictObject({ path: FilePath }),
  output: v.strictObject({ path: FilePath, format: TransferFormat, sizeBytes: Count }),
  errors: READ_ERRORS,
});

/**
 * Begins to take in the conversations of a file and answers at once; `history.transferChanged` tells the rest. Each
 * conversation comes in whole or not at all, and nothing that is in the history already is changed.
 */
export const importHistory = call('history.import', {
  input: v.strictObject({ path: FilePath }),
  output: v.strictObject({ jobId: JobId }),
  errors: [...READ_ERRORS, 'data-folder-gone'],
});

/** Which conversations are exported, and how. */
const exportContent = {
  format: ExportFormat,
  /** All when it is missing; those in the trash never. */
  conversationIds: v.optional(v.pipe(v.array(ConversationId), v.minLength(1), v.maxLength(100_000))),
  /** JSONL only: a line for each leaf of a conversation's tree instead of one for its open branch. */
  allLeaves: v.optional(v.boolean(), false),
  /** Of the words between the messages in Markdown. */
  language: v.optional(v.picklist(['fi', 'en']), 'en'),
};

/** Begins to write conversations to a file, or for Markdown to a folder, that is there whole at the end or not at all. */
export const exportHistory = call('history.export', {
  input: v.strictObject({
    ...exportContent,
    path: FilePath,
    /** Markdown only: `path` is a folder that is made, with a file for each conversation. */
    separateFiles: v.optional(v.boolean(), false),
    /** Whether a file that is there is replaced. */
    replace: v.optional(v.boolean(), false),
  }),
  output: v.strictObject({ jobId: JobId }),
  errors: codesOf(FILE_ERRORS, HISTORY_ERRORS, ['path-exists', 'path-own-data', 'conversation-unknown']),
});

/** Begins an export that the page keeps by itself, as a browser's download. Its text is asked for in pieces. */
export const beginDownload = call('history.beginDownload', {
  input: v.strictObject(exportContent),
  output: v.strictObject({ downloadId: JobId, conversations: Count }),
  errors: [...HISTORY_ERRORS, 'conversation-unknown'],
});

/** The next piece of a download, of a bounded length; null at the end, after which nothing is left of it. */
export const nextDownloadPiece = call('history.downloadPiece', {
  input: v.strictObject({ downloadId: JobId }),
  output: v.strictObject({ text: v.nullable(v.string()), conversationsDone: Count }),
  errors: [...HISTORY_ERRORS, 'transfer-unknown', 'conversation-unknown', 'cancelled'],
});

/** Ends a download before its end; one that is over is no error. */
export const endDownload = call('history.endDownload', {
  input: v.strictObject({ downloadId: JobId }),
  output: v.null(),
});

export const listTransfers = call('history.transfers', { input: v.strictObject({}), output: v.array(TransferJob) });

/** Stops a job, or takes an ended one off the list. What an import has taken in stays; of an export nothing is left. */
export const cancelTransfer = call('history.cancelTransfer', {
  input: v.strictObject({ jobId: JobId }),
  output: v.null(),
  errors: ['transfer-unknown'],
});

export const transferChanged = event('history.transferChanged', TransferJob);
