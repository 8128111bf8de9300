import { BYTE_LEVEL_STEPS } from './byte-level-steps.ts';

/** The first token of a vocabulary that begins texts with one, and the last of an answer. */
export const BYTE_LEVEL_SPECIAL = ['<|bos|>', '<|end|>'] as const;

/** llama.cpp puts a BOS before texts for these names only, so only their tokenizers have one. */
const WITH_BOS = ['llama-bpe', 'tekken'];

/** `tokenizer.json` with the steps of a kind; without tokens, for one that is to be trained. */
export function byteLevelTokenizer(
  kind: string,
  vocab: Readonly<Record<string, number>> = {},
  merges: readonly string[] = [],
  added: readonly object[] = [],
): Record<string, unknown> {
  const [bos] = BYTE_LEVEL_SPECIAL;
  const before = { SpecialToken: { id: bos, type_id: 0 } };
  const text = { Sequence: { id: 'A', type_id: 0 } };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: BYTE_LEVEL_STEPS[kind],
    post_processor: WITH_BOS.includes(kind)
      ? {
          type: 'TemplateProcessing',
          single: [before, text],
          pair: [before, text, { Sequence: { id: 'B', type_id: 1 } }],
          special_tokens: { [bos]: { id: bos, ids: [0], tokens: [bos] } },
        }
      : null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: WITH_BOS.includes(kind),
      vocab,
      merges,
    },
  };
}
