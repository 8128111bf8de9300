import type { QuantizationType } from '#contract/vocabulary';

/** What a model's memory beside its weights depends on. */
export interface MemoryShape {
  readonly layerCount: number;
  readonly keyValueHeadCount: number;
  readonly headWidth: number;
}

interface Offer {
  readonly quantization: QuantizationType;
  readonly sizeBytes: number;
}

/** The usual one of each size, best first; the others are for those who know why. */
const LADDER: readonly QuantizationType[] = ['Q8_0', 'Q6_K', 'Q5_K_M', 'Q4_K_M', 'Q4_K_S', 'Q3_K_M', 'Q2_K'];
/** Above this one, a larger file only answers slower, unless memory is plentiful. */
const BALANCED: QuantizationType = 'Q4_K_M';
/** The system and other programs keep the rest. */
const MOST_OF_MEMORY = 3 / 4;
/** What a model may take without being felt by other programs. */
const EASY_SHARE = 1 / 3;
/** A conversation of usual length. */
const CONTEXT_TOKENS = 4096;
/** Compute buffers and the engine's process. */
const ENGINE_BYTES = 300e6;

/**
 * The type for this machine: the best that takes a third of its memory, but at least the balanced one while that
 * fits at all, else the best that fits. Null when none does.
 *
 * @param memoryBytes - of the machine
 * @param freeBytes - on the disk
 */
export function recommendQuantization(
  offers: readonly Offer[],
  shape: MemoryShape,
  memoryBytes: number,
  freeBytes: number,
): QuantizationType | null {
  // Keys and values in half precision.
  const cacheBytes = 4 * shape.layerCount * shape.keyValueHeadCount * shape.headWidth * CONTEXT_TOKENS;
  const best = (share: number, from: QuantizationType): QuantizationType | null =>
    LADDER.slice(LADDER.indexOf(from)).find((quantization) => {
      const offer = offers.find((one) => one.quantization === quantization);
      if (!offer || offer.sizeBytes > freeBytes) return false;
      return offer.sizeBytes + cacheBytes + ENGINE_BYTES <= memoryBytes * share;
    }) ?? null;
  const easy = best(EASY_SHARE, 'Q8_0');
  if (easy !== null && LADDER.indexOf(easy) <= LADDER.indexOf(BALANCED)) return easy;
  return best(MOST_OF_MEMORY, BALANCED);
}
