import { type PromptVocabulary, promptTokens } from '../core/prompt/prompt-tokens.ts';
import type { PromptMessage } from '../core/prompt/prompt.ts';

/** Token ids of a prompt and an answer, and the place of the answer's first token. */
export interface ExampleTokens {
  readonly tokens: Int32Array;
  readonly from: number;
}

/**
 * Tokens as a trainer takes them: the conversation with the answer through the chat template, where the answer is
 * what comes behind the prompt. The template writes its own date, so the tokens are the same every day. Without a
 * template, or where the prompt is no beginning of the whole, the answer is put behind the prompt with its end token.
 *
 * @throws SarviError `template-failed`
 */
export function tokensOfExample(
  vocabulary: PromptVocabulary,
  { messages, answer }: { readonly messages: readonly PromptMessage[]; readonly answer: string },
  { chatTemplate, endToken }: { readonly chatTemplate: string | null; readonly endToken: number | null },
): ExampleTokens {
  const options = { now: new Date(), tellsDate: false, chatTemplate: chatTemplate ?? undefined };
  const prompt = promptTokens(vocabulary, messages, { ...options, addGenerationPrompt: true }).tokens;
  if (chatTemplate !== null) {
    const said = [...messages, { role: 'assistant', content: answer }];
    const whole = promptTokens(vocabulary, said, { ...options, addGenerationPrompt: false }).tokens;
    const continues = whole.length > prompt.length && prompt.every((token, place) => token === whole[place]);
    if (continues) return { tokens: Int32Array.from(whole), from: prompt.length };
  }
  const behind = vocabulary.tokenizePlain(answer, 'behind-text');
  const end = endToken === null ? [] : [endToken];
  return { tokens: Int32Array.from([...prompt, ...behind, ...end]), from: prompt.length };
}
