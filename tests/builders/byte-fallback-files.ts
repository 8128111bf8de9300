import { SMALL_PIECES } from './sentencepiece.ts';

const SPECIAL = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };

/** The small SentencePiece vocabulary as `tokenizer.json` has it: merges in place of scores. */
export function byteFallbackTokenizer(): Record<string, unknown> {
  const texts = SMALL_PIECES.map(({ text }) => String(text));
  const part = (id: string): unknown => ({ SpecialToken: { id, type_id: 0 } });
  const text = (id: string): unknown => ({ Sequence: { id, type_id: 0 } });
  return {
    version: '1.0',
    added_tokens: texts.slice(0, 3).map((content, id) => ({ id, content, ...SPECIAL })),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Prepend', prepend: '▁' },
        { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
      ],
    },
    pre_tokenizer: null,
    post_processor: {
      type: 'TemplateProcessing',
      single: [part('<s>'), text('A')],
      pair: [part('<s>'), text('A'), part('<s>'), text('B')],
    },
    decoder: { type: 'Sequence', decoders: [{ type: 'ByteFallback' }, { type: 'Fuse' }] },
    model: {
      type: 'BPE',
      unk_token: '<unk>',
      fuse_unk: true,
      byte_fallback: true,
      vocab: Object.fromEntries(texts.map((content, id) => [content, id])),
      merges: ['i n', 'a n', '▁ k', '▁k u'],
    },
  };
}
