/** Words about the engine: what it computes with, and whether a model fits into memory. */
import * as v from 'valibot';
import { ContextTokens } from './context-window.ts';
import { Count, Fraction, ModelId } from './primitives.ts';
import { QuantizationType } from './quantization.ts';
import { BACKENDS } from './backends.ts';

/** Bytes of a graphics card's memory or of the machine's. */
const Memory = v.strictObject({ freeBytes: Count, totalBytes: Count });

export const BackendReport = v.strictObject({
  backend: v.picklist(BACKENDS),
  /** `broken`: it crashed or hung when it was tried, and is left alone until it is tried again. */
  state: v.picklist(['works', 'unavailable', 'broken']),
  /** Why it does not work, in words; null when it does. */
  reason: v.nullable(v.string()),
  /** Names of the graphics cards, or of nothing. */
  devices: v.array(v.string()),
  /** When it was tried; null where it does not work. */
  memory: v.nullable(Memory),
  /** The one that the next model is loaded with. */
  chosen: v.boolean(),
});
export type BackendReport = v.InferOutput<typeof BackendReport>;

/** What a model would take, against what is free. */
export const ModelFit = v.strictObject({
  modelId: ModelId,
  /** `tight`: it fits, and other programs may feel it. */
  verdict: v.picklist(['fits', 'tight', 'does-not-fit']),
  /** The window that was asked for; a model's own may be smaller. */
  contextTokens: Count,
  weightBytes: Count,
  /** Windows that there is room for, one for each answer that may be written at a time. */
  windows: Count,
  /** Of all windows. */
  cacheBytes: Count,
  /** Compute buffers, the vocabulary and the engine itself. */
  otherBytes: Count,
  /** What of all this the machine's memory has to hold, and what is free there for it. */
  neededBytes: Count,
  freeBytes: Count,
  /** Most of the model's file that stays mapped besides, until other programs need the room. */
  mappedBytes: Count,
  /** What graphics cards take on; null without one. */
  graphics: v.nullable(v.strictObject({ layers: Count, layerCount: Count, neededBytes: Count, freeBytes: Count })),
  /** The largest window that fits easily, when that is smaller than the one asked for and of use. */
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
  /** Models that are in memory beside this one. */
  otherModelIds: v.array(ModelId),
});
export type EngineStatus = v.InferOutput<typeof EngineStatus>;

/** Nothing runs and nothing is loaded. */
export const STOPPED_ENGINE: EngineStatus = {
  state: 'stopped',
  modelId: null,
  backend: null,
  loadFraction: null,
  contextTokens: null,
  otherModelIds: [],
};
