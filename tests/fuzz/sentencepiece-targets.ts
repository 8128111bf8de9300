/** Checkpoints with a SentencePiece vocabulary, in both of its files. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { byteFallbackTokenizer } from '../builders/byte-fallback-files.ts';
import { checkpointFiles, writeCheckpoint, type CheckpointShape } from '../builders/checkpoint.ts';
import { sentencePieceFile, SMALL_PIECES, type PieceToWrite } from '../builders/sentencepiece.ts';
import { mutateBytes, mutateJson, pick, type Random } from './mutate.ts';
import type { Target } from './targets.ts';

/** What chance alone would hardly make of a sound file; some of it is sound. */
const HOSTILE: readonly ((pieces: readonly PieceToWrite[], random: Random) => Buffer)[] = [
  (pieces, random) => spoilt(pieces, random, () => ({ score: pick([NaN, Infinity, -Infinity, 3e38], random) })),
  (pieces, random) => spoilt(pieces, random, () => ({ score: 100 * random() - 50 })),
  (pieces, random) => spoilt(pieces, random, ({ text }) => ({ text: `${String(text)}\0`, kind: 1 })),
  (pieces, random) => spoilt(pieces, random, () => ({ text: pick(pieces, random).text })),
  (pieces, random) => spoilt(pieces, random, () => ({ text: 'ä'.repeat(Math.floor(random() * 10_000)) })),
  (pieces, random) => spoilt(pieces, random, () => ({ kind: Math.floor(random() * 2 ** 33) })),
  (pieces, random) => Buffer.concat([sentencePieceFile({ pieces }), Buffer.alloc(random() * 1e6, Buffer.of(10, 0))]),
  (pieces, random) => sentencePieceFile({ pieces, algorithm: Math.floor(random() * 6) }),
];

export async function sentencePieceTargets(
  folder: string,
  shape: CheckpointShape,
  plan: (folder: string, random: Random) => Promise<void>,
): Promise<Target[]> {
  const { tokenizer: _, ...files } = checkpointFiles({ ...shape, vocabulary: SMALL_PIECES.length + 2 });
  await writeCheckpoint(folder, { ...files, tokenizer: byteFallbackTokenizer() });
  const json = JSON.stringify(byteFallbackTokenizer());
  const jsonPath = join(folder, 'tokenizer.json');
  const modelPath = join(folder, 'tokenizer.model');
  const sound = sentencePieceFile();
  return [
    {
      name: 'tokenizer.model',
      async run(random) {
        const damaged = random() < 0.4 ? mutateBytes(sound, random) : pick(HOSTILE, random)(SMALL_PIECES, random);
        await writeFile(modelPath, damaged);
        try {
          await plan(folder, random);
        } finally {
          await rm(modelPath);
        }
      },
    },
    {
      name: 'tokenizer.json with byte fallback',
      async run(random) {
        await writeFile(jsonPath, mutateJson(json, random));
        try {
          await plan(folder, random);
        } finally {
          await writeFile(jsonPath, json);
        }
      },
    },
  ];
}

function spoilt(
  pieces: readonly PieceToWrite[],
  random: Random,
  change: (piece: PieceToWrite) => Partial<PieceToWrite>,
): Buffer {
  const place = Math.floor(random() * pieces.length);
  return sentencePieceFile({
    pieces: pieces.map((piece, id) => (id === place ? { ...piece, ...change(piece) } : piece)),
  });
}
