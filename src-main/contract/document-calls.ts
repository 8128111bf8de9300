/** The texts that a conversation was given as files, and what its answers quote of them. */
import * as v from 'valibot';
import { call } from './call.ts';
import { HISTORY_ERRORS } from './declared-errors.ts';
import { ConversationId, Count, FolderFileId, MessageId } from './primitives.ts';

/** Where the text of a file is. */
export const FileSource = v.variant('kind', [
  /** In a message of the user; `index` counts the files of that message. */
  v.strictObject({ kind: v.literal('attached'), messageId: MessageId, index: Count }),
  /** Of the conversation's folder. */
  v.strictObject({ kind: v.literal('folder'), fileId: FolderFileId }),
]);
export type FileSource = v.InferOutput<typeof FileSource>;

export const QUOTE_RESULTS = ['exact', 'nearly', 'missing'] as const;
export type QuoteResult = (typeof QUOTE_RESULTS)[number];

/** How a quotation differs from its place in the file, where the words are the same. */
export const QUOTE_DIFFERENCES = [
  'spaces',
  'case',
  /** Quotation marks, dashes, and marks at the end. */
  'marks',
  /** Markdown's marks. */
  'formatting',
  /** Accents and ligatures that are written in another way and look the same. */
  'unicode',
  /** Characters that are not drawn. */
  'hidden',
  /** The quotation begins or ends within a word of the file. */
  'cut-word',
  /** The file has more at “…”. */
  'left-out',
] as const;
export type QuoteDifference = (typeof QUOTE_DIFFERENCES)[number];

/** A place in a text, in UTF-16 units. */
export const TextRange = v.strictObject({ start: Count, end: Count });
export type TextRange = v.InferOutput<typeof TextRange>;

const CheckedQuote = v.strictObject({
  /** In the answer. */
  place: TextRange,
  /** As it is in the answer, without quotation marks. */
  text: v.string(),
  result: v.picklist(QUOTE_RESULTS),
  /** The index of the file that has it; null when none has. */
  file: v.nullable(Count),
  /** In the file; several where the quotation leaves something out. */
  ranges: v.array(TextRange),
  /** The words of the file, where they are not the same letter by letter. */
  found: v.string(),
  differences: v.array(v.picklist(QUOTE_DIFFERENCES)),
});
export type CheckedQuote = v.InferOutput<typeof CheckedQuote>;

const QuotableFile = v.strictObject({ source: FileSource, name: v.string(), length: Count });
export type QuotableFile = v.InferOutput<typeof QuotableFile>;

/**
 * The quotations of an answer, each looked for in the files that were given before it. Nothing of this is kept.
 * `complete` is false when the answer or the files are too long to be checked to the end.
 */
export const checkQuotes = call('documents.quotes', {
  input: v.strictObject({ conversationId: ConversationId, messageId: MessageId }),
  output: v.strictObject({
    files: v.array(QuotableFile),
    quotes: v.array(CheckedQuote),
    complete: v.boolean(),
  }),
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown'],
});

/** The whole text of a file. */
export const readDocument = call('documents.read', {
  input: v.strictObject({ conversationId: ConversationId, source: FileSource }),
  output: v.strictObject({ name: v.string(), text: v.string() }),
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'document-unknown'],
});
