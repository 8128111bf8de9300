import type { SearchHit } from '#contract/search-calls';

type Snippet = SearchHit['snippet'];

/** An excerpt with at most so many characters before its first marked word, so that the word is seen in few lines. */
export function excerptAround(snippet: Snippet, mostBefore: number): Snippet {
  const at = snippet.findIndex(({ marked }) => marked);
  const before = snippet.slice(0, Math.max(at, 0)).map(({ text }) => text);
  const text = before.join('');
  if (at < 0 || text.length <= mostBefore) return snippet;
  const end = text.slice(-mostBefore);
  // From a whole word on, where there is one.
  const space = end.search(/\s/);
  const kept = space < 0 || space === end.length - 1 ? end : end.slice(space + 1);
  return [{ text: `…${kept}`, marked: false }, ...snippet.slice(at)];
}
