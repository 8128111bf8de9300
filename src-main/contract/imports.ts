/** Imports of models: offers and jobs. */
import * as v from 'valibot';
import { ErrorReport } from './errors.ts';
import { Lineage } from './lineages.ts';
import { ModelFacts, ModelFamily } from './models.ts';
import { Count, FilePath, JobId, ModelId } from './primitives.ts';
import { QuantizationType } from './quantization.ts';
import { Sampling } from './sampling.ts';

/** How close the answers of a quantization type are to the original's, by published measurements of Llama 3 8B. */
export const Quality = v.picklist(['original', 'excellent', 'very-good', 'good', 'fair', 'poor']);
export type Quality = v.InferOutput<typeof Quality>;

/** The memory that a model would need on this machine with its default window. */
export const ExpectedFit = v.strictObject({
  verdict: v.picklist(['fits', 'tight', 'does-not-fit']),
  neededBytes: Count,
  freeBytes: Count,
});
export type ExpectedFit = v.InferOutput<typeof ExpectedFit>;

/** The result of an import with one recipe. */
export const ImportOffer = v.strictObject({
  quantization: QuantizationType,
  /** Exact size of the whole file. */
  sizeBytes: Count,
  bitsPerWeight: v.number(),
  quality: Quality,
  /** Mean Kullback-Leibler divergence from the original, measured on Llama 3 8B; null when none is published. */
  divergence: v.nullable(v.number()),
  /** Expected duration on this machine; null while its speed is unknown. */
  seconds: v.nullable(v.number()),
  /** Null when it was not requested. */
  fit: v.nullable(ExpectedFit),
});
export type ImportOffer = v.InferOutput<typeof ImportOffer>;

/** How llama.cpp is to cut a text before BPE, as a GGUF file names it (`tokenizer.ggml.pre`). */
export const PreTokenizer = v.strictObject({
  name: v.string(),
  /** The ids of llama.cpp's own check text; or, for a vocabulary that it does not know, the tokenizer's exact steps. */
  toldBy: v.picklist(['check-text', 'structure']),
});
export type PreTokenizer = v.InferOutput<typeof PreTokenizer>;

export const Inspection = v.strictObject({
  path: FilePath,
  kind: v.picklist(['checkpoint', 'gguf']),
  family: ModelFamily,
  facts: ModelFacts,
  /** Of a checkpoint; null where it has none, or it could not be found out. */
  preTokenizer: v.nullable(PreTokenizer),
  /** What would stop an import, in the order found. */
  problems: v.array(ErrorReport),
  /** What a user should know of the result although nothing stops the import; reasons, whose words the contract has. */
  notes: v.array(v.string()),
  /** One of each offered recipe; empty for a GGUF whose tensors are quantized already. */
  sizes: v.array(ImportOffer),
  /** For a GGUF file as it is; null for a checkpoint, and when it was not requested. */
  fit: v.nullable(ExpectedFit),
  /** The recipe for this machine's memory and disk; null when none fits or is offered. */
  recommended: v.nullable(QuantizationType),
  /** From `generation_config.json`, or from the GGUF file's metadata. */
  sampling: Sampling,
  /** How it was trained, as far as its trainer's files tell. */
  lineage: v.optional(Lineage),
  /** Free bytes on the disk with Sarvi's models. */
  freeBytes: Count,
});
export type Inspection = v.InferOutput<typeof Inspection>;

/** How a GGUF file comes into the library: copied, or used in place. */
export const ImportMode = v.picklist(['copy', 'in-place']);
export type ImportMode = v.InferOutput<typeof ImportMode>;

/**
 * One import. A finished one leaves the list when the app ends. A paused one, by the user or by the end of the app, can
 * continue, and so can a failed one, which starts from the beginning when nothing of it was kept.
 */
export const ImportJob = v.strictObject({
  id: JobId,
  name: v.string(),
  quantization: v.nullable(QuantizationType),
  state: v.picklist(['running', 'paused', 'finished', 'failed', 'cancelled']),
  /** Conversions run one after the other: `waiting` means that another one runs first. */
  phase: v.picklist(['waiting', 'reading', 'converting', 'copying', 'checking', 'ended']),
  /** Output bytes written, of `bytesTotal`. */
  bytesDone: Count,
  bytesTotal: Count,
  secondsLeft: v.nullable(v.number()),
  /** When finished. */
  modelId: v.nullable(ModelId),
  /** When failed. */
  error: v.nullable(ErrorReport),
});
export type ImportJob = v.InferOutput<typeof ImportJob>;
