/** Where models come from: what they were trained from, on which data and how. */
import * as v from 'valibot';
import { Count, ModelId } from './primitives.ts';

export const TRAINING_METHODS = ['sft', 'dpo', 'kto', 'other'] as const;
export const TrainingMethod = v.picklist(TRAINING_METHODS);
export type TrainingMethod = v.InferOutput<typeof TrainingMethod>;

const ShortText = v.pipe(v.string(), v.maxLength(400));

export const Beta = v.pipe(v.number(), v.gtValue(0), v.maxValue(100));

/** How a model or an adapter was trained. What nobody knows is null. */
export const Lineage = v.strictObject({
  parent: v.nullable(
    v.strictObject({
      /** Null for a model that the library does not have, or never had. */
      modelId: v.nullable(ModelId),
      name: ShortText,
    }),
  ),
  data: v.nullable(
    v.strictObject({
      name: ShortText,
      version: v.nullable(Count),
      versionId: v.nullable(ShortText),
      /** SHA-256 of its rows. */
      digest: v.nullable(ShortText),
    }),
  ),
  method: v.nullable(TrainingMethod),
  /** “TRL 1.9.2”. */
  trainer: v.nullable(ShortText),
  /** How strongly training for preferences held the model to its parent. */
  beta: v.nullable(Beta),
  /** Other settings of the recipe, as they were written. */
  settings: v.pipe(v.record(ShortText, ShortText), v.maxEntries(60)),
  /** The files that this was read from. */
  readFrom: v.pipe(v.array(ShortText), v.maxLength(20)),
});
export type Lineage = v.InferOutput<typeof Lineage>;

export const NO_LINEAGE: Lineage = {
  ...{ parent: null, data: null, method: null, trainer: null, beta: null, settings: {}, readFrom: [] },
};
