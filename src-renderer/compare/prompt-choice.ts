import type { PromptEntry, PromptLanguage } from '#contract/comparisons';

/** The prompts of a list in the chosen languages and categories. */
export function choosePrompts(
  prompts: readonly PromptEntry[],
  { languages, categories }: { languages: readonly PromptLanguage[]; categories: ReadonlySet<string> },
): PromptEntry[] {
  return prompts.filter(
    ({ language, category }) => (!language || languages.includes(language)) && (!category || categories.has(category)),
  );
}

export function categoriesOf(prompts: readonly PromptEntry[]): string[] {
  return [...new Set(prompts.flatMap(({ category }) => category ?? []))];
}
