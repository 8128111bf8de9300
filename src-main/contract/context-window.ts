/** The context window, and the precision of its KV cache. */
import * as v from 'valibot';

/** A conversation needs at least this many; the most is eight times the training window of any Llama model. */
export const LEAST_CONTEXT_TOKENS = 512;
export const MOST_CONTEXT_TOKENS = 1_048_576;
export const ContextTokens = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(LEAST_CONTEXT_TOKENS),
  v.maxValue(MOST_CONTEXT_TOKENS),
);
/** Poro 2's window; a longer one costs memory that a laptop may not have. A model's own may be smaller. */
export const DEFAULT_CONTEXT_TOKENS = 8192;

/**
 * The precision of the KV cache: 16 bits, or 8 bits with a scale for each 32 numbers, which takes about half the
 * memory.
 */
export const KV_CACHE_TYPES = ['f16', 'q8_0'] as const;
export const KvCacheType = v.picklist(KV_CACHE_TYPES);
export type KvCacheType = (typeof KV_CACHE_TYPES)[number];
