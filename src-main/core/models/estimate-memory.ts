import type { KvCacheType } from '#contract/context-window';
import type { MemoryShape } from './memory-shape.ts';

/** Bytes that a loaded model takes, wherever they lie. */
export interface MemoryEstimate {
  readonly weightBytes: number;
  readonly cacheBytes: number;
  /** What reading a chunk of a prompt needs on the way. */
  readonly computeBytes: number;
  /** The engine's process, with the vocabulary as it keeps it. */
  readonly engineBytes: number;
}

/** Bytes of one number; 8 bits come with a 16-bit scale for each 32. */
const NUMBER_BYTES: Readonly<Record<KvCacheType, number>> = { f16: 2, q8_0: 34 / 32 };
/** llama.cpp makes windows of whole blocks of tokens. */
const WINDOW_STEP = 256;
/** Tokens that are read at once. */
const BATCH_TOKENS = 512;
/** Node with llama.cpp's libraries, and what the system maps around the pages of the file that are read. */
const PROCESS_BYTES = 160e6;
/** A token's text, kind and merges, in llama.cpp and in JavaScript. */
const TOKEN_BYTES = 850;
/** Rows of floats that are alive at once in a layer, as wide as the model and as its feed-forward part. */
const WIDE_ROWS = 4;
const FEED_FORWARD_ROWS = 2.5;

/**
 * What a model takes with a window of so many tokens. Of an embedding table that is no more than that, only the rows of
 * the tokens in use are read; of the scores of all tokens only the last ones are made. Measured on Linux.
 */
export function estimateMemory(shape: MemoryShape, contextTokens: number, kvCacheType: KvCacheType): MemoryEstimate {
  const tokens = Math.ceil(contextTokens / WINDOW_STEP) * WINDOW_STEP;
  const rowFloats = WIDE_ROWS * shape.width + FEED_FORWARD_ROWS * shape.feedForwardWidth;
  return {
    weightBytes: shape.layerBytes + shape.outputBytes,
    cacheBytes: Math.round(shape.cacheWidth * tokens * NUMBER_BYTES[kvCacheType]),
    computeBytes: 4 * Math.round(Math.min(BATCH_TOKENS, tokens) * rowFloats + 2 * shape.vocabulary),
    engineBytes: PROCESS_BYTES + TOKEN_BYTES * shape.vocabulary,
  };
}

export function totalBytes({ weightBytes, cacheBytes, computeBytes, engineBytes }: MemoryEstimate): number {
  return weightBytes + cacheBytes + computeBytes + engineBytes;
}
