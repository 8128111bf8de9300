import { ControlTexts } from './control-texts.ts';
import type { PromptVocabulary } from './prompt-tokens.ts';

/**
 * The token ids of a prompt that somebody has rendered: what spells a control token is one. So text of a stranger has no
 * place in it. What `promptTokens` has rendered from messages without such texts becomes the same tokens again.
 *
 * The beginning token is not added where there is a chat template, because templates write it themselves.
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
