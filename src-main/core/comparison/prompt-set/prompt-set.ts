/** Sarvi's own prompts in Finnish and English, written for comparing models of any size. */
import { ADVICE } from './advice.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { CODE } from './code.ts';
import { FACTS } from './facts.ts';
import { LANGUAGE } from './language.ts';
import type { PromptPair } from './prompt-pair.ts';
import { REASONING } from './reasoning.ts';
import { REWRITING } from './rewriting.ts';
import { WRITING } from './writing.ts';

export const PROMPT_SET: Readonly<Record<string, readonly PromptPair[]>> = {
  facts: FACTS,
  reasoning: REASONING,
  arithmetic: ARITHMETIC,
  writing: WRITING,
  rewriting: REWRITING,
  language: LANGUAGE,
  advice: ADVICE,
  code: CODE,
};
