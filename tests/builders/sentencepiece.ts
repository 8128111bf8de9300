/** SentencePiece files of any content, sound and not, in the protobuf encoding. */

export interface PieceToWrite {
  readonly text: string | Uint8Array;
  readonly score?: number;
  /** 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte. */
  readonly kind?: number;
}

export interface SentencePieceToWrite {
  readonly pieces: readonly PieceToWrite[];
  /** 1 unigram, 2 BPE, 3 words, 4 characters. */
  readonly algorithm?: number;
  readonly byteFallback?: boolean;
  readonly blanksBehindWords?: boolean;
  readonly normalizer?: string;
  readonly charsmapBytes?: number;
  readonly addsBlank?: boolean;
  readonly trimsBlanks?: boolean;
  readonly escapesBlanks?: boolean;
}

export const BYTE_PIECES: readonly PieceToWrite[] = Array.from({ length: 256 }, (_, byte) => ({
  text: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  kind: 6,
}));

const WORDS = ['in', 'an', '▁k', '▁ku', ...'▁abdehiklmnoprstuvyäö.,?'];

/** Those that every Llama vocabulary has, and a few more. */
export const SMALL_PIECES: readonly PieceToWrite[] = [
  { text: '<unk>', kind: 2 },
  { text: '<s>', kind: 3 },
  { text: '</s>', kind: 3 },
  ...BYTE_PIECES,
  ...WORDS.map((text, rank) => ({ text, score: 0 - rank })),
];

/** The small vocabulary as Llama 2's is made, but for `change`. */
export function sentencePieceFile(change: Partial<SentencePieceToWrite> = {}): Buffer {
  const model: SentencePieceToWrite = {
    pieces: SMALL_PIECES,
    algorithm: 2,
    byteFallback: true,
    normalizer: 'identity',
    trimsBlanks: false,
    ...change,
  };
  const { algorithm, byteFallback, blanksBehindWords, normalizer, charsmapBytes } = model;
  const trainer = [
    ...(algorithm === undefined ? [] : [numberField(3, algorithm)]),
    ...(blanksBehindWords === undefined ? [] : [numberField(24, Number(blanksBehindWords))]),
    ...(byteFallback === undefined ? [] : [numberField(35, Number(byteFallback))]),
  ];
  const flags = [model.addsBlank, model.trimsBlanks, model.escapesBlanks];
  const rules = [
    ...(normalizer === undefined ? [] : [bytesField(1, Buffer.from(normalizer))]),
    ...(charsmapBytes === undefined ? [] : [bytesField(2, Buffer.alloc(charsmapBytes))]),
    ...flags.flatMap((flag, index) => (flag === undefined ? [] : [numberField(3 + index, Number(flag))])),
  ];
  return Buffer.concat([
    ...model.pieces.map((piece) => bytesField(1, pieceMessage(piece))),
    bytesField(2, Buffer.concat(trainer)),
    bytesField(3, Buffer.concat(rules)),
  ]);
}

function pieceMessage({ text, score, kind }: PieceToWrite): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(score ?? 0);
  return Buffer.concat([
    bytesField(1, typeof text === 'string' ? Buffer.from(text) : text),
    ...(score === undefined ? [] : [varint(2 * 8 + 5), bytes]),
    ...(kind === undefined ? [] : [numberField(3, kind)]),
  ]);
}

export function numberField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

export function bytesField(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}
