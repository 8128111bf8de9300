import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { LEAST_ANSWER_TOKENS, type FitLimits } from './fit-messages.ts';

/**
 * For a prompt that is given as it is: it fits whole or not at all. Whoever wants a shorter answer than an answer usually
 * is leaves room for that only.
 *
 * @throws SarviError `prompt-too-long`; `invalid-input` for a prompt without tokens
 */
export function requireRoom(tokens: Uint32Array, { contextTokens, maxTokens }: FitLimits): void {
  if (tokens.length === 0) throw new SarviError('invalid-input', { reason: because('prompt-without-tokens') });
  const limit = contextTokens - Math.min(LEAST_ANSWER_TOKENS, maxTokens);
  if (tokens.length > limit) throw new SarviError('prompt-too-long', { tokens: tokens.length, limit });
}
