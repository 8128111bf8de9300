/**
 * Marks the words of a search in a message on the page. It uses the browser's highlights, so the elements that Markdown
 * made stay unchanged.
 */

const NAME = 'found-words';
/** More marks in one message are useless. */
const MOST_MARKS = 500;

/** The ranges of the words, in order: whole words only, as they are written; spaces may be line breaks. */
export function findWords(root: Element, words: readonly string[]): Range[] {
  const alternatives = words.filter((word) => word.trim() !== '').map(patternOf);
  if (alternatives.length === 0) return [];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}\\p{M}])`, 'gu');
  const loose = new RegExp(alternatives.join('|'), 'gu');
  const whole = rangesOf(root, pattern);
  // In scripts without spaces, a part of an apparent word was found.
  return whole.length > 0 ? whole : rangesOf(root, loose);
}

function rangesOf(root: Element, pattern: RegExp): Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null && ranges.length < MOST_MARKS; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue;
    if (node.parentElement?.closest('button, .visually-hidden, .katex')) continue;
    for (const match of node.data.matchAll(pattern)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      ranges.push(range);
    }
  }
  return ranges.slice(0, MOST_MARKS);
}

function patternOf(word: string): string {
  return word
    .replace(/[\\^$.*+?()[\]{}|/-]/g, (char) => (char === '-' ? '\\x2d' : `\\${char}`))
    .replace(/\s+/g, '\\s+');
}

/** @returns a function that removes the marks */
export function markRanges(ranges: readonly Range[]): () => void {
  const highlight = new Highlight(...ranges);
  CSS.highlights.set(NAME, highlight);
  return () => {
    if (CSS.highlights.get(NAME) === highlight) CSS.highlights.delete(NAME);
  };
}
