import type { QuotableFile } from '#contract/document-calls';
import { SarviError } from '#contract/errors';
import { splitAttachments } from '#contract/split-attachments';
import { QuotedFile } from '../../../src-main/core/history/quotes/check-quote.ts';
import { findQuotes } from '../../../src-main/core/history/quotes/find-quotes.ts';
import { judgeQuote } from '../../../src-main/core/history/quotes/judge-quote.ts';
import { cutPassages } from '../../../src-main/core/history/passages/cut-passages.ts';
import { cutParts } from '../../../src-main/core/history/passages/cut-parts.ts';
import { questionWords } from '../../../src-main/core/history/passages/question-words.ts';
import type { FakeHandlers } from './fake-core.ts';
import type { FakeMessages } from './fake-messages.ts';

/** Passages of long texts: those that have a word of the question as it is written. */
export function fakePassages(): FakeHandlers {
  const texts = new Map<string, string>();
  const textOf = (textId: string): string => {
    const text = texts.get(textId);
    if (text === undefined) throw new SarviError('document-unknown');
    return text;
  };
  return {
    'passages.open': ({ text }) => {
      const known = [...texts].find(([, other]) => other === text)?.[0];
      const textId = known ?? String(texts.size).padStart(64, '0');
      texts.set(textId, text);
      return { textId };
    },
    'passages.find': ({ textIds, question, mostTokens }) => {
      const words = questionWords(question);
      let left = mostTokens;
      const passages = textIds.flatMap((textId) => {
        const text = textOf(textId);
        return cutPassages(text)
          .filter(({ start, end }) => {
            const own = text.slice(start, end).toLowerCase();
            return words.length === 0 || words.some((word) => own.includes(word));
          })
          .map(({ start, end, headings }) => {
            const tokens = Math.ceil((end - start) / 3);
            const chosen = tokens <= left;
            if (chosen) left -= tokens;
            const snippet = [{ text: text.slice(start, start + 100), marked: false }];
            return { textId, start, end, headings: [...headings], tokens, score: 1, chosen, snippet };
          });
      });
      const how = passages.length === 0 ? 'nothing' : words.length === 0 ? 'beginning' : 'found';
      return { how, passages: passages.slice(0, 40) };
    },
    'passages.parts': ({ textId, mostTokens }) => {
      const text = textOf(textId);
      return { parts: cutParts(text, cutPassages(text), mostTokens) };
    },
  };
}

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
