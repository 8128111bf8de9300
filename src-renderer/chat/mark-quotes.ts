/**
 * Puts a small sign behind each quotation of an answer on the page. The text of the answer stays as it is: signs are
 * put in again when its elements are made again, and taken out at the end.
 */
import type { CheckedQuote, QuoteResult } from '#contract/document-calls';
import { rangesOf } from './text-ranges.ts';

/** Their shapes tell them apart where colours do not. */
export const QUOTE_SIGNS: Readonly<Record<QuoteResult, string>> = { exact: '✓', nearly: '≈', missing: '✕' };

const CLASS = 'quote-sign';
const AFTER = /^["”“»«’›‹]/;

export interface QuoteLabels {
  /** The name of a sign. */
  readonly label: (quote: CheckedQuote) => string;
  readonly onpress: (quote: CheckedQuote) => void;
}

/** @returns a function that takes the signs out */
export function markQuotes(root: HTMLElement, quotes: readonly CheckedQuote[], labels: QuoteLabels): () => void {
  const byWords = new Map(quotes.map((quote) => [keyOf(wordsOf(quote.text)), quote]));
  const pattern = patternOf(quotes);
  let frame = 0;
  const mark = (): void => {
    observer.disconnect();
    remove(root);
    const ranges = pattern === null ? [] : rangesOf(root, pattern);
    // From the last one, because a sign splits the text that it is put into.
    for (const range of ranges.reverse()) {
      const quote = byWords.get(keyOf([range.toString()]));
      if (quote) put(range, signOf(quote, labels));
    }
    observer.observe(root, { childList: true, subtree: true });
  };
  const observer = new MutationObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(mark);
  });
  mark();
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    remove(root);
  };
}

function remove(root: HTMLElement): void {
  for (const sign of root.querySelectorAll(`.${CLASS}`)) {
    const { parentNode } = sign;
    sign.remove();
    parentNode?.normalize();
  }
}

/** The words without Markdown's marks, which the page does not show. */
function wordsOf(text: string): string[] {
  return text
    .replace(/!?\[([^\]\n]*)\]\([^)\s]*\)/g, '$1')
    .replace(/[*_`~\\]/g, '')
    .split(/\s+/)
    .filter((word) => word !== '');
}

function keyOf(words: readonly string[]): string {
  return words.join('').replace(/[\s*_`~\\]/g, '');
}

function patternOf(quotes: readonly CheckedQuote[]): RegExp | null {
  const alternatives = quotes
    .map(({ text }) => wordsOf(text))
    .filter((words) => words.length > 0)
    .sort((a, b) => b.join('').length - a.join('').length)
    .map((words) => words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('\\s+'));
  return alternatives.length === 0 ? null : new RegExp(alternatives.join('|'), 'g');
}

function signOf(quote: CheckedQuote, { label, onpress }: QuoteLabels): HTMLElement {
  const name = label(quote);
  const sign = document.createElement(quote.file === null ? 'span' : 'button');
  sign.className = CLASS;
  sign.dataset['result'] = quote.result;
  sign.textContent = QUOTE_SIGNS[quote.result];
  sign.title = name;
  sign.ariaLabel = name;
  if (sign instanceof HTMLButtonElement) {
    sign.type = 'button';
    sign.addEventListener('click', () => onpress(quote));
  } else sign.role = 'img';
  return sign;
}

/** Behind the closing quotation mark, if there is one. */
function put(range: Range, sign: HTMLElement): void {
  const { endContainer, endOffset } = range;
  const end = document.createRange();
  const isBeforeMark = endContainer instanceof Text && AFTER.test(endContainer.data.slice(endOffset));
  end.setStart(endContainer, isBeforeMark ? endOffset + 1 : endOffset);
  end.insertNode(sign);
}
