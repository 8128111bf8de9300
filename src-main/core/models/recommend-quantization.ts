import { DEFAULT_CONTEXT_TOKENS } from '#contract/context-window';
import type { ImportOffer } from '#contract/imports';
import type { QuantizationType } from '#contract/quantization';
import { estimateMemory, totalBytes } from './estimate-memory.ts';
import { offeredShape, type ModelShape } from './offered-shape.ts';

type Offer = Pick<ImportOffer, 'quantization' | 'sizeBytes' | 'bitsPerWeight'>;

/** The usual type of each size, best first; the other types are for experts. */
const LADDER: readonly QuantizationType[] = ['Q8_0', 'Q6_K', 'Q5_K_M', 'Q4_K_M', 'Q4_K_S', 'Q3_K_M', 'Q2_K'];
/** A larger file is only slower, unless memory is plentiful. */
const BALANCED: QuantizationType = 'Q4_K_M';
/** The system and other programs need the rest. */
const MOST_OF_MEMORY = 3 / 4;
/** A model of this share does not disturb other programs. */
const EASY_SHARE = 1 / 3;

/**
 * The type for this machine: the best one that takes a third of its memory, but at least the balanced one while that
 * fits, else the best one that fits. Null when none fits.
 *
 * @param memoryBytes - of the machine
 * @param freeBytes - on the disk
 */
export function recommendQuantization(
  offers: readonly Offer[],
  shape: ModelShape,
  memoryBytes: number,
  freeBytes: number,
): QuantizationType | null {
  const best = (share: number, from: QuantizationType): QuantizationType | null =>
    LADDER.slice(LADDER.indexOf(from)).find((quantization) => {
      const offer = offers.find((one) => one.quantization === quantization);
      if (!offer || offer.sizeBytes > freeBytes) return false;
      return neededBytes(offer, shape) <= memoryBytes * share;
    }) ?? null;
  const easy = best(EASY_SHARE, 'Q8_0');
  if (easy !== null && LADDER.indexOf(easy) <= LADDER.indexOf(BALANCED)) return easy;
  return best(MOST_OF_MEMORY, BALANCED);
}

/** The memory as the library will judge it, with the model's default window. */
function neededBytes(offer: Offer, shape: ModelShape): number {
  const tokens = shape.trainedTokens === 0 ? Infinity : shape.trainedTokens;
  return totalBytes(estimateMemory(offeredShape(offer, shape), Math.min(DEFAULT_CONTEXT_TOKENS, tokens), 'f16'));
}
