import type { ArgumentsOf } from '../instruction-kinds.ts';
import type { Finding, Judge } from '../judge.ts';
import { isBlank, SPACE, splitWords, strip, stripSigns, WORD } from '../python/text.ts';
import { compare } from './compare.ts';

const WORDS = new RegExp(`[${WORD}]+`, 'gu');
const DIVIDER = new RegExp(`[${SPACE}]?\\*\\*\\*[${SPACE}]?`, 'u');

export function numberOfSentences(
  text: string,
  { num_sentences, relation }: ArgumentsOf<'length_constraints:number_sentences'>,
  judge: Judge,
): Finding {
  return compare(judge.sentences(text).length, relation, num_sentences);
}

export function numberOfWords(
  text: string,
  { num_words, relation }: ArgumentsOf<'length_constraints:number_words'>,
): Finding {
  let words = 0;
  for (const _ of text.matchAll(WORDS)) words += 1;
  return compare(words, relation, num_words);
}

/** Pieces between `***`; a blank one in the middle fails. */
export function numberOfParagraphs(
  text: string,
  { num_paragraphs }: ArgumentsOf<'length_constraints:number_paragraphs'>,
): Finding {
  const pieces = text.split(DIVIDER);
  const blank = pieces.map(isBlank);
  if (blank.slice(1, -1).includes(true)) return { follows: false, found: '*** ***' };
  const found = blank.filter((isEmpty) => !isEmpty).length;
  return { follows: found === num_paragraphs, found };
}

/** Pieces between two line ends. Blank ones are not counted, and yet have a place among the others. */
export function nthParagraphFirstWord(
  text: string,
  { num_paragraphs, nth_paragraph, first_word }: ArgumentsOf<'length_constraints:nth_paragraph_first_word'>,
): Finding {
  const pieces = text.split('\n\n');
  const count = pieces.filter((piece) => !isBlank(piece)).length;
  if (nth_paragraph > count) return { follows: false, found: count };
  const paragraph = strip(pieces[nth_paragraph - 1] ?? '');
  if (paragraph === '') return { follows: false, found: count };
  const [first = ''] = splitWords(paragraph);
  const word = stripSigns(stripSigns(first, "'", ''), '"', '').replace(/[.,?!'"][^]*$/u, '');
  const found = [...word].map((letter) => letter.toLowerCase()).join('');
  if (count !== num_paragraphs) return { follows: false, found: count };
  return { follows: found === first_word.toLowerCase(), found };
}
