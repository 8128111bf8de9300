/** Shapes of the models that are timed, by name. */
import type { CheckpointShape } from '../../tests/builders/checkpoint.ts';

const SMALL: CheckpointShape = {
  layers: 2,
  width: 512,
  feedForwardWidth: 2048,
  heads: 8,
  keyValueHeads: 4,
  vocabulary: 128_256,
  tied: true,
  dtype: 'BF16',
  shards: 1,
};
/** The guide model's vocabulary and tokenizer: an engine starts with them in a moment. */
export const TINY: CheckpointShape = {
  ...SMALL,
  width: 256,
  feedForwardWidth: 512,
  heads: 4,
  keyValueHeads: 2,
  vocabulary: 3584,
};
export const SHAPES: Readonly<Record<string, CheckpointShape>> = {
  tiny: TINY,
  small: SMALL,
  '0.2b': { ...SMALL, layers: 8, width: 1024, feedForwardWidth: 4096, heads: 16 },
  '1b': { ...SMALL, layers: 16, width: 2048, feedForwardWidth: 8192, heads: 32, keyValueHeads: 8 },
};
