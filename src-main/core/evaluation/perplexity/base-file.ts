/**
 * The base files of `llama-perplexity`: `_logits_`, the tokens of a chunk, of the vocabulary and the number of chunks
 * (int32), the chunks' tokens (int32), then one rounded distribution for each token that is counted.
 *
 * @see ggml-org/llama.cpp tools/perplexity/perplexity.cpp
 */
import { open } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import { MOST_CHUNK_TOKENS } from '#contract/perplexities';
import { because } from '#contract/reasons';
import { fileError } from '../../file-error.ts';
import { openRegularFile } from '../../open-regular-file.ts';
import { recordBytes } from '../../scoring/record-bytes.ts';
import { requireFree } from '../../scoring/require-free.ts';

export interface BaseHeader {
  readonly contextTokens: number;
  readonly vocabularySize: number;
  /** Of all chunks. */
  readonly tokens: Uint32Array;
}

const MAGIC = Buffer.from('_logits_', 'latin1');
const FIXED_BYTES = MAGIC.length + 3 * 4;
/** The largest that any model has is a quarter of it. */
const MOST_VOCABULARY = 2 ** 20;
/** A hundred times wikitext's; their 128 MB are read at once. */
const MOST_TOKENS = 2 ** 25;

/** How many tokens of a chunk are counted. */
export function countedOf(contextTokens: number): number {
  return contextTokens - 1 - Math.floor(contextTokens / 2);
}

/** The byte at which the records of a chunk begin. */
export function recordsFrom({ contextTokens, vocabularySize, tokens }: BaseHeader, chunk: number): number {
  return FIXED_BYTES + 4 * tokens.length + chunk * countedOf(contextTokens) * recordBytes(vocabularySize);
}

/**
 * Writes a file with the header alone.
 *
 * @throws SarviError `disk-full` before anything is written, when its records would fill the disk; `write-failed`
 */
export async function createBaseFile(path: string, header: BaseHeader): Promise<void> {
  const { contextTokens, vocabularySize, tokens } = header;
  await requireFree(path, recordsFrom(header, tokens.length / contextTokens));
  const fixed = Buffer.alloc(FIXED_BYTES);
  MAGIC.copy(fixed);
  [contextTokens, vocabularySize, tokens.length / contextTokens].forEach((number, index) => {
    fixed.writeInt32LE(number, MAGIC.length + 4 * index);
  });
  const ids = Buffer.alloc(4 * tokens.length);
  tokens.forEach((token, index) => ids.writeInt32LE(token, 4 * index));
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(Buffer.concat([fixed, ids]));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, path);
  }
}

/** @throws SarviError `base-file-refused`, `path-missing`, `path-unreadable` */
export async function readBaseHeader(path: string): Promise<BaseHeader> {
  const refuse = (reason: string): never => {
    throw new SarviError('base-file-refused', { path, reason });
  };
  try {
    const file = await openRegularFile(path);
    try {
      const { size } = await file.stat();
      const fixed = Buffer.alloc(FIXED_BYTES);
      const { bytesRead } = await file.read(fixed, 0, FIXED_BYTES, 0);
      if (bytesRead < FIXED_BYTES || !fixed.subarray(0, MAGIC.length).equals(MAGIC)) refuse(because('no-base-file'));
      const [contextTokens, vocabularySize, chunks] = [0, 4, 8].map((at) => fixed.readInt32LE(MAGIC.length + at)) as [
        number,
        number,
        number,
      ];
      // Fewer tokens than four leave nothing to count.
      const isPossible = contextTokens >= 4 && contextTokens <= MOST_CHUNK_TOKENS && chunks >= 1 && vocabularySize >= 1;
      if (!isPossible || vocabularySize > MOST_VOCABULARY || contextTokens * chunks > MOST_TOKENS) {
        refuse(because('base-file-sizes', { tokens: contextTokens, vocabulary: vocabularySize, chunks }));
      }
      const header = { contextTokens, vocabularySize, tokens: new Uint32Array(contextTokens * chunks) };
      const expected = recordsFrom(header, chunks);
      if (size < expected) refuse(because('cut-short', { expected, found: size }));
      const ids = Buffer.alloc(4 * header.tokens.length);
      await file.read(ids, 0, ids.length, FIXED_BYTES);
      for (let index = 0; index < header.tokens.length; index += 1) {
        const token = ids.readInt32LE(4 * index);
        if (token < 0 || token >= vocabularySize) {
          refuse(because('base-file-token', { token, vocabulary: vocabularySize }));
        }
        header.tokens[index] = token;
      }
      return header;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, path);
  }
}
