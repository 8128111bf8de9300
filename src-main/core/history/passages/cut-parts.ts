import { estimateTokens } from '#contract/estimate-tokens';
import type { TextPart } from '#contract/passage-calls';
import type { TextPiece } from './cut-passages.ts';

const BEGINNING_LENGTH = 160;

/** Passages in a row put together, as many as `mostTokens` have room for, at least one. */
export function cutParts(text: string, passages: readonly TextPiece[], mostTokens: number): TextPart[] {
  const parts: (TextPiece & { tokens: number })[] = [];
  for (const { start, end, headings } of passages) {
    const tokens = estimateTokens(text.slice(start, end));
    const last = parts.at(-1);
    if (last && last.tokens + tokens <= mostTokens)
      parts[parts.length - 1] = { ...last, end, tokens: last.tokens + tokens };
    else parts.push({ start, end, headings, tokens });
  }
  return parts.map(({ start, end, headings, tokens }) => {
    return { start, end, headings: [...headings], tokens, beginning: beginningOf(text.slice(start, end)) };
  });
}

function beginningOf(part: string): string {
  return part
    .slice(0, 2 * BEGINNING_LENGTH)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, BEGINNING_LENGTH)
    .toWellFormed();
}
