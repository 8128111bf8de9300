import { DEFAULT_CONTEXT_TOKENS, type ImportOffer, type QuantizationType } from '#contract/vocabulary';
import { estimateMemory, totalBytes } from './estimate-memory.ts';
import type { MemoryShape } from './memory-shape.ts';

/** What a model's memory depends on, beside the type of its weights. */
export type ModelShape = Pick<
  MemoryShape,
  'cacheWidth' | 'width' | 'feedForwardWidth' | 'vocabulary' | 'trainedTokens'
> & {
  /** Whether the scores have a matrix of their own, so that the embedding table is only looked up. */
  readonly hasOutput: boolean;
};

type Offer = Pick<ImportOffer, 'quantization' | 'sizeBytes' | 'bitsPerWeight'>;

/** The usual one of each size, best first; the others are for those who know why. */
const LADDER: readonly QuantizationType[] = ['Q8_0', 'Q6_K', 'Q5_K_M', 'Q4_K_M', 'Q4_K_S', 'Q3_K_M', 'Q2_K'];
/** Above this one, a larger file only answers slower, unless memory is plentiful. */
const BALANCED: QuantizationType = 'Q4_K_M';
/** The system and other programs keep the rest. */
const MOST_OF_MEMORY = 3 / 4;
/** What a model may take without being felt by other programs. */
const EASY_SHARE = 1 / 3;

/**
 * The type for this machine: the best that takes a third of its memory, but at least the balanced one while that
 * fits at all, else the best that fits. Null when none does.
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

/** As the library will judge the model, with the window that it gets of itself. */
function neededBytes({ sizeBytes, bitsPerWeight }: Offer, { hasOutput, ...shape }: ModelShape): number {
  const embeddingBytes = hasOutput ? (shape.vocabulary * shape.width * bitsPerWeight) / 8 : 0;
  const tokens = shape.trainedTokens === 0 ? Infinity : shape.trainedTokens;
  const weights = { layers: 0, layerBytes: sizeBytes - embeddingBytes, outputBytes: 0, embeddingBytes };
  return totalBytes(estimateMemory({ ...shape, ...weights }, Math.min(DEFAULT_CONTEXT_TOKENS, tokens), 'f16'));
}
