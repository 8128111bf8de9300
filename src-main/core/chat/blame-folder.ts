import { SarviError } from '#contract/errors';

/** The part of a message that is too long from which on the folder is the reason. */
const BLAMED_SHARE = 0.5;

/**
 * The error of a message that does not fit because of what its folder puts before it; another error as it is.
 *
 * @param inherited - the folder's instructions and files, which are the beginning of `system`
 * @param system - the whole system prompt
 */
export function blameFolder(error: SarviError, inherited: string, system: string): SarviError {
  const { tokens, systemTokens, contextTokens } = error.details;
  if (error.code !== 'prompt-too-long' || inherited.trim() === '' || system === '') return error;
  if (typeof tokens !== 'number' || typeof systemTokens !== 'number' || contextTokens === undefined) return error;
  const own = Math.round(systemTokens * Math.min(1, inherited.length / system.length));
  if (own < tokens * BLAMED_SHARE) return error;
  return new SarviError('folder-too-long', { tokens: own, window: contextTokens }, { cause: error });
}
