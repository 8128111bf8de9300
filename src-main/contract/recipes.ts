/** The values of a training recipe, and those of Poro 2's own trainings. */
import * as v from 'valibot';
import type { DatasetKind } from './datasets.ts';
import { Count, Fraction } from './primitives.ts';

export const SCHEDULERS = ['linear', 'cosine', 'constant'] as const;
export const LOSSES = ['all', 'answers'] as const;

const positive = (most: number) => v.pipe(v.number(), v.gtValue(0), v.maxValue(most));
const whole = (most: number) => v.pipe(Count, v.minValue(1), v.maxValue(most));

export const RecipeValues = v.strictObject({
  /** The model to begin with: a name at Hugging Face or a folder. */
  base: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(1000)),
  epochs: positive(1000),
  /** Rows in each step over all processes. */
  globalBatch: whole(65_536),
  /** Rows that one process reads at once. */
  perDevice: whole(1024),
  processes: whole(4096),
  learningRate: positive(1),
  loraLearningRate: positive(1),
  scheduler: v.picklist(SCHEDULERS),
  /** The share of all steps in which the learning rate rises. */
  warmup: Fraction,
  /** Tokens of the longest row. */
  length: v.pipe(Count, v.minValue(16), v.maxValue(1_000_000)),
  /** How strongly the model is held to where it began; SFT does not read it. */
  beta: positive(100),
  /** For SFT: the loss is counted on all tokens, or on answers alone. */
  lossOn: v.picklist(LOSSES),
  /** For SFT: the model's own chat template applies, and not the exported one of Llama 3.1. */
  ownTemplate: v.boolean(),
  loraRank: whole(1024),
  loraAlpha: whole(4096),
  seed: v.pipe(Count, v.maxValue(2 ** 32 - 1)),
});
export type RecipeValues = v.InferOutput<typeof RecipeValues>;

export const MODEL_SIZES = ['8b', '70b'] as const;
export type ModelSize = (typeof MODEL_SIZES)[number];

const COMMON = {
  length: 4096,
  lossOn: 'all',
  ownTemplate: false,
  loraRank: 16,
  loraAlpha: 32,
  seed: 42,
} satisfies Partial<RecipeValues>;
const SFT = {
  ...COMMON,
  epochs: 2,
  learningRate: 5e-6,
  loraLearningRate: 5e-5,
  scheduler: 'linear',
  warmup: 0.03,
  beta: 0.01,
} satisfies Partial<RecipeValues>;
const DPO = {
  ...COMMON,
  epochs: 3,
  learningRate: 5e-7,
  loraLearningRate: 5e-6,
  scheduler: 'cosine',
  warmup: 0.1,
  beta: 0.01,
} satisfies Partial<RecipeValues>;
const SMALL = { globalBatch: 64, perDevice: 2, processes: 8 } as const;
const LARGE = { globalBatch: 64, perDevice: 1, processes: 64 } as const;

/**
 * The values of Poro 2's model cards for SFT and DPO. There was no KTO: its values are those of DPO with the beta of TRL.
 *
 * @see https://huggingface.co/LumiOpen/Llama-Poro-2-8B-Instruct the table of its training
 */
export const RECIPE_PRESETS: Readonly<Record<DatasetKind, Readonly<Record<ModelSize, RecipeValues>>>> = {
  sft: {
    '8b': { base: 'LumiOpen/Llama-Poro-2-8B-base', ...SFT, ...SMALL },
    '70b': { base: 'LumiOpen/Llama-Poro-2-70B-base', ...SFT, ...LARGE, globalBatch: 128 },
  },
  preference: {
    '8b': { base: 'LumiOpen/Llama-Poro-2-8B-SFT', ...DPO, ...SMALL },
    '70b': { base: 'LumiOpen/Llama-Poro-2-70B-SFT', ...DPO, ...LARGE },
  },
  kto: {
    '8b': { base: 'LumiOpen/Llama-Poro-2-8B-SFT', ...DPO, ...SMALL, beta: 0.1 },
    // TRL refuses a batch of one for KTO.
    '70b': { base: 'LumiOpen/Llama-Poro-2-70B-SFT', ...DPO, ...LARGE, perDevice: 2, processes: 32, beta: 0.1 },
  },
};

/** What is wrong with values that are right one by one; null when nothing is. */
export function recipeFault(
  kind: DatasetKind,
  { globalBatch, perDevice, processes }: RecipeValues,
): 'recipe-batch' | 'recipe-kto-batch' | null {
  if (kind === 'kto' && perDevice < 2) return 'recipe-kto-batch';
  return globalBatch % (perDevice * processes) === 0 ? null : 'recipe-batch';
}
