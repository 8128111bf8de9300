import { isObject, type JsonObject } from './read-json.ts';
import type { SentencePieceModel } from './sentencepiece-model.ts';

/**
 * Where a SentencePiece tokenizer puts a blank that nobody wrote: before each stretch of text between control tokens,
 * before the text that a prompt begins with, or nowhere. llama.cpp knows the first and the last.
 */
export type BlankBefore = 'each' | 'first' | 'never';

/**
 * As transformers would tokenize: by `tokenizer.json` where there is one, else by `tokenizer.model` and what
 * `tokenizer_config.json` says of it.
 */
export function blankBefore(
  tokenizer: JsonObject | null,
  tokenizerConfig: JsonObject | null,
  pieces: SentencePieceModel | null,
): BlankBefore {
  if (tokenizerConfig?.['add_prefix_space'] === false) return 'never';
  if (isObject(tokenizer?.['model'])) return byPreTokenizer(tokenizer);
  if (pieces?.addsBlank === false) return 'never';
  return tokenizerConfig?.['legacy'] === false ? 'first' : 'each';
}

function byPreTokenizer({ normalizer, pre_tokenizer: preTokenizer }: JsonObject): BlankBefore {
  const metaspace = steps(preTokenizer, 'pretokenizers').find(({ type }) => type === 'Metaspace');
  if (metaspace !== undefined) {
    const { prepend_scheme: scheme, add_prefix_space: adds } = metaspace;
    if (scheme === 'first') return 'first';
    return scheme === 'never' || adds === false ? 'never' : 'each';
  }
  return steps(normalizer, 'normalizers').some(({ type }) => type === 'Prepend') ? 'each' : 'never';
}

/** A normalizer or pre-tokenizer, or those that a sequence of them lists. */
export function steps(step: unknown, list: 'normalizers' | 'pretokenizers'): JsonObject[] {
  if (!isObject(step)) return [];
  const inner: unknown = step[list];
  return Array.isArray(inner) ? (inner as unknown[]).flatMap((one) => steps(one, list)) : [step];
}
