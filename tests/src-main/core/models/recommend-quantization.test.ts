import { expect, test } from 'vitest';
import { recommendQuantization } from '../../../../src-main/core/models/recommend-quantization.ts';

/** Llama 3.1 8B in bytes. */
const OFFERS = [
  { quantization: 'BF16', sizeBytes: 16.07e9, bitsPerWeight: (16.07e9 * 8) / 8.03e9 },
  { quantization: 'Q8_0', sizeBytes: 8.54e9, bitsPerWeight: (8.54e9 * 8) / 8.03e9 },
  { quantization: 'Q6_K', sizeBytes: 6.6e9, bitsPerWeight: (6.6e9 * 8) / 8.03e9 },
  { quantization: 'Q5_K_M', sizeBytes: 5.73e9, bitsPerWeight: (5.73e9 * 8) / 8.03e9 },
  { quantization: 'Q4_K_M', sizeBytes: 4.92e9, bitsPerWeight: (4.92e9 * 8) / 8.03e9 },
  { quantization: 'Q4_K_S', sizeBytes: 4.69e9, bitsPerWeight: (4.69e9 * 8) / 8.03e9 },
  { quantization: 'Q3_K_M', sizeBytes: 4.02e9, bitsPerWeight: (4.02e9 * 8) / 8.03e9 },
  { quantization: 'Q2_K', sizeBytes: 3.18e9, bitsPerWeight: (3.18e9 * 8) / 8.03e9 },
] as const;
const SHAPE = {
  layers: 32,
  cacheWidth: 2 * 32 * 8 * 128,
  width: 4096,
  feedForwardWidth: 14_336,
  vocabulary: 128_256,
  trainedTokens: 131_072,
  hasOutput: true,
};
const GIBIBYTE = 2 ** 30;

test.each([
  [64, 'Q8_0'],
  [24, 'Q6_K'],
  [16, 'Q4_K_M'],
  [15.5, 'Q4_K_M'],
  [8, 'Q4_K_M'],
  [7.6, 'Q4_K_M'],
  [7, 'Q3_K_M'],
  [6, 'Q2_K'],
  [4, null],
])('a machine of %d GiB is recommended %s of an 8B model', (memory, expected) => {
  expect(recommendQuantization(OFFERS, SHAPE, memory * GIBIBYTE, 100e9)).toBe(expected);
});

test('what does not fit on the disk is not recommended', () => {
  expect(recommendQuantization(OFFERS, SHAPE, 64 * GIBIBYTE, 6e9)).toBe('Q5_K_M');
  expect(recommendQuantization(OFFERS, SHAPE, 64 * GIBIBYTE, 4.8e9)).toBe('Q4_K_S');
  expect(recommendQuantization(OFFERS, SHAPE, 64 * GIBIBYTE, 1e9)).toBeNull();
});

test('a small model is recommended in eight bits', () => {
  const offers = OFFERS.map((offer) => ({ ...offer, sizeBytes: offer.sizeBytes / 6 }));
  expect(recommendQuantization(offers, SHAPE, 8 * GIBIBYTE, 100e9)).toBe('Q8_0');
});
