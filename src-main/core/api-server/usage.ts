import type { Choice } from './run-choice.ts';

/** The counts of an answer in OpenAI's form: the prompt once, the tokens of every choice. */
export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details: { readonly cached_tokens: number };
}

export function usageOf(choices: readonly Pick<Choice, 'start' | 'outcome'>[]): Usage {
  const { freshTokens = 0, cachedTokens = 0 } = choices[0]?.start.figures ?? {};
  const completion = choices.reduce((sum, { outcome }) => sum + (outcome.record?.generatedTokens ?? 0), 0);
  const prompt = freshTokens + cachedTokens;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  };
}
