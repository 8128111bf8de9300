import type { ModelFit } from '#contract/engine';
import { LEAST_CONTEXT_TOKENS, type KvCacheType } from '#contract/context-window';
import type { QuantizationType } from '#contract/quantization';
import { estimateMemory, totalBytes } from './estimate-memory.ts';
import type { MemoryShape } from './memory-shape.ts';

export interface FitQuestion {
  readonly shape: MemoryShape;
  readonly contextTokens: number;
  readonly kvCacheType: KvCacheType;
  /** Free main memory for the model. */
  readonly freeBytes: number;
  /** Free memory of graphics cards; null without one. */
  readonly freeGraphicsBytes: number | null;
  readonly parameterCount: number;
}

type Judgement = Omit<ModelFit, 'modelId' | 'windows' | 'mappedBytes'>;

/** Above this share of the free memory, other programs become slow. */
const EASY_SHARE = 0.85;
/** A card also shows the screen. */
const GRAPHICS_SHARE = 0.9;
const CONTEXT_STEP = 256;

/** Bits per weight of an 8B model in each usual type, best first; other Llama models differ by a few per cent. */
const BITS_PER_WEIGHT: readonly (readonly [QuantizationType, number])[] = [
  ['Q8_0', 8.5],
  ['Q6_K', 6.57],
  ['Q5_K_M', 5.7],
  ['Q4_K_M', 4.9],
  ['Q4_K_S', 4.67],
  ['Q3_K_M', 4.0],
  ['Q2_K', 3.16],
];

/** Compares the memory of a model with the free memory, and finds a window or type that would fit. */
export function judgeFit(question: FitQuestion): Judgement {
  const { shape, contextTokens, kvCacheType } = question;
  const memory = estimateMemory(shape, contextTokens, kvCacheType);
  const { neededBytes, graphics } = place(question, shape, contextTokens);
  const verdict = verdictOf(neededBytes, question.freeBytes);
  const sized = (bitsPerWeight: number): MemoryShape => {
    const now = shape.layerBytes + shape.outputBytes + shape.embeddingBytes;
    const factor = (question.parameterCount * bitsPerWeight) / 8 / now;
    return { ...shape, layerBytes: shape.layerBytes * factor, outputBytes: shape.outputBytes * factor };
  };
  const isEasy = (tried: MemoryShape, tokens: number): boolean =>
    verdictOf(place(question, tried, tokens).neededBytes, question.freeBytes) === 'fits';
  const fitting = BITS_PER_WEIGHT.map(([type, bits]) => [type, sized(bits)] as const).find(
    ([, tried]) => tried.layerBytes < shape.layerBytes && isEasy(tried, contextTokens),
  );
  return {
    verdict,
    contextTokens,
    weightBytes: memory.weightBytes,
    cacheBytes: memory.cacheBytes,
    otherBytes: memory.computeBytes + memory.engineBytes,
    neededBytes: Math.round(neededBytes),
    freeBytes: Math.round(question.freeBytes),
    graphics,
    suggestedContextTokens: verdict === 'fits' ? null : largestWindow(contextTokens, (tokens) => isEasy(shape, tokens)),
    suggestedQuantization: verdict === 'does-not-fit' ? (fitting?.[0] ?? null) : null,
  };
}

/** The bytes in main memory and on the cards, which take as many whole layers as fit. */
function place(
  { kvCacheType, freeGraphicsBytes }: FitQuestion,
  shape: MemoryShape,
  contextTokens: number,
): { neededBytes: number; graphics: Judgement['graphics'] } {
  const memory = estimateMemory(shape, contextTokens, kvCacheType);
  const all = totalBytes(memory);
  if (freeGraphicsBytes === null) return { neededBytes: all, graphics: null };
  const usable = freeGraphicsBytes * GRAPHICS_SHARE - memory.computeBytes;
  const layerCount = shape.layers + 1;
  const perLayer = (memory.weightBytes + memory.cacheBytes) / layerCount;
  const layers = Math.max(0, Math.min(layerCount, Math.floor(usable / perLayer)));
  const moved = layers * perLayer;
  const neededBytes = Math.round(layers === 0 ? 0 : moved + memory.computeBytes);
  return { neededBytes: all - moved, graphics: { layers, layerCount, neededBytes, freeBytes: freeGraphicsBytes } };
}

function verdictOf(neededBytes: number, freeBytes: number): ModelFit['verdict'] {
  if (neededBytes > freeBytes) return 'does-not-fit';
  return neededBytes > freeBytes * EASY_SHARE ? 'tight' : 'fits';
}

/** The largest window below `contextTokens` that passes; null when no useful one does. */
function largestWindow(contextTokens: number, passes: (tokens: number) => boolean): number | null {
  let low = Math.ceil(LEAST_CONTEXT_TOKENS / CONTEXT_STEP);
  let high = Math.ceil(contextTokens / CONTEXT_STEP) - 1;
  if (high < low || !passes(low * CONTEXT_STEP)) return null;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (passes(middle * CONTEXT_STEP)) low = middle;
    else high = middle - 1;
  }
  return low * CONTEXT_STEP;
}
