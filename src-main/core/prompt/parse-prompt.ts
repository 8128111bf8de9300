import { ControlTexts } from './control-texts.ts';
import type { PromptVocabulary } from './prompt-tokens.ts';

/**
 * The token ids of a rendered prompt. Text that spells a control token becomes one, so the prompt must contain no text
 * of strangers. A prompt that `promptTokens` rendered from messages without such text gives the same tokens again.
 *
 * With a chat template the beginning token is not added, because templates write it themselves.
 */
export function parsePrompt(vocabulary: PromptVocabulary, prompt: string): Uint32Array {
  const { controlTokens, beginningToken, chatTemplate } = vocabulary;
  const tokens: number[] = [];
  for (const { part, isControl } of new ControlTexts(controlTokens.keys()).split(prompt)) {
    const control = isControl ? controlTokens.get(part) : undefined;
    if (control !== undefined) tokens.push(control);
    else {
      const place = tokens.length === 0 ? 'beginning' : 'behind-token';
      for (const token of vocabulary.tokenizePlain(part, place)) tokens.push(token);
    }
  }
  const begins = chatTemplate !== null || beginningToken === null || tokens[0] === beginningToken;
  return Uint32Array.from(begins ? tokens : [beginningToken, ...tokens]);
}
