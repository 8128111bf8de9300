import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { LEAST_ANSWER_TOKENS, type FitLimits } from './fit-messages.ts';

/**
 * Checks that a prompt which may not be cut fits. Room is left for the requested answer if that is shorter than usual.
 *
 * @throws SarviError `prompt-too-long`; `invalid-input` for a prompt without tokens
 */
export function requireRoom(tokens: Uint32Array, { contextTokens, maxTokens }: FitLimits): void {
  if (tokens.length === 0) throw new SarviError('invalid-input', { reason: because('prompt-without-tokens') });
  const limit = contextTokens - Math.min(LEAST_ANSWER_TOKENS, maxTokens);
  if (tokens.length > limit) throw new SarviError('prompt-too-long', { tokens: tokens.length, limit, contextTokens });
}
