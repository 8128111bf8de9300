import type { SearchHit } from '#contract/search-calls';
import type { Match } from './find-matches.ts';

type SnippetPart = SearchHit['snippet'][number];

/** About two lines of a result list. */
const SNIPPET_LENGTH = 180;
/** How much text comes before the first marked word. */
const LEAD_LENGTH = 50;

/**
 * The passage of `text` with the most matches, with the found words marked. White space is collapsed, and an ellipsis
 * marks where the text continues. Without matches, the beginning of the text.
 */
export function snippetOf(text: string, matches: readonly Match[]): SnippetPart[] {
  const first = bestStart(matches);
  const start = first === undefined ? 0 : wordBorder(text, Math.max(0, first.start - LEAD_LENGTH), 1);
  const end = wordBorder(text, Math.min(text.length, Math.max(start + SNIPPET_LENGTH, first?.end ?? 0)), -1);

  const parts: SnippetPart[] = [];
  const push = (from: number, to: number, marked: boolean): void => {
    const shown = text.slice(from, to).replace(/\s+/g, ' ');
    if (shown !== '') parts.push({ text: shown, marked });
  };
  if (start > 0) parts.push({ text: '…', marked: false });
  let done = start;
  for (const match of matches) {
    // Conditions may overlap; a second mark of the same word adds nothing.
    if (match.start < done || match.end > end) continue;
    push(done, match.start, false);
    push(match.start, match.end, true);
    done = match.end;
  }
  push(done, end, false);
  if (end < text.length) parts.push({ text: '…', marked: false });
  return parts;
}

/** The match from which a snippet shows the most conditions, and of those the most similar words. */
function bestStart(matches: readonly Match[]): Match | undefined {
  let best: Match | undefined;
  let bestWorth = -1;
  for (const [index, match] of matches.entries()) {
    const closest = new Map<number, number>();
    for (let next = index; next < matches.length; next += 1) {
      const other = matches[next];
      if (other === undefined || other.end > match.start + SNIPPET_LENGTH - LEAD_LENGTH) break;
      closest.set(other.condition, Math.max(closest.get(other.condition) ?? 0, other.closeness));
    }
    let worth = 0;
    for (const closeness of closest.values()) worth += 1 + closeness;
    if (worth > bestWorth) [best, bestWorth] = [match, worth];
  }
  return best;
}

/** The nearest end of a word from `place` in one direction; `place` itself when none is near. */
function wordBorder(text: string, place: number, direction: 1 | -1): number {
  if (place <= 0 || place >= text.length) return place;
  for (let moved = 0; moved < 30; moved += 1) {
    const at = place + moved * direction;
    if (at <= 0 || at >= text.length) return at;
    if (/\s/.test(text[direction === 1 ? at - 1 : at] ?? '')) return at;
  }
  // A cut in the middle of a surrogate pair would leave half a character.
  const unit = text.charCodeAt(place);
  return unit >= 0xdc00 && unit <= 0xdfff ? place + 1 : place;
}
