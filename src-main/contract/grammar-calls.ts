/** Looking through the form of answers before a model follows it. */
import * as v from 'valibot';
import { call } from './call.ts';
import { Grammar } from './sampling.ts';

/** Answers null for a form that an answer can follow, as far as that is known without a model. */
export const checkGrammar = call('grammars.check', {
  input: v.strictObject({ grammar: Grammar }),
  output: v.null(),
  errors: ['grammar-invalid', 'schema-invalid'],
});
