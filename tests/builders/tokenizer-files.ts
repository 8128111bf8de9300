/** A small tokenizer of Llama 3's kind: all bytes, a few merges, the special tokens of its chat template. */
const PIECES =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

export const SPECIAL_TOKENS = [
  '<|begin_of_text|>',
  '<|end_of_text|>',
  '<|start_header_id|>',
  '<|end_header_id|>',
  '<|eot_id|>',
] as const;

const MERGES: readonly (readonly [string, string])[] = [
  ['i', 'n'],
  ['a', 'n'],
  ['Ġ', 'k'],
  ['Ġk', 'u'],
];

/** The smallest vocabulary that holds all of its tokens. */
export const SMALL_VOCABULARY = 256 + MERGES.length + SPECIAL_TOKENS.length;

function byteAlphabet(): string[] {
  const printable = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
  let moved = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : 256 + moved++));
}

export interface TokenizerFiles {
  readonly tokenizer: Record<string, unknown>;
  readonly tokenizerConfig: Record<string, unknown>;
}

export function tokenizerFiles(): TokenizerFiles {
  const base = [...byteAlphabet(), ...MERGES.map((pair) => pair.join(''))];
  const special = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  const added = SPECIAL_TOKENS.map((content, index) => ({ id: base.length + index, content, ...special }));
  const [bos] = SPECIAL_TOKENS;
  const part = (id: string, type_id: number): unknown => ({ SpecialToken: { id, type_id } });
  const text = (id: string, type_id: number): unknown => ({ Sequence: { id, type_id } });
  return {
    tokenizer: {
      version: '1.0',
      added_tokens: added,
      normalizer: null,
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: PIECES }, behavior: 'Isolated', invert: false },
          { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
        ],
      },
      post_processor: {
        type: 'Sequence',
        processors: [
          { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true },
          {
            type: 'TemplateProcessing',
            single: [part(bos, 0), text('A', 0)],
            pair: [part(bos, 0), text('A', 0), part(bos, 1), text('B', 1)],
          },
        ],
      },
      decoder: { type: 'ByteLevel' },
      model: {
        type: 'BPE',
        ignore_merges: true,
        byte_fallback: false,
        vocab: Object.fromEntries(base.map((token, id) => [token, id])),
        merges: MERGES.map((pair) => pair.join(' ')),
      },
    },
    tokenizerConfig: {
      bos_token: '<|begin_of_text|>',
      eos_token: '<|eot_id|>',
      chat_template: '{{ bos_token }}{% for m in messages %}{{ m.content }}<|eot_id|>{% endfor %}',
      tokenizer_class: 'PreTrainedTokenizerFast',
    },
  };
}
