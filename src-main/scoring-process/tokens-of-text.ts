import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { promptTokens } from '../core/prompt/prompt-tokens.ts';
import type { ScoredText } from '../core/scoring/protocol.ts';
import type { OpenModel } from './open-model.ts';

export interface TextTokens {
  readonly tokens: Int32Array;
  /** The first token of the answer. */
  readonly from: number;
}

/**
 * The token ids of a prompt and an answer.
 *
 * @param chatTemplate - the other model's; used when this model has none
 * @throws SarviError `template-failed`, `invalid-input`
 */
export function tokensOfText(text: ScoredText, open: OpenModel, chatTemplate: string | null): TextTokens {
  const { vocabulary, endToken } = open;
  if (text.kind === 'tokens') {
    vocabulary.requireKnown(text.tokens);
    return bounded([...text.tokens], text.from);
  }
  const { messages, tellsDate } = text;
  const prompt = promptTokens(vocabulary, messages, {
    addGenerationPrompt: true,
    tellsDate,
    chatTemplate: vocabulary.chatTemplate ?? chatTemplate ?? undefined,
    now: new Date(),
  });
  // An answer is generated after the text of the template.
  const answer = vocabulary.tokenizePlain(text.answer, 'behind-text');
  const end = text.withEnd && endToken !== null ? [endToken] : [];
  return bounded([...prompt.tokens, ...answer, ...end], prompt.tokens.length);
}

function bounded(tokens: readonly number[], from: number): TextTokens {
  // No logits precede the first token of a text.
  const first = Math.max(1, from);
  if (tokens.length <= first) throw new SarviError('invalid-input', { reason: because('nothing-to-score') });
  return { tokens: Int32Array.from(tokens), from: first };
}
