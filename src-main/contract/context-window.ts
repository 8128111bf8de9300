/** The window of a context, and what its KV cache keeps. */
import * as v from 'valibot';

/** Below the least a chat is of no use; the most is eight times what any Llama model was trained with. */
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

/** What the KV cache keeps of a number: 16 bits, or 8 with a scale for each 32, which takes about half the memory. */
export const KV_CACHE_TYPES = ['f16', 'q8_0'] as const;
export const KvCacheType = v.picklist(KV_CACHE_TYPES);
export type KvCacheType = (typeof KV_CACHE_TYPES)[number];
