import type { KvCacheType } from '#contract/context-window';
import type { ModelFacts } from '#contract/models';

/** Bytes of one number; 8 bits come with a 16-bit scale for each 32. */
const NUMBER_BYTES: Readonly<Record<KvCacheType, number>> = { f16: 2, q8_0: 34 / 32 };

/** The size of the KV cache of a full window: keys and values of every layer, as wide as all heads together. */
export function kvCacheBytes(facts: ModelFacts, contextTokens: number, type: KvCacheType): number {
  if (facts.headCount === 0) return 0;
  const rowWidth = (facts.width / facts.headCount) * facts.keyValueHeadCount;
  return Math.round(2 * facts.layerCount * rowWidth * contextTokens * NUMBER_BYTES[type]);
}
