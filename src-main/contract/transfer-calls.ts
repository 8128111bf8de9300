/** Exports of conversations into files, and imports from files of Sarvi and other apps. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { codesOf, FILE_ERRORS, HISTORY_ERRORS } from './declared-errors.ts';
import { ExportFormat, TransferFormat, TransferJob } from './transfers.ts';
import { ConversationId, Count, FilePath, JobId, MessageId } from './primitives.ts';

/** An import also looks for existing conversations in the history. */
const READ_ERRORS = codesOf(FILE_ERRORS, HISTORY_ERRORS, [
  'transfer-unrecognised',
  'transfer-newer-version',
  // A damaged archive, or one beyond the limits.
  'conversation-refused',
]);

/** Recognises a file of conversations, or a folder of such files, by its beginning; changes nothing. */
export const inspectImport = call('history.inspectImport', {
  input: v.strictObject({ path: FilePath }),
  output: v.strictObject({ path: FilePath, format: TransferFormat, sizeBytes: Count }),
  errors: READ_ERRORS,
});

/**
 * Starts an import of conversations and answers at once; events of `history.transferChanged` follow. Each conversation
 * is imported completely or not at all, and existing ones are never changed.
 */
export const importHistory = call('history.import', {
  input: v.strictObject({ path: FilePath }),
  output: v.strictObject({ jobId: JobId }),
  errors: [...READ_ERRORS, 'data-folder-gone'],
});

/** Which conversations are exported, and how. */
const exportContent = {
  format: ExportFormat,
  /** Missing: all. Conversations in the trash are never exported. */
  conversationIds: v.optional(v.pipe(v.array(ConversationId), v.minLength(1), v.maxLength(100_000))),
  /** JSONL only: a line for each leaf of a conversation's tree instead of one for its open branch. */
  allLeaves: v.optional(v.boolean(), false),
  /** Of one conversation, in a format for reading: only these messages. */
  messageIds: v.optional(v.pipe(v.array(MessageId), v.minLength(1), v.maxLength(1000))),
  /** The language of the words between messages in Markdown and documents. */
  language: v.optional(v.picklist(['fi', 'en']), 'en'),
};

/** Starts an export to a file, or in a format for reading to a folder, which is complete at the end or does not exist. */
export const exportHistory = call('history.export', {
  input: v.strictObject({
    ...exportContent,
    path: FilePath,
    /** Formats for reading only: `path` is a new folder, with a file for each conversation. */
    separateFiles: v.optional(v.boolean(), false),
    /** Whether an existing file is replaced. */
    replace: v.optional(v.boolean(), false),
  }),
  output: v.strictObject({ jobId: JobId }),
  errors: codesOf(FILE_ERRORS, HISTORY_ERRORS, [
    'path-exists',
    'path-own-data',
    'conversation-unknown',
    'message-unknown',
  ]),
});

/** Starts an export that the page saves itself, like a download in a browser. Its text is fetched in pieces. */
export const beginDownload = call('history.beginDownload', {
  input: v.strictObject(exportContent),
  output: v.strictObject({
    downloadId: JobId,
    conversations: Count,
    /** Of the pieces: each is a text, or bytes that are decoded one by one. */
    encoding: v.picklist(['text', 'base64']),
  }),
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown'],
});

/** The next piece of a download, of limited length; null at the end, when the download is removed. */
export const nextDownloadPiece = call('history.downloadPiece', {
  input: v.strictObject({ downloadId: JobId }),
  output: v.strictObject({ text: v.nullable(v.string()), conversationsDone: Count }),
  errors: [...HISTORY_ERRORS, 'transfer-unknown', 'conversation-unknown', 'cancelled', 'export-too-large'],
});

/** Writes the printed form of the page that asks to a PDF file, complete at the end or not at all; desktop shell only. */
export const savePdf = call('history.savePdf', {
  input: v.strictObject({ path: FilePath, replace: v.optional(v.boolean(), false) }),
  output: v.null(),
  errors: codesOf(FILE_ERRORS, ['path-exists', 'path-own-data', 'unsupported-in-shell']),
});

/** Ends a download early; one that has ended is no error. */
export const endDownload = call('history.endDownload', {
  input: v.strictObject({ downloadId: JobId }),
  output: v.null(),
});

export const listTransfers = call('history.transfers', { input: v.strictObject({}), output: v.array(TransferJob) });

/** Stops a job, or removes an ended one from the list. Imported conversations stay; an export leaves nothing. */
export const cancelTransfer = call('history.cancelTransfer', {
  input: v.strictObject({ jobId: JobId }),
  output: v.null(),
  errors: ['transfer-unknown'],
});

export const transferChanged = event('history.transferChanged', TransferJob);
