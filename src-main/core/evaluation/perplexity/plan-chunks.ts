import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { TokensOutcome } from '../../scoring/protocol.ts';
import type { BaseHeader } from './base-file.ts';

/**
 * The chunks of a text: as many whole ones as there are, at most `mostChunks`.
 *
 * @throws SarviError `text-refused` when there are fewer than two, as llama.cpp does, or a chunk is longer than what the
 *   model was trained for
 */
export function planChunks(
  { tokens, vocabularySize, trainedTokens }: Omit<TokensOutcome, 'release'>,
  contextTokens: number,
  mostChunks: number,
): BaseHeader {
  requireTrained(contextTokens, trainedTokens);
  if (tokens.length < 2 * contextTokens) {
    throw new SarviError('text-refused', {
      reason: because('text-has-few-tokens', { tokens: tokens.length, least: 2 * contextTokens }),
    });
  }
  const chunks = Math.min(mostChunks, Math.floor(tokens.length / contextTokens));
  return { contextTokens, vocabularySize, tokens: tokens.slice(0, chunks * contextTokens) };
}

/** @throws SarviError `text-refused` */
export function requireTrained(contextTokens: number, trainedTokens: number): void {
  if (contextTokens <= trainedTokens) return;
  throw new SarviError('text-refused', {
    reason: because('chunk-longer-than-trained', { tokens: contextTokens, limit: trainedTokens }),
  });
}
