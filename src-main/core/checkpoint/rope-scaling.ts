import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { fieldIs } from './field-is.ts';
import { isObject, type JsonObject } from './read-json.ts';

/** How positions beyond the trained context are scaled into it. */
export type RopeScaling =
  | { readonly kind: 'linear'; readonly factor: number }
  /** The factor grows with the text; llama.cpp does not support it. */
  | { readonly kind: 'dynamic' }
  | {
      readonly kind: 'yarn';
      readonly factor: number;
      readonly originalContextTokens: number;
      readonly extrapolationFactor: number | null;
      readonly attentionFactor: number | null;
      readonly betaFast: number | null;
      readonly betaSlow: number | null;
    }
  | {
      readonly kind: 'llama3';
      readonly factor: number;
      readonly lowFrequencyFactor: number;
      readonly highFrequencyFactor: number;
      readonly originalContextTokens: number;
    };

/**
 * Reads `rope_theta` and `rope_scaling`, or `rope_parameters`, which contains both in newer checkpoints.
 *
 * @throws SarviError `checkpoint-malformed-config`, `checkpoint-unsupported-feature`
 * @see huggingface/transformers src/transformers/modeling_rope_utils.py
 */
export function parseRope(config: JsonObject, path: string): { theta: number; scaling: RopeScaling | null } {
  const malformed = (reason: Reason): never => {
    throw new SarviError('checkpoint-malformed-config', { path, reason });
  };
  const scaling = config['rope_parameters'] ?? config['rope_scaling'] ?? {};
  if (!isObject(scaling)) return malformed(because('not-an-object', { name: 'rope_scaling' }));
  const number = (key: string, value: unknown): number => {
    if (typeof value === 'number' && value > 0) return value;
    return malformed(fieldIs(key, value));
  };
  const whole = (key: string, value: unknown): number => {
    if (Number.isSafeInteger(value) && number(key, value) < 2 ** 31) return number(key, value);
    return malformed(fieldIs(key, value));
  };
  const optional = (key: string): number | null => {
    const value = scaling[key] ?? null;
    return value === null ? null : number(`rope_scaling.${key}`, value);
  };
  const theta = number('rope_theta', scaling['rope_theta'] ?? config['rope_theta'] ?? 10_000);
  const kind: unknown = scaling['rope_type'] ?? scaling['type'] ?? 'default';
  switch (kind) {
    case 'default':
      return { theta, scaling: null };
    case 'linear':
      return { theta, scaling: { kind: 'linear', factor: number('rope_scaling.factor', scaling['factor']) } };
    case 'dynamic':
      return { theta, scaling: { kind: 'dynamic' } };
    case 'yarn':
      return {
        theta,
        scaling: {
          kind: 'yarn',
          factor: number('rope_scaling.factor', scaling['factor']),
          originalContextTokens: whole(
            'rope_scaling.original_max_position_embeddings',
            scaling['original_max_position_embeddings'] ?? config['original_max_position_embeddings'],
          ),
          extrapolationFactor: optional('extrapolation_factor'),
          attentionFactor: optional('attention_factor' in scaling ? 'attention_factor' : 'attn_factor'),
          betaFast: optional('beta_fast'),
          betaSlow: optional('beta_slow'),
        },
      };
    case 'llama3':
      return {
        theta,
        // Missing fields get the values of Llama 3.1, as in llama.cpp's converter.
        scaling: {
          kind: 'llama3',
          factor: number('rope_scaling.factor', scaling['factor'] ?? 8),
          lowFrequencyFactor: number('rope_scaling.low_freq_factor', scaling['low_freq_factor'] ?? 1),
          highFrequencyFactor: number('rope_scaling.high_freq_factor', scaling['high_freq_factor'] ?? 4),
          originalContextTokens: number(
            'rope_scaling.original_max_position_embeddings',
            scaling['original_max_position_embeddings'] ?? config['original_max_position_embeddings'] ?? 8192,
          ),
        },
      };
    default:
      throw new SarviError('checkpoint-unsupported-feature', { feature: `rope_scaling ${JSON.stringify(kind)}` });
  }
}
