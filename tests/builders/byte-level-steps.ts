/** How tokenizers of models cut a text before BPE, as their `tokenizer.json` says it (`pre_tokenizer`). */
const bytes = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false };
const ownPattern = { ...bytes, use_regex: true };
const digits = { type: 'Digits', individual_digits: true };
const split = (Regex: string): object => ({ type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false });
const sequence = (...pretokenizers: object[]): object => ({ type: 'Sequence', pretokenizers });

export const BYTE_LEVEL_STEPS: Readonly<Record<string, object>> = {
  'llama-bpe': sequence(
    split(
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    ),
    bytes,
  ),
  tekken: sequence(
    split(
      '[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+',
    ),
    bytes,
  ),
  viking: sequence(split(' ?[^(\\s|.,!?…。，、।۔،)]+'), digits, bytes),
  smollm: sequence(digits, ownPattern),
  'gpt-2': ownPattern,
};
