/** The engine: its backends, and whether a model fits into memory. */
import * as v from 'valibot';
import { ContextTokens } from './context-window.ts';
import { Count, Fraction, ModelId } from './primitives.ts';
import { QuantizationType } from './quantization.ts';
import { BACKENDS } from './backends.ts';

/** Bytes of a graphics card's memory or of the machine's. */
const Memory = v.strictObject({ freeBytes: Count, totalBytes: Count });

export const BackendReport = v.strictObject({
  backend: v.picklist(BACKENDS),
  /** `broken`: it crashed or hung when it was probed, and is not used until it is probed again. */
  state: v.picklist(['works', 'unavailable', 'broken']),
  /** Why it does not work, in words; null when it does. */
  reason: v.nullable(v.string()),
  /** Names of the graphics cards; empty for the processor. */
  devices: v.array(v.string()),
  /** Memory at the time of the probe; null when it does not work. */
  memory: v.nullable(Memory),
  /** The one that the next model is loaded with. */
  chosen: v.boolean(),
});
export type BackendReport = v.InferOutput<typeof BackendReport>;

/** The memory of a model, compared with the free memory. */
export const ModelFit = v.strictObject({
  modelId: ModelId,
  /** `tight`: it fits, but other programs may become slow. */
  verdict: v.picklist(['fits', 'tight', 'does-not-fit']),
  /** The requested window; a model's own may be smaller. */
  contextTokens: Count,
  weightBytes: Count,
  /** How many windows fit, one for each answer that may be written at a time. */
  windows: Count,
  /** For all windows. */
  cacheBytes: Count,
  /** Compute buffers, the vocabulary and the engine itself. */
  otherBytes: Count,
  /** The part that must fit into main memory, and the free main memory. */
  neededBytes: Count,
  freeBytes: Count,
  /** The most bytes of the model's file that stay mapped as well, until other programs need the room. */
  mappedBytes: Count,
  /** The part on graphics cards; null without one. */
  graphics: v.nullable(v.strictObject({ layers: Count, layerCount: Count, neededBytes: Count, freeBytes: Count })),
  /** The largest window that fits easily, when it is smaller than the requested one and still useful. */
  suggestedContextTokens: v.nullable(ContextTokens),
  /** The largest type of the same model that fits with this window, when this one does not. */
  suggestedQuantization: v.nullable(QuantizationType),
});
export type ModelFit = v.InferOutput<typeof ModelFit>;

export const EngineStatus = v.strictObject({
  state: v.picklist(['stopped', 'starting', 'loading', 'ready', 'generating']),
  modelId: v.nullable(ModelId),
  /** `CPU`, `CUDA`, `Vulkan` or `Metal`; null while nothing is loaded. */
  backend: v.nullable(v.string()),
  loadFraction: v.nullable(Fraction),
  contextTokens: v.nullable(Count),
  /** Other models in memory. */
  otherModelIds: v.array(ModelId),
});
export type EngineStatus = v.InferOutput<typeof EngineStatus>;

/** No process runs and no model is loaded. */
export const STOPPED_ENGINE: EngineStatus = {
  state: 'stopped',
  modelId: null,
  backend: null,
  loadFraction: null,
  contextTokens: null,
  otherModelIds: [],
};
