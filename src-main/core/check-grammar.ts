import type { Grammar } from '#contract/sampling';
import { checkGbnf } from './check-gbnf.ts';
import { parseAnswerSchema } from './parse-answer-schema.ts';

/** Looks through the form of answers without a model. @throws SarviError `grammar-invalid`, `schema-invalid` */
export async function checkGrammar({ kind, text }: Grammar): Promise<null> {
  await Promise.resolve();
  if (kind === 'gbnf') checkGbnf(text);
  else parseAnswerSchema(text);
  return null;
}
