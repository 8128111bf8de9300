import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { PromptMessage } from './prompt.ts';
import { promptTokens, type PromptVocabulary } from './prompt-tokens.ts';

/** The prompt through a chat template, and the answer behind it. */
export interface AnsweredText {
  readonly messages: readonly PromptMessage[];
  readonly answer: string;
  /** Whether the token that ends an answer belongs to it. */
  readonly withEnd: boolean;
  readonly tellsDate: boolean;
}

export interface AnsweredTokens<List> {
  readonly tokens: List;
  /** The first token of the answer. */
  readonly from: number;
}

/** @throws SarviError `template-failed`, `invalid-input` */
export function answeredTokens(
  { messages, answer, withEnd, tellsDate }: AnsweredText,
  vocabulary: PromptVocabulary,
  { endToken, chatTemplate }: { readonly endToken: number | null; readonly chatTemplate?: string | undefined },
): AnsweredTokens<readonly number[]> {
  const prompt = promptTokens(vocabulary, messages, {
    ...{ addGenerationPrompt: true, tellsDate, chatTemplate },
    now: new Date(),
  });
  // An answer is generated after the text of the template.
  const said = vocabulary.tokenizePlain(answer, 'behind-text');
  const end = withEnd && endToken !== null ? [endToken] : [];
  return withRoom([...prompt.tokens, ...said, ...end], prompt.tokens.length);
}

/**
 * No probability precedes the first token of a text.
 *
 * @throws SarviError `invalid-input` where nothing is left to score
 */
export function withRoom(tokens: readonly number[], from: number): AnsweredTokens<readonly number[]> {
  const first = Math.max(1, from);
  if (tokens.length <= first) throw new SarviError('invalid-input', { reason: because('nothing-to-score') });
  return { tokens, from: first };
}
