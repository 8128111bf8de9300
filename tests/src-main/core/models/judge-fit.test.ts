import { expect, test } from 'vitest';
import type { ModelFit } from '#contract/engine';
import { judgeFit } from '../../../../src-main/core/models/judge-fit.ts';
import type { MemoryShape } from '../../../../src-main/core/models/memory-shape.ts';

/** Poro 2 8B in Q4_K_M. */
const PORO: MemoryShape = {
  layers: 32,
  layerBytes: 4.2e9,
  outputBytes: 431e6,
  embeddingBytes: 296e6,
  cacheWidth: 2 * 1024 * 32,
  width: 4096,
  feedForwardWidth: 14_336,
  vocabulary: 128_256,
  trainedTokens: 8192,
};

function judge(freeBytes: number, more: { contextTokens?: number; freeGraphicsBytes?: number } = {}) {
  const { contextTokens = 8192, freeGraphicsBytes = null } = more;
  return judgeFit({
    shape: PORO,
    contextTokens,
    kvCacheType: 'f16',
    freeBytes,
    freeGraphicsBytes,
    parameterCount: 8_030_261_248,
  });
}

test('weights, cache and buffers add up to what is needed, and a machine with enough has room', () => {
  const fit = judge(16e9);
  expect(fit).toMatchObject({
    verdict: 'fits',
    weightBytes: 4.631e9,
    cacheBytes: 2 ** 30,
    graphics: null,
    suggestedContextTokens: null,
    suggestedQuantization: null,
  });
  expect(fit.neededBytes).toBe(fit.weightBytes + fit.cacheBytes + fit.otherBytes);
});

test('tight says which window would leave room', () => {
  const fit = judge(6.6e9);
  expect(fit.verdict).toBe('tight');
  expect(fit.suggestedContextTokens).toBeLessThan(8192);
  expect(judge(6.6e9, { contextTokens: fit.suggestedContextTokens ?? 0 }).verdict).toBe('fits');
  expect(judge(6.6e9, { contextTokens: (fit.suggestedContextTokens ?? 0) + 256 }).verdict).toBe('tight');
});

test('what does not fit in any window gets a smaller type, or none', () => {
  expect(judge(5.2e9)).toMatchObject({
    verdict: 'does-not-fit',
    suggestedContextTokens: null,
    suggestedQuantization: null,
  });
  expect(judge(5.8e9)).toMatchObject({ verdict: 'does-not-fit', suggestedQuantization: 'Q2_K' });
  expect(judge(1e9)).toMatchObject({ verdict: 'does-not-fit', suggestedQuantization: null });
});

test('a graphics card takes whole layers, as many as it has room for', () => {
  const verdicts: ModelFit['verdict'][] = [];
  const layers: number[] = [];
  for (const freeGraphicsBytes of [1e9, 4e9, 24e9]) {
    const fit = judge(3e9, { freeGraphicsBytes });
    verdicts.push(fit.verdict);
    layers.push(fit.graphics?.layers ?? -1);
    expect(fit.graphics?.neededBytes).toBeLessThan(freeGraphicsBytes);
  }
  expect(verdicts).toEqual(['does-not-fit', 'tight', 'fits']);
  expect(layers[0]).toBeLessThan(6);
  expect(layers[1]).toBeGreaterThan(18);
  expect(layers[2]).toBe(33);
});
