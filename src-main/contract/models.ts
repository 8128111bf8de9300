/** Models of the library, and facts about a model that does not run. */
import * as v from 'valibot';
import { Lineage } from './lineages.ts';
import { Count, FilePath, ModelId, TimestampMs } from './primitives.ts';
import { Sampling } from './sampling.ts';

/** Facts about a model without running it; `null` when the file does not say. */
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
  /** The number of tensors of each type: `{ BF16: 47 }`. */
  tensorTypes: v.record(v.string(), Count),
  /** `Q4_K_M` for a whole GGUF file; the checkpoint's dtype otherwise. */
  fileType: v.string(),
  /** Size of the GGUF file, or of a checkpoint's weights. */
  sizeBytes: Count,
});
export type ModelFacts = v.InferOutput<typeof ModelFacts>;

/** The known family of a model, which decides its card and its warnings. */
export const ModelFamily = v.picklist([
  'guide',
  'poro2-base',
  'poro2-sft',
  'poro2-instruct',
  'viking',
  'ahma',
  'eurollm',
  'meta-llama',
  'mistral',
  'smollm2',
  // Any other of the architecture.
  'llama',
]);
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
  /** False when the file is missing, or has changed while used in place. */
  available: v.boolean(),
  /** Path of the file when it is used in place, and not the library's own. */
  inPlacePath: v.optional(FilePath),
  /** How it was trained, if it is known to come from another model. */
  lineage: v.optional(Lineage),
});
export type Model = v.InferOutput<typeof Model>;
