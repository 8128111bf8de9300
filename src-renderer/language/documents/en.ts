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
    place: (number: string, count: string) => `Place ${number} of ${count}`,
    next: 'Next place',
    previous: 'Previous place',
  },
};
