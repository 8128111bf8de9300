import { LlamaGrammarEvaluationState, type LlamaModel } from 'node-llama-cpp';
import { SarviError } from '#contract/errors';
import type { Grammar } from '#contract/sampling';
import { checkGbnf } from '../core/check-gbnf.ts';
import { parseAnswerSchema } from '../core/parse-answer-schema.ts';

/** The library's grammar of whole numbers, which allows exponents such as 31e-0, and the one used here. */
const INTEGER = '"-"? ("0" | [1-9] [0-9]{0,15}) ([eE] [-+]? ("0" | [1-9] [0-9]{0,15}))?';
const PLAIN_INTEGER = '"0" | "-"? [1-9] [0-9]{0,15}';

/** The line breaks that the library adds after a JSON value, for models that do not end their answers. */
const LINE_BREAKS = / "\\n\\n\\n\\n" \[\\n\]\*$/m;

/**
 * The state of `grammar` before the first token, for one answer.
 *
 * @throws SarviError `grammar-invalid`, `schema-invalid`
 */
export async function startGrammar(model: LlamaModel, grammar: Grammar): Promise<LlamaGrammarEvaluationState> {
  try {
    const isSchema = grammar.kind !== 'gbnf';
    // llama.cpp tells its own log alone what is wrong; for some faults it never comes back.
    if (!isSchema) checkGbnf(grammar.text);
    const text = isSchema ? await schemaGrammar(model, grammar.text) : grammar.text;
    const compiled = await model.llama.createGrammar({ grammar: text });
    return new LlamaGrammarEvaluationState({ model, grammar: compiled });
  } catch (error) {
    if (error instanceof SarviError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const code = grammar.kind === 'gbnf' ? 'grammar-invalid' : 'schema-invalid';
    throw new SarviError(code, { reason: reason.slice(0, 500) }, { cause: error });
  }
}

/** The grammar of a JSON schema, with nothing after the value, so that the answer must end. */
async function schemaGrammar(model: LlamaModel, schema: string): Promise<string> {
  // The library's types want the schema to be known at compile time.
  const parsed = parseAnswerSchema(schema) as { readonly const: null };
  const { grammar } = await model.llama.createGrammarForJsonSchema(parsed);
  return grammar.replace(LINE_BREAKS, '').replaceAll(INTEGER, PLAIN_INTEGER);
}
