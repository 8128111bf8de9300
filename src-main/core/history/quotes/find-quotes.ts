/** The quotations in an answer: words between quotation marks, and Markdown's block quotes. */
import { wordsOf } from '../search/words.ts';

/** A quotation with the place that it has in the answer, without its marks. */
export interface Quote {
  /** In UTF-16 units of the answer. */
  readonly start: number;
  readonly end: number;
  /** As it was written; for a block quote without the `>` of its lines. */
  readonly text: string;
}

/** Fewer words are a name or a term, which anybody may use without a source. */
export const LEAST_WORDS = 3;
/** A longer one is no quotation but a pair of marks that do not belong together. */
const LONGEST = 6000;
/** More are not checked; `complete` says so. */
export const MOST_QUOTES = 200;

/** Opening marks with those that may close them. */
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”"',
  '”': '”"',
  '„': '“”"',
  '«': '»',
  '»': '»«',
  '‘': '’',
  '’': '’',
  '‹': '›',
  '›': '›‹',
};
const CODE = /^( {0,3})(`{3,}(?!`)|~{3,}(?!~))[^\n]*\n[\s\S]*?(?:\n {0,3}\2[`~]*[ \t]*(?=\n|$)|$(?![\s\S]))/gm;
const INLINE_CODE = /(?<!`)(`+)(?!`)[^`\n](?:[^\n]*?[^`\n])?\1(?!`)/g;
const BLOCK = /(?:^ {0,3}>[^\n]*(?:\n|$))+/gm;
const LETTER = /[\p{L}\p{N}]/u;

/** Quotations of at least `LEAST_WORDS` words, in their order; none in code. Linear in the length of `answer`. */
export function findQuotes(answer: string): Quote[] {
  const plain = answer.replace(CODE, blank).replace(INLINE_CODE, blank);
  const blocks: Quote[] = [];
  const rest = plain.replace(BLOCK, (block: string, start: number) => {
    blocks.push(...blockQuotes(answer.slice(start, start + block.length), start));
    return blank(block);
  });
  return [...blocks, ...marked(answer, rest)]
    .filter(({ text }) => text.length <= LONGEST && wordsOf(text).length >= LEAST_WORDS)
    .sort((a, b) => a.start - b.start);
}

/** As long, with the same lines, and with nothing to find. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** A block quote's paragraphs: an empty line in it ends one. Quotation marks around a whole paragraph are left out. */
function* blockQuotes(block: string, start: number): Generator<Quote> {
  for (const { index, 0: paragraph } of block.matchAll(/(?: {0,3}>[ \t]*[^\s>][^\n]*(?:\n|$))+/g)) {
    const lines = paragraph.trimEnd().split('\n');
    const text = lines.map((line) => line.replace(/^ {0,3}(?:>[ \t]?)+/, '').trim()).join('\n');
    const inner = /^(["“”„«»‘’])(.*)(["“”«»’])$/su.exec(text)?.[2];
    const lead = /^[ >\t]*/.exec(paragraph)?.[0].length ?? 0;
    const at = start + index;
    yield { start: at + lead, end: at + paragraph.trimEnd().length, text: inner ?? text };
  }
}

function* marked(answer: string, plain: string): Generator<Quote> {
  for (const { index: from, 0: paragraph } of plain.matchAll(/[^\n]+(?:\n[^\n]*\S[^\n]*)*/g)) {
    const closers = closersIn(paragraph);
    for (let at = 0; at < paragraph.length; at += 1) {
      const closing = CLOSING[paragraph[at] ?? ''];
      if (closing === undefined || !opens(paragraph, at)) continue;
      const end = closers.next(closing, at + 1);
      if (end === null) continue;
      const start = from + at + 1;
      yield { start, end: from + end, text: answer.slice(start, from + end) };
      at = end;
    }
  }
}

/** After a space, a bracket or nothing, and before something. */
function opens(text: string, at: number): boolean {
  const [before, after] = [text[at - 1] ?? ' ', text[at + 1] ?? ' '];
  return !LETTER.test(before) && !/[.,;:!?…)\]]/.test(before) && /\S/.test(after);
}

/** After something, and not before a letter, as an apostrophe is. Finnish has “sana”:n with a colon. */
function closes(text: string, at: number): boolean {
  return /\S/.test(text[at - 1] ?? ' ') && !LETTER.test(text[at + 1] ?? ' ');
}

/** The closing marks of a paragraph; asked for growing places, it reads each mark once. */
function closersIn(paragraph: string): { next(closing: string, from: number): number | null } {
  const places = new Map<string, number[]>();
  for (let at = 1; at < paragraph.length; at += 1) {
    const mark = paragraph[at] ?? '';
    if (!'"“”«»’›‹'.includes(mark) || !closes(paragraph, at)) continue;
    const own = places.get(mark);
    if (own === undefined) places.set(mark, [at]);
    else own.push(at);
  }
  const read = new Map<string, number>();
  const nextOf = (mark: string, from: number): number => {
    const own = places.get(mark) ?? [];
    let index = read.get(mark) ?? 0;
    while (index < own.length && (own[index] ?? 0) <= from) index += 1;
    read.set(mark, index);
    return own[index] ?? Infinity;
  };
  return {
    next(closing, from) {
      const nearest = Math.min(...Array.from(closing, (mark) => nextOf(mark, from)));
      return nearest === Infinity ? null : nearest;
    },
  };
}
