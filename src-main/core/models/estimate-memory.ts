import type { KvCacheType } from '#contract/context-window';
import type { MemoryShape } from './memory-shape.ts';

/** Bytes that a loaded model takes, in main memory or on a card. */
export interface MemoryEstimate {
  readonly weightBytes: number;
  readonly cacheBytes: number;
  /** Memory for computing one chunk of a prompt. */
  readonly computeBytes: number;
  /** Memory of the engine process, with its vocabulary. */
  readonly engineBytes: number;
}

/** Bytes of one number; 8-bit numbers have a 16-bit scale for each 32. */
const NUMBER_BYTES: Readonly<Record<KvCacheType, number>> = { f16: 2, q8_0: 34 / 32 };
/** llama.cpp rounds windows up to blocks of this many tokens. */
const WINDOW_STEP = 256;
/** Tokens of one pass. */
const BATCH_TOKENS = 512;
/** Node with llama.cpp's libraries, and page tables of the mapped file. */
const PROCESS_BYTES = 160e6;
/** Text, kind and merges of one token, in llama.cpp and in JavaScript. */
const TOKEN_BYTES = 850;
/** How many rows of floats, as wide as the model and its feed-forward part, one layer uses at once. */
const WIDE_ROWS = 4;
const FEED_FORWARD_ROWS = 2.5;

/**
 * The memory of a model with a window of `contextTokens`. Of an embedding table that is not the output too, only rows
 * of used tokens are read, and scores are computed only for the last tokens. Measured on Linux.
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
