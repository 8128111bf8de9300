import { LlamaGrammarEvaluationState, type LlamaModel } from 'node-llama-cpp';
import { SarviError } from '#contract/errors';
import type { Grammar } from '#contract/vocabulary';
import { parseAnswerSchema } from './parse-answer-schema.ts';

/**
 * The state of `grammar` before the first token; good for one answer.
 *
 * @throws SarviError `grammar-invalid`
 */
export async function startGrammar(model: LlamaModel, grammar: Grammar): Promise<LlamaGrammarEvaluationState> {
  try {
    const compiled =
      grammar.kind === 'gbnf'
        ? await model.llama.createGrammar({ grammar: grammar.text })
        : // The library's types want to know the schema when this is compiled.
          await model.llama.createGrammarForJsonSchema(parseAnswerSchema(grammar.text) as { readonly const: null });
    return new LlamaGrammarEvaluationState({ model, grammar: compiled });
  } catch (error) {
    if (error instanceof SarviError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SarviError('grammar-invalid', { reason: reason.slice(0, 500) }, { cause: error });
  }
}
