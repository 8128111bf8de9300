import type { QuotableFile } from '#contract/document-calls';
import { SarviError } from '#contract/errors';
import { splitAttachments } from '#contract/split-attachments';
import { QuotedFile } from '../../../src-main/core/history/quotes/check-quote.ts';
import { findQuotes } from '../../../src-main/core/history/quotes/find-quotes.ts';
import { judgeQuote } from '../../../src-main/core/history/quotes/judge-quote.ts';
import type { FakeHandlers } from './fake-core.ts';
import type { FakeMessages } from './fake-messages.ts';

type GivenFile = QuotableFile & { readonly text: string };

/** Files in messages, and quotations of them. */
export function fakeDocuments(messages: FakeMessages): FakeHandlers {
  const filesIn = (messageId: string): GivenFile[] => {
    const message = messages.find(messageId);
    const parts = message?.role === 'user' ? splitAttachments(message.text) : [];
    return parts
      .filter((part) => part.kind === 'file')
      .map(({ name, text }, index) => {
        return { source: { kind: 'attached', messageId, index }, name, text, length: text.length };
      });
  };
  return {
    'documents.quotes': ({ conversationId, messageId }) => {
      const answer = messages.find(messageId);
      if (answer?.conversationId !== conversationId) throw new SarviError('message-unknown', { messageId });
      const given: GivenFile[] = [];
      let { parentId } = answer;
      while (parentId !== null) {
        given.push(...filesIn(parentId));
        parentId = messages.find(parentId)?.parentId ?? null;
      }
      const found = answer.role === 'assistant' ? findQuotes(answer.text) : [];
      const texts = given.map(({ text }) => new QuotedFile(text));
      const files = found.length === 0 ? [] : given.map(({ text: _text, ...file }) => file);
      return {
        files,
        quotes: files.length === 0 ? [] : found.map((quote) => judgeQuote(quote, texts)),
        complete: true,
      };
    },
    'documents.read': ({ source }) => {
      const file = source.kind === 'attached' ? filesIn(source.messageId)[source.index] : undefined;
      if (!file) throw new SarviError('document-unknown');
      return { name: file.name, text: file.text };
    },
  };
}
