/** What is told of the engine, for tests: whole and plausible. */
import type { BackendChoice } from '#contract/backends';
import type { BackendReport, ModelFit } from '#contract/engine';
import { because } from '#contract/reasons';

export function buildFit(fields: Partial<ModelFit> = {}): ModelFit {
  return {
    modelId: 'guide',
    verdict: 'fits',
    contextTokens: 2048,
    weightBytes: 3_700_000,
    cacheBytes: 5_200_000,
    windows: 2,
    mappedBytes: 0,
    otherBytes: 190_000_000,
    neededBytes: 198_900_000,
    freeBytes: 8_000_000_000,
    graphics: null,
    suggestedContextTokens: null,
    suggestedQuantization: null,
    ...fields,
  };
}

/** A machine whose NVIDIA driver crashes, and which has no other card. */
export function buildBackends(wanted: BackendChoice): BackendReport[] {
  const none = { devices: [], memory: null };
  return [
    { backend: 'cuda', state: 'broken', reason: because('illegal-memory-access'), ...none, chosen: false },
    {
      backend: 'vulkan',
      state: 'works',
      reason: null,
      devices: ['Iris Xe'],
      memory: { freeBytes: 3e9, totalBytes: 4e9 },
      chosen: wanted !== 'cpu',
    },
    { backend: 'metal', state: 'unavailable', reason: because('not-for-this-system'), ...none, chosen: false },
    {
      backend: 'cpu',
      state: 'works',
      reason: null,
      devices: [],
      memory: { freeBytes: 8e9, totalBytes: 16e9 },
      chosen: wanted === 'cpu',
    },
  ];
}
