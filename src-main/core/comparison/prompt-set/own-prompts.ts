import type { PromptEntry, PromptLanguage } from '#contract/comparisons';
import { PROMPT_SET } from './prompt-set.ts';

const LANGUAGES: readonly PromptLanguage[] = ['fi', 'en'];

/** Sarvi's own prompts, each in Finnish and then in English as one cluster. */
export function ownPrompts(): PromptEntry[] {
  return Object.entries(PROMPT_SET).flatMap(([category, pairs]) =>
    pairs.flatMap((pair) =>
      LANGUAGES.map((language) => ({
        turns: [...pair[language]],
        language,
        category,
        cluster: pair.id,
        systemPrompt: null,
      })),
    ),
  );
}
