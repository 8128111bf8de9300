/** Ways of a model into the library: what is offered, and the jobs. */
import * as v from 'valibot';
import { ErrorReport } from './errors.ts';
import { ModelFacts, ModelFamily } from './models.ts';
import { Count, FilePath, JobId, ModelId } from './primitives.ts';
import { QuantizationType } from './quantization.ts';
import { Sampling } from './sampling.ts';

/** How near a quantization type's answers are to the original's, by published measurements of Llama 3 8B. */
export const Quality = v.picklist(['original', 'excellent', 'very-good', 'good', 'fair', 'poor']);
export type Quality = v.InferOutput<typeof Quality>;

/** What a model would take of this machine's memory, with the window that it gets of itself. */
export const ExpectedFit = v.strictObject({
  verdict: v.picklist(['fits', 'tight', 'does-not-fit']),
  neededBytes: Count,
  freeBytes: Count,
});
export type ExpectedFit = v.InferOutput<typeof ExpectedFit>;

/** What an import to one recipe comes to. */
export const ImportOffer = v.strictObject({
  quantization: QuantizationType,
  /** Of the whole file, exactly. */
  sizeBytes: Count,
  bitsPerWeight: v.number(),
  quality: Quality,
  /** Mean Kullback-Leibler divergence from the original, measured on Llama 3 8B; null where none is published. */
  divergence: v.nullable(v.number()),
  /** What the import is expected to take on this machine; null while its speed is not known. */
  seconds: v.nullable(v.number()),
  /** Null where nobody asked for it. */
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
  /** Of a GGUF file as it is; null for a checkpoint, and where nobody asked for it. */
  fit: v.nullable(ExpectedFit),
  /** The recipe for this machine's memory and disk; null when none fits or is offered. */
  recommended: v.nullable(QuantizationType),
  /** From `generation_config.json`, or what the GGUF says of it. */
  sampling: Sampling,
  /** Free on the disk that holds Sarvi's models. */
  freeBytes: Count,
});
export type Inspection = v.InferOutput<typeof Inspection>;

/** How a GGUF file comes into the library: copied, or used where it lies. */
export const ImportMode = v.picklist(['copy', 'in-place']);
export type ImportMode = v.InferOutput<typeof ImportMode>;

/**
 * One import. A finished one leaves the list when the app ends. A paused one, by the user or by the end of the app, can go
 * on, and so can a failed one, which then begins anew where nothing of it was kept.
 */
export const ImportJob = v.strictObject({
  id: JobId,
  name: v.string(),
  quantization: v.nullable(QuantizationType),
  state: v.picklist(['running', 'paused', 'finished', 'failed', 'cancelled']),
  /** Conversions take turns: `waiting` is one that another is before. */
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
