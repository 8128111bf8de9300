import { safeParse } from 'valibot';
import { PromptId, type PromptLanguage } from '#contract/prompt-library';

export interface PromptFileName {
  readonly promptId: string;
  readonly language: PromptLanguage;
}

/** `minutes.fi.md` is the Finnish version of `minutes`; null for a name that is no prompt's. */
export function parsePromptFileName(name: string): PromptFileName | null {
  const [, promptId = '', language = null] = /^(.*?)(?:\.(fi|en))?\.md$/s.exec(name) ?? [];
  return safeParse(PromptId, promptId).success ? { promptId, language: language as PromptLanguage } : null;
}

export function promptFileName({ promptId, language }: PromptFileName): string {
  return language === null ? `${promptId}.md` : `${promptId}.${language}.md`;
}
