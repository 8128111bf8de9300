import { expect, test } from 'vitest';
import { parseRope } from '../../../../src-main/core/checkpoint/rope-scaling.ts';

const LLAMA_3 = {
  kind: 'llama3',
  factor: 32,
  lowFrequencyFactor: 1,
  highFrequencyFactor: 4,
  originalContextTokens: 8192,
};
const YARN = {
  kind: 'yarn',
  factor: 16,
  originalContextTokens: 4096,
  extrapolationFactor: null,
  attentionFactor: null,
  betaFast: null,
  betaSlow: null,
};
const scaling = {
  rope_type: 'llama3',
  factor: 32,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 8192,
};

test.each<[string, Record<string, unknown>, unknown]>([
  ['nothing', {}, { theta: 10_000, scaling: null }],
  ['null', { rope_theta: 5e5, rope_scaling: null }, { theta: 5e5, scaling: null }],
  ['the default by name', { rope_scaling: { rope_type: 'default' } }, { theta: 10_000, scaling: null }],
  [
    'linear, as old checkpoints name it',
    { rope_theta: 1e4, rope_scaling: { type: 'linear', factor: 4 } },
    { theta: 1e4, scaling: { kind: 'linear', factor: 4 } },
  ],
  ['llama3', { rope_theta: 5e5, rope_scaling: scaling }, { theta: 5e5, scaling: LLAMA_3 }],
  [
    'llama3 with what is missing as in Llama 3.1',
    { rope_theta: 5e5, rope_scaling: { rope_type: 'llama3' } },
    { theta: 5e5, scaling: { ...LLAMA_3, factor: 8 } },
  ],
  [
    'rope_parameters, which newer checkpoints have in place of both',
    { rope_parameters: { ...scaling, rope_theta: 5e5 } },
    { theta: 5e5, scaling: LLAMA_3 },
  ],
  ['dynamic', { rope_scaling: { type: 'dynamic', factor: 2 } }, { theta: 10_000, scaling: { kind: 'dynamic' } }],
  [
    'yarn with what it must have',
    { rope_scaling: { rope_type: 'yarn', factor: 16, original_max_position_embeddings: 4096, attention_factor: null } },
    { theta: 10_000, scaling: YARN },
  ],
  [
    'yarn with all that it may have',
    {
      original_max_position_embeddings: 4096,
      rope_scaling: {
        ...{ type: 'yarn', factor: 16, extrapolation_factor: 1, attn_factor: 0.5, beta_fast: 32, beta_slow: 1 },
        finetuned: true,
      },
    },
    {
      theta: 10_000,
      scaling: { ...YARN, extrapolationFactor: 1, attentionFactor: 0.5, betaFast: 32, betaSlow: 1 },
    },
  ],
])('rope scaling may be %s', (_, config, expected) => {
  expect(parseRope(config, 'config.json')).toEqual(expected);
});

test.each<[string, unknown]>([
  ['without a factor', { type: 'linear' }],
  ['by nothing', { type: 'linear', factor: 0 }],
  ['by a text', { rope_type: 'llama3', factor: '8' }],
  ['of yarn without a factor', { rope_type: 'yarn', original_max_position_embeddings: 4096 }],
  ['of yarn from a window that is not said', { rope_type: 'yarn', factor: 4 }],
  ['of yarn from half a token', { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 4096.5 }],
  [
    'of yarn by a negative factor',
    { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 4096, beta_fast: -1 },
  ],
])('refuses scaling %s', (_, rope_scaling) => {
  expect(() => parseRope({ rope_scaling }, 'config.json')).toThrowError(
    expect.objectContaining({ code: 'checkpoint-malformed-config' }) as Error,
  );
});
