import { isObject, type JsonObject } from './read-json.ts';
import type { SentencePieceModel } from './sentencepiece-model.ts';

/**
 * Where a SentencePiece tokenizer adds a blank to the text: before each stretch of text between control tokens, before
 * the first text of a prompt, or nowhere. llama.cpp can do the first and the last.
 */
export type BlankBefore = 'each' | 'first' | 'never';

/**
 * As transformers tokenizes: `tokenizer.json` decides where it exists, otherwise `tokenizer.model` and
 * `tokenizer_config.json`.
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

/** The steps of a normalizer or pre-tokenizer; one that is not a sequence is its own single step. */
export function steps(step: unknown, list: 'normalizers' | 'pretokenizers'): JsonObject[] {
  if (!isObject(step)) return [];
  const inner: unknown = step[list];
  return Array.isArray(inner) ? (inner as unknown[]).flatMap((one) => steps(one, list)) : [step];
}
