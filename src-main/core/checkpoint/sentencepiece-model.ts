import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { NotProtobuf, protobufFields } from './protobuf-fields.ts';

/** One piece of a SentencePiece vocabulary; its id is its place. */
export interface SentencePiece {
  readonly text: string;
  readonly score: number;
  /** `SentencePiece.Type`: see `PIECE_KIND`. */
  readonly kind: number;
}

/** The contents of `tokenizer.model`: SentencePiece's `ModelProto`. */
export interface SentencePieceModel {
  readonly pieces: readonly SentencePiece[];
  readonly algorithm: string;
  /** Whether characters without a piece become tokens of their bytes. */
  readonly byteFallback: boolean;
  readonly blanksBehindWords: boolean;
  /** How texts are normalized first: `identity`, `nmt_nfkc`, ... */
  readonly normalizer: string;
  readonly normalizes: boolean;
  /** Whether a blank is added before a text. */
  readonly addsBlank: boolean;
  readonly trimsBlanks: boolean;
  readonly escapesBlanks: boolean;
}

export const PIECE_KIND = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

const ALGORITHMS = [null, 'unigram', 'bpe', 'word', 'char'];
/** 64 times SentencePiece's own limit of 16 characters, of four bytes each. */
const MOST_PIECE_BYTES = 4096;

const MODEL_FIELD = { pieces: 1, trainer: 2, normalizer: 3 } as const;
const PIECE_FIELD = { text: 1, score: 2, kind: 3 } as const;
const TRAINER_FIELD = { algorithm: 3, blanksBehindWords: 24, byteFallback: 35 } as const;
const NORMALIZER_FIELD = { name: 1, charsmap: 2, addsBlank: 3, trimsBlanks: 4, escapesBlanks: 5 } as const;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * @param size - of the model's vocabulary; a piece beyond it has no embedding
 * @throws SarviError `checkpoint-malformed-tokenizer`
 * @see google/sentencepiece src/sentencepiece_model.proto
 */
export function parseSentencePieceModel(bytes: Uint8Array, size: number, path: string): SentencePieceModel {
  const malformed = (reason: Reason): never => {
    throw new SarviError('checkpoint-malformed-tokenizer', { path, reason });
  };
  const pieces: SentencePiece[] = [];
  // Missing fields have the defaults of the format's definition.
  const trainer = { algorithm: 1, blanksBehindWords: 0, byteFallback: 0 };
  const normalizer = { name: '', charsmap: 0, addsBlank: 1, trimsBlanks: 1, escapesBlanks: 1 };
  try {
    for (const { number, value } of protobufFields(bytes)) {
      if (typeof value === 'number') continue;
      if (number === MODEL_FIELD.pieces) {
        // Stops at once: a file of 64 MB can have 32 million empty pieces.
        if (pieces.length === size) malformed(because('too-many-pieces', { size }));
        pieces.push(parsePiece(value, pieces.length, malformed));
      } else if (number === MODEL_FIELD.trainer) {
        for (const field of protobufFields(value)) {
          if (typeof field.value !== 'number') continue;
          if (field.number === TRAINER_FIELD.algorithm) trainer.algorithm = field.value;
          if (field.number === TRAINER_FIELD.blanksBehindWords) trainer.blanksBehindWords = field.value;
          if (field.number === TRAINER_FIELD.byteFallback) trainer.byteFallback = field.value;
        }
      } else if (number === MODEL_FIELD.normalizer) {
        for (const field of protobufFields(value)) {
          if (typeof field.value !== 'number') {
            if (field.number === NORMALIZER_FIELD.name) normalizer.name = Buffer.from(field.value).toString('utf8');
            if (field.number === NORMALIZER_FIELD.charsmap) normalizer.charsmap = field.value.length;
          } else {
            if (field.number === NORMALIZER_FIELD.addsBlank) normalizer.addsBlank = field.value;
            if (field.number === NORMALIZER_FIELD.trimsBlanks) normalizer.trimsBlanks = field.value;
            if (field.number === NORMALIZER_FIELD.escapesBlanks) normalizer.escapesBlanks = field.value;
          }
        }
      }
    }
  } catch (error) {
    if (error instanceof NotProtobuf) malformed(because('no-sentencepiece-model'));
    throw error;
  }
  if (pieces.length === 0) malformed(because('no-sentencepiece-model'));
  const unknown = pieces.filter(({ kind }) => kind === PIECE_KIND.unknown).length;
  if (unknown !== 1) malformed(because('unknown-pieces', { found: unknown }));
  return {
    pieces,
    algorithm: ALGORITHMS[trainer.algorithm] ?? `type ${trainer.algorithm}`,
    byteFallback: trainer.byteFallback !== 0,
    blanksBehindWords: trainer.blanksBehindWords !== 0,
    normalizer: normalizer.name.slice(0, 40),
    normalizes: normalizer.charsmap > 0,
    addsBlank: normalizer.addsBlank !== 0,
    trimsBlanks: normalizer.trimsBlanks !== 0,
    escapesBlanks: normalizer.escapesBlanks !== 0,
  };
}

function parsePiece(bytes: Uint8Array, tokenId: number, malformed: (reason: Reason) => never): SentencePiece {
  let text = '';
  let score = 0;
  let kind: number = PIECE_KIND.normal;
  for (const { number, value } of protobufFields(bytes)) {
    if (number === PIECE_FIELD.text && typeof value !== 'number') {
      if (value.length > MOST_PIECE_BYTES) {
        malformed(because('piece-too-long', { tokenId, bytes: value.length, most: MOST_PIECE_BYTES }));
      }
      try {
        text = utf8.decode(value);
      } catch {
        malformed(because('piece-not-utf8', { tokenId }));
      }
    } else if (number === PIECE_FIELD.score) {
      if (typeof value === 'number' || value.length !== 4) throw new NotProtobuf();
      score = new DataView(value.buffer, value.byteOffset).getFloat32(0, true);
    } else if (number === PIECE_FIELD.kind) {
      if (typeof value !== 'number') throw new NotProtobuf();
      kind = value;
    }
  }
  if (text === '') malformed(because('piece-empty', { tokenId }));
  if (!Number.isFinite(score)) malformed(because('piece-score-is', { tokenId, score: String(score) }));
  if (!Object.values<number>(PIECE_KIND).includes(kind)) malformed(because('piece-kind-is', { tokenId, kind }));
  return { text, score, kind };
}
