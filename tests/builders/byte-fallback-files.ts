import { parseSentencePieceModel, PIECE_KIND } from '../../src-main/core/checkpoint/sentencepiece-model.ts';
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

/** A SentencePiece vocabulary as transformers writes it into `tokenizer.json`: each way to make a piece of two is a merge. */
export function mergesFromPieces(file: Uint8Array, size: number): Record<string, unknown> {
  const { pieces } = parseSentencePieceModel(file, size, 'tokenizer.model');
  const ids = new Map(pieces.map(({ text }, id) => [text, id]));
  const defined = pieces.flatMap(({ text, kind }, id) =>
    kind === PIECE_KIND.userDefined ? [{ id, content: text }] : [],
  );
  const merges = pieces
    .filter(({ kind }) => kind === PIECE_KIND.normal)
    .toSorted((a, b) => b.score - a.score)
    .flatMap(({ text }) => {
      const signs = [...text];
      return signs.slice(1).flatMap((_, index) => {
        const [left, right] = [signs.slice(0, index + 1).join(''), signs.slice(index + 1).join('')];
        return ids.has(left) && ids.has(right) ? [[left, right]] : [];
      });
    });
  const small = byteFallbackTokenizer();
  const special = pieces.slice(0, 3).map(({ text }, id) => ({ id, content: text, ...SPECIAL }));
  return {
    ...small,
    added_tokens: [...special, ...defined.map((one) => ({ ...one, special: false, normalized: true }))],
    model: { ...(small['model'] as object), vocab: Object.fromEntries(ids), merges },
  };
}
