/** Models of the library, and what is known of a model without running it. */
import * as v from 'valibot';
import { Count, FilePath, ModelId, TimestampMs } from './primitives.ts';
import { Sampling } from './sampling.ts';

/** What can be said of a model without running it; `null` where the file does not say. */
export const ModelFacts = v.strictObject({
  name: v.nullable(v.string()),
  architecture: v.string(),
  parameterCount: Count,
  layerCount: Count,
  headCount: Count,
  keyValueHeadCount: Count,
  width: Count,
  feedForwardWidth: Count,
  vocabularySize: Count,
  contextTokens: Count,
  hasChatTemplate: v.boolean(),
  licence: v.nullable(v.string()),
  /** How many tensors there are of each tensor type: `{ BF16: 47 }`. */
  tensorTypes: v.record(v.string(), Count),
  /** `Q4_K_M` for a whole GGUF file; the checkpoint's dtype otherwise. */
  fileType: v.string(),
  /** Of the GGUF file, or of a checkpoint's weights. */
  sizeBytes: Count,
});
export type ModelFacts = v.InferOutput<typeof ModelFacts>;

/** Which known family a model belongs to; decides its card and its warnings. */
export const ModelFamily = v.picklist(['guide', 'poro2-base', 'poro2-sft', 'poro2-instruct', 'llama']);
export type ModelFamily = v.InferOutput<typeof ModelFamily>;

/** One usable model of the library. */
export const Model = v.strictObject({
  id: ModelId,
  name: v.string(),
  family: ModelFamily,
  facts: ModelFacts,
  /** From `generation_config.json`. */
  sampling: Sampling,
  addedAt: TimestampMs,
  /** False when the file has vanished since, or one in place has changed. */
  available: v.boolean(),
  /** Where the file lies when it is used in place and not the library's own. */
  inPlacePath: v.optional(FilePath),
});
export type Model = v.InferOutput<typeof Model>;
