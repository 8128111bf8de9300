import { answeredTokens, withRoom, type AnsweredTokens } from '../core/prompt/answered-tokens.ts';
import type { ScoredText } from '../core/scoring/protocol.ts';
import type { OpenModel } from './open-model.ts';

export type TextTokens = AnsweredTokens<Int32Array>;

/**
 * The token ids of a prompt and an answer.
 *
 * @param templateOfOther - the other model's; used when this model has none
 * @throws SarviError `template-failed`, `invalid-input`
 */
export function tokensOfText(text: ScoredText, open: OpenModel, templateOfOther: string | null): TextTokens {
  const { vocabulary, endToken } = open;
  if (text.kind === 'tokens') {
    vocabulary.requireKnown(text.tokens);
    return inLlama(withRoom([...text.tokens], text.from));
  }
  const chatTemplate = vocabulary.chatTemplate ?? templateOfOther ?? undefined;
  return inLlama(answeredTokens(text, vocabulary, { endToken, chatTemplate }));
}

function inLlama({ tokens, from }: AnsweredTokens<readonly number[]>): TextTokens {
  return { tokens: Int32Array.from(tokens), from };
}
