import { estimateTokens } from '#contract/estimate-tokens';
import type { TextPart } from '#contract/passage-calls';
import type { TextPiece } from './cut-passages.ts';

const BEGINNING_LENGTH = 160;

/** Passages in a row put together, as many as `mostTokens` have room for, at least one. */
export function cutParts(text: string, passages: readonly TextPiece[], mostTokens: number): TextPart[] {
  const parts: TextPart[] = [];
  let part: { start: number; end: number; headings: readonly string[]; tokens: number } | null = null;
  for (const { start, end, headings } of passages) {
    const tokens = estimateTokens(text.slice(start, end));
    if (part === null || part.tokens + tokens > mostTokens) {
      if (part !== null) parts.push(partOf(text, part));
      part = { start, end, headings, tokens };
    } else part = { ...part, end, tokens: part.tokens + tokens };
  }
  if (part !== null) parts.push(partOf(text, part));
  return parts;
}

function partOf(text: string, part: Omit<TextPiece, never> & { tokens: number }): TextPart {
  const { start, end, headings, tokens } = part;
  const beginning = text
    .slice(start, start + 2 * BEGINNING_LENGTH)
    .replace(/\s+/g, ' ')
    .trim();
  return {
    ...{ start, end, tokens, headings: [...headings] },
    beginning: beginning.slice(0, Math.min(BEGINNING_LENGTH, end - start)).toWellFormed(),
  };
}
