import type { QuotableFile } from '#contract/document-calls';
import { findConversation } from '../conversations.ts';
import type { ReadableDB } from '../database.ts';
import { findKey, findMessage } from '../messages.ts';
import type { RequestInput, RequestOutput } from '../protocol.ts';
import { QuotedFile } from './check-quote.ts';
import { findQuotes, MOST_QUOTES } from './find-quotes.ts';
import { givenFiles } from './given-files.ts';
import { judgeQuote } from './judge-quote.ts';

/** A longer answer is no answer of a model's; in UTF-16 units. */
const MOST_ANSWER = 300_000;
/** So much is read of files, the nearest first: about a second. */
const MOST_READ = 20_000_000;

/**
 * The quotations of an answer with their places in the files before it. A place that is the same letter by letter
 * counts more than a nearer one that is not.
 *
 * @throws SarviError `conversation-unknown`, `message-unknown`
 */
export function checkQuotes(
  database: ReadableDB,
  { conversationId, messageId }: RequestInput<'documents.quotes'>,
): RequestOutput<'documents.quotes'> {
  const conversation = findConversation(database, conversationId);
  const key = findKey(database, conversation.key, messageId);
  const { role, text } = findMessage(database, messageId);
  if (role !== 'assistant' || text.length > MOST_ANSWER) {
    return { files: [], quotes: [], complete: role !== 'assistant' };
  }
  const quotes = findQuotes(text);
  const checked = quotes.slice(0, MOST_QUOTES);
  if (checked.length === 0) return { files: [], quotes: [], complete: true };
  const files: (QuotableFile & { readonly file: QuotedFile })[] = [];
  let read = 0;
  for (const { source, name, text: own } of givenFiles(database, conversationId, key)) {
    read += own.length;
    if (read > MOST_READ) break;
    files.push({ source, name, length: own.length, file: new QuotedFile(own) });
  }
  const texts = files.map(({ file }) => file);
  return {
    files: files.map(({ file: _file, ...facts }) => facts),
    quotes: files.length === 0 ? [] : checked.map((quote) => judgeQuote(quote, texts)),
    complete: read <= MOST_READ && checked.length === quotes.length,
  };
}
