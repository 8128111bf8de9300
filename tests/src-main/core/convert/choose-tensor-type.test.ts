import { expect, test } from 'vitest';
import type { QuantizationType } from '#contract/quantization';
import { chooseTensorType, type ModelShape } from '../../../../src-main/core/convert/choose-tensor-type.ts';

const LLAMA_8B: ModelShape = { layerCount: 32, headCount: 32, keyValueHeadCount: 8, hasOutput: true, weighted: false };
const LLAMA_70B: ModelShape = { layerCount: 80, headCount: 64, keyValueHeadCount: 8, hasOutput: true, weighted: false };

function choose(name: string, quantization: QuantizationType, model = LLAMA_8B, shape = [4096, 4096]): string {
  return chooseTensorType({ name, shape, unquantized: shape.length > 1 ? 'BF16' : 'F32' }, quantization, model);
}

/** The layers whose tensor gets `type`. */
function layersOf(type: string, tensor: string, quantization: QuantizationType, model = LLAMA_8B): number[] {
  return Array.from({ length: model.layerCount }, (_, layer) => layer).filter(
    (layer) => choose(`blk.${layer}.${tensor}.weight`, quantization, model) === type,
  );
}

test('Q4_K_M spends Q6_K on the first, the last and every third layer', () => {
  const more = [0, 1, 2, 3, 6, 9, 12, 15, 18, 21, 24, 27, 28, 29, 30, 31];
  expect(layersOf('Q6_K', 'attn_v', 'Q4_K_M')).toEqual(more);
  expect(layersOf('Q6_K', 'ffn_down', 'Q4_K_M')).toEqual(more);
  expect(layersOf('Q6_K', 'attn_k', 'Q4_K_M')).toEqual([]);
});

test('the output layer gets Q6_K, and so do token embeddings that stand in for it', () => {
  expect(choose('output.weight', 'Q4_K_M')).toBe('Q6_K');
  expect(choose('output.weight', 'Q8_0')).toBe('Q8_0');
  expect(choose('token_embd.weight', 'Q4_K_M')).toBe('Q4_K');
  expect(choose('token_embd.weight', 'Q4_K_M', { ...LLAMA_8B, hasOutput: false })).toBe('Q6_K');
});

test('a 70B model has no value heads below Q5_K', () => {
  expect(layersOf('Q4_K', 'attn_v', 'Q4_K_M', LLAMA_70B)).toEqual([]);
  expect(layersOf('Q5_K', 'attn_v', 'Q3_K_S', LLAMA_70B)).toHaveLength(80);
  expect(layersOf('Q3_K', 'attn_v', 'Q3_K_S')).toHaveLength(32);
});

test('vectors, norms and matrices of one row keep their precision', () => {
  expect(choose('blk.0.attn_norm.weight', 'Q4_K_M', LLAMA_8B, [4096])).toBe('F32');
  expect(choose('blk.0.attn_q.bias', 'Q4_K_M', LLAMA_8B, [4096])).toBe('F32');
  expect(choose('blk.0.ffn_up.weight', 'Q4_K_M', LLAMA_8B, [1, 4096])).toBe('BF16');
});

test('rows that do not divide fall back to smaller blocks, and then to F16', () => {
  const types = (['Q2_K', 'Q4_K_S', 'Q5_K_S', 'Q6_K', 'IQ4_XS', 'Q8_0'] as const).map((quantization) =>
    [160, 100].map((columns) => choose('blk.9.ffn_up.weight', quantization, LLAMA_8B, [64, columns])),
  );
  expect(types).toEqual([
    ['Q4_0', 'F16'],
    ['Q5_0', 'F16'],
    ['Q5_1', 'F16'],
    ['Q8_0', 'F16'],
    ['IQ4_NL', 'F16'],
    ['Q8_0', 'F16'],
  ]);
  expect(choose('output.weight', 'Q4_K_M', LLAMA_8B, [64, 160])).toBe('Q8_0');
});

test('an importance matrix changes the first feed-forward layers of the simplest types', () => {
  const weighted = { ...LLAMA_8B, weighted: true };
  const changes = (['Q4_0', 'Q5_0', 'IQ4_NL', 'IQ4_XS', 'Q4_K_S'] as const).map((quantization) =>
    [LLAMA_8B, weighted].map((model) => choose('blk.3.ffn_down.weight', quantization, model)),
  );
  expect(changes).toEqual([
    ['Q4_0', 'Q4_1'],
    ['Q5_0', 'Q5_1'],
    ['Q5_K', 'IQ4_NL'],
    ['Q5_K', 'IQ4_XS'],
    ['Q5_K', 'Q5_K'],
  ]);
  expect(layersOf('Q4_1', 'ffn_down', 'Q4_0', weighted)).toEqual([0, 1, 2, 3]);
});
