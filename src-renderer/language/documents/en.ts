/** English for files of a conversation, and what answers quote of them. */
import type { QuoteDifference, QuoteResult } from '#contract/document-calls';
import { counted } from '../counted.ts';

const differences: Record<QuoteDifference, string> = {
  spaces: 'spaces or line breaks',
  case: 'capital letters',
  marks: 'quotation marks, dashes or the mark at the end',
  formatting: 'Markdown’s marks',
  unicode: 'letters that look the same but are written in another way',
  hidden: 'characters that are not visible, such as soft hyphens',
  'cut-word': 'it begins or ends within a word',
  'left-out': 'the file has more at the “…”',
};

const results: Record<QuoteResult, string> = {
  exact: 'letter by letter',
  nearly: 'the same words',
  missing: 'not in the files',
};

const counts: Record<QuoteResult, (count: number) => string> = {
  exact: counted('en', { one: 'one letter by letter', other: '# letter by letter' }),
  nearly: counted('en', { one: 'one with the same words', other: '# with the same words' }),
  missing: counted('en', { one: 'one not in the files', other: '# not in the files' }),
};

export const documents = {
  quotes: {
    title: 'Quotations',
    list: 'Quotations of this answer',
    hint: 'Sarvi looked for each quotation in the files of this conversation.',
    results,
    counts,
    differences,
    differs: (list: string) => `Differs from the file: ${list}`,
    inFile: 'In the file',
    open: (result: string, name: string) => `Quotation, ${result}. Show it in ${name}`,
    missing: 'Quotation, not in the files',
    incomplete: 'The answer or the files are very long. Not everything was checked.',
  },
  document: {
    length: counted('en', { one: 'one character', other: '# characters' }),
    loading: 'Reading the file…',
    text: 'Text of the file',
  },
  longFiles: {
    title: 'Long files',
    tooLong: (tokens: string, room: string) =>
      `The attached text has about ${tokens} tokens. A message to this model has room for about ${room}.`,
    refused: 'The model had no room for this message as it was. Nothing of it is lost.',
    choose: 'Choose what goes into the message. The rest is not sent.',
    search: 'Search inside',
    parts: 'Send in parts',
    leaveOut: 'Leave out',
    passages: 'Passages for this question',
    passagesHint: 'They are chosen by the words of your question, inflected forms included, and are sent before it.',
    chosen: (count: string, tokens: string, room: string) => `${count} chosen, about ${tokens} of ${room} tokens`,
    share: 'Share of the window',
    beginning: 'There is no word to look for in the message. These are from the beginning of the file.',
    waiting: 'Write your question. The passages are found by its words.',
    nothing: 'The file has no passage with the words of your message. Nothing of it is sent. Try other words below.',
    noneChosen: 'No passage is chosen. Nothing of the file is sent.',
    looking: 'Looking for passages…',
    own: 'Find more with your own words',
    ownNone: 'The file does not have these words.',
    find: 'Find',
    more: counted('en', { one: 'Show one more passage', other: 'Show # more passages' }),
    place: (share: string) => `at ${share} of the file`,
    partsOf: (name: string, count: string) => `${name} in ${count} parts`,
    partsHint: 'Choose the parts for this message. The next part is chosen after sending.',
    part: (number: string) => `Part ${number}`,
    sent: 'sent',
    allSent: 'All parts were sent.',
    tokens: counted('en', { one: 'about one token', other: 'about # tokens' }),
  },
};
