import { tokenText } from './added-tokens.ts';
import { isObject, type JsonObject } from './read-json.ts';

/** transformers rebuilds the post-processor of these classes when it loads a tokenizer. */
const REBUILT = ['LlamaTokenizer', 'LlamaTokenizerFast'];

/**
 * What is added around a text after transformers has loaded the tokenizer. The Llama classes ignore `tokenizer.json`
 * here: they add a BOS and an EOS as `tokenizer_config.json` says. A Llama model whose files name no class has one of
 * these classes.
 *
 * @param config - `config.json`
 * @see huggingface/transformers v4.57.6 src/transformers/models/llama/tokenization_llama_fast.py
 *   (`update_post_processor`)
 */
export function loadedPostProcessor(
  tokenizer: JsonObject,
  tokenizerConfig: JsonObject | null,
  config: JsonObject,
): unknown {
  const own = tokenizer['post_processor'];
  const named = tokenizerConfig?.['tokenizer_class'] ?? config['tokenizer_class'] ?? REBUILT[0];
  if (typeof named !== 'string' || !REBUILT.includes(named)) return own;
  const around = (kind: 'bos' | 'eos', missing: string, adds: boolean): [string, number][] => {
    if ((tokenizerConfig?.[`add_${kind}_token`] ?? adds) !== true) return [];
    const content = tokenText(tokenizerConfig?.[`${kind}_token`]) ?? missing;
    const id = idOf(tokenizer, content);
    return id === null ? [] : [[content, id]];
  };
  const before = around('bos', '<s>', true);
  const after = around('eos', '</s>', false);
  const special = ([id]: [string, number]): unknown => ({ SpecialToken: { id, type_id: 0 } });
  const single = [...before.map(special), { Sequence: { id: 'A', type_id: 0 } }, ...after.map(special)];
  return {
    type: 'TemplateProcessing',
    single,
    pair: single,
    special_tokens: Object.fromEntries(
      [...before, ...after].map(([content, id]) => [content, { id: content, ids: [id], tokens: [content] }]),
    ),
  };
}

function idOf(tokenizer: JsonObject, content: string): number | null {
  const added: unknown = tokenizer['added_tokens'];
  const entry = (Array.isArray(added) ? (added as unknown[]) : []).find(
    (one) => isObject(one) && one['content'] === content,
  );
  const { model } = tokenizer;
  const vocab = isObject(model) && isObject(model['vocab']) ? model['vocab'] : {};
  const id = isObject(entry) ? entry['id'] : Object.hasOwn(vocab, content) ? vocab[content] : null;
  return typeof id === 'number' ? id : null;
}
