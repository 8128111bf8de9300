/**
 * Marks the words that two answers on the page do not share. It uses the browser's custom highlights, so the elements
 * from Markdown do not change.
 */
import { commonWords } from './word-differences.ts';

const NAME = 'difference';
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’.,:-][\p{L}\p{N}\p{M}]+)*/gu;

/** The words of one side, and those of them that the other side lacks. */
export interface Differing {
  readonly words: number;
  readonly differing: number;
}

/** @param pairs - elements of answers to the same questions */
export function markDifferences(pairs: readonly (readonly [Element, Element])[]): [Differing, Differing] {
  const ranges: Range[] = [];
  const totals = [
    { words: 0, differing: 0 },
    { words: 0, differing: 0 },
  ] satisfies Differing[];
  for (const pair of pairs) {
    const words = [wordsIn(pair[0]), wordsIn(pair[1])] as const;
    const common = commonWords(
      words[0].map(({ text }) => text),
      words[1].map(({ text }) => text),
    );
    for (const [side, list] of words.entries()) {
      const others = list.filter((_, index) => common[side]?.[index] !== 1);
      for (const { node, start, text } of others) ranges.push(rangeOf(node, start, text.length));
      const total = totals[side];
      if (!total) continue;
      total.words += list.length;
      total.differing += others.length;
    }
  }
  CSS.highlights.set(NAME, new Highlight(...ranges));
  return [totals[0] ?? { words: 0, differing: 0 }, totals[1] ?? { words: 0, differing: 0 }];
}

export function unmarkDifferences(): void {
  CSS.highlights.delete(NAME);
}

interface Word {
  readonly node: Text;
  readonly start: number;
  readonly text: string;
}

function wordsIn(root: Element): Word[] {
  const words: Word[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.parentElement?.closest('button, .visually-hidden, .katex')) continue;
    for (const found of node.data.matchAll(WORD)) words.push({ node, start: found.index, text: found[0] });
  }
  return words;
}

function rangeOf(node: Text, start: number, length: number): Range {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, start + length);
  return range;
}
