import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { fieldIs } from './field-is.ts';
import { classDefaults, refuseQuantized } from './model-class.ts';
import { readJsonObject, type JsonObject } from './read-json.ts';
import { parseRope, type RopeScaling } from './rope-scaling.ts';

/** The shape of a Llama or Mistral model according to `config.json`. */
export interface ModelConfig {
  readonly layerCount: number;
  /** `hidden_size` */
  readonly width: number;
  readonly feedForwardWidth: number;
  readonly headCount: number;
  readonly keyValueHeadCount: number;
  /** Of one head; even, because RoPE rotates pairs. */
  readonly headWidth: number;
  readonly vocabularySize: number;
  readonly contextTokens: number;
  readonly normEpsilon: number;
  readonly ropeTheta: number;
  readonly ropeScaling: RopeScaling | null;
  /** How many tokens back the model was trained to look; null for all. llama.cpp always looks at all. */
  readonly slidingWindow: number | null;
  /** Whether the output layer may be missing, because the token embeddings replace it. */
  readonly tiedEmbeddings: boolean;
  /** Hub name or path that the checkpoint was saved from. */
  readonly nameOrPath: string | null;
  /** `bos_token_id` and similar fields that are single numbers, by their short names (`bos`). */
  readonly specialTokenIds: ReadonlyMap<string, number>;
}

const MAX_CONFIG_BYTES = 4 * 2 ** 20;
/** llama.cpp's own bound on layers (`LLAMA_MAX_LAYERS`). */
const MAX_LAYERS = 512;
/** 16 times the widest known model (405B: 16,384), so that two rows always fit in a buffer. */
const MAX_WIDTH = 2 ** 18;
/** The widest row of a model that can be converted. */
export const MAX_ROW_WEIGHTS = 2 ** 19;
const MAX_HEADS = 4096;
/** 16 times the largest known vocabulary. */
const MAX_VOCABULARY = 2 ** 22;
/** A shorter context has no room for a question and its answer, so such a value is a mistake. */
export const LEAST_TRAINED_TOKENS = 64;
export const MOST_TRAINED_TOKENS = 2 ** 30;

const TOKEN_ID_KEYS = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask', 'eot', 'eom'];

/** @throws SarviError `checkpoint-missing-config`, `checkpoint-malformed-config` */
export async function readConfigFile(folder: string): Promise<JsonObject> {
  const config = await readJsonObject(folder, 'config.json', 'checkpoint-malformed-config', MAX_CONFIG_BYTES);
  if (config === null) throw new SarviError('checkpoint-missing-config', { path: folder });
  return config;
}

/**
 * Missing optional fields take the values that the class has in transformers.
 *
 * @param path - of config.json, for the errors
 * @throws SarviError `checkpoint-unsupported-architecture`, `checkpoint-quantized`, `checkpoint-unsupported-feature`,
 *   `checkpoint-malformed-config`
 */
export function parseModelConfig(config: JsonObject, path: string): ModelConfig {
  const malformed = (reason: Reason): never => {
    throw new SarviError('checkpoint-malformed-config', { path, reason });
  };
  const defaults = classDefaults(config);
  refuseQuantized(config);
  refuseUnsupported(config);

  const whole = (key: string, max: number, missing?: number, least = 1): number => {
    const value = config[key] ?? missing;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > max) {
      return malformed(
        value === undefined
          ? because('field-missing', { field: key })
          : because('field-not-whole', { field: key, value: JSON.stringify(value), least, most: max }),
      );
    }
    return value;
  };
  const positive = (key: string, missing: number): number => {
    const value = config[key] ?? missing;
    if (typeof value !== 'number' || !(value > 0)) return malformed(fieldIs(key, value));
    return value;
  };

  const width = whole('hidden_size', MAX_WIDTH);
  const headCount = whole('num_attention_heads', MAX_HEADS);
  const keyValueHeadCount = whole('num_key_value_heads', MAX_HEADS, defaults.keyValueHeads ?? headCount);
  if (headCount % keyValueHeadCount !== 0) {
    malformed(because('heads-do-not-divide', { heads: headCount, keyValueHeads: keyValueHeadCount }));
  }
  if ((config['head_dim'] ?? null) === null && width % headCount !== 0) {
    malformed(because('width-does-not-divide', { width, heads: headCount }));
  }
  const headWidth = whole('head_dim', MAX_WIDTH, width / headCount);
  if (headWidth % 2 !== 0) malformed(because('head-width-odd', { width: headWidth }));
  if (headCount * headWidth > MAX_ROW_WEIGHTS)
    malformed(because('heads-too-wide', { heads: headCount, width: headWidth }));
  const rope = parseRope(config, path);
  const contextTokens = whole(
    'max_position_embeddings',
    MOST_TRAINED_TOKENS,
    defaults.contextTokens,
    LEAST_TRAINED_TOKENS,
  );
  const window = slidingWindow(config, defaults.slidingWindow);
  const nameOrPath = config['_name_or_path'];
  return {
    layerCount: whole('num_hidden_layers', MAX_LAYERS),
    width,
    feedForwardWidth: whole('intermediate_size', MAX_ROW_WEIGHTS, defaults.feedForwardWidth ?? undefined),
    headCount,
    keyValueHeadCount,
    headWidth,
    vocabularySize: whole('vocab_size', MAX_VOCABULARY),
    contextTokens,
    slidingWindow: window !== null && window < contextTokens ? window : null,
    normEpsilon: positive('rms_norm_eps', 1e-6),
    ropeTheta: rope.theta,
    ropeScaling: rope.scaling,
    tiedEmbeddings: config['tie_word_embeddings'] === true,
    nameOrPath: typeof nameOrPath === 'string' && nameOrPath !== '' ? nameOrPath : null,
    specialTokenIds: tokenIds(config),
  };
}

/** Refuses features with which the converted model would compute other numbers than the checkpoint. */
function refuseUnsupported(config: JsonObject): void {
  const refuse = (feature: string): never => {
    throw new SarviError('checkpoint-unsupported-feature', { feature });
  };
  if ((config['num_local_experts'] ?? 0) !== 0) refuse('num_local_experts');
  const activation = config['hidden_act'] ?? 'silu';
  if (activation !== 'silu') refuse(`hidden_act ${JSON.stringify(activation)}`);
  const partialRotary = config['partial_rotary_factor'] ?? 1;
  if (partialRotary !== 1) refuse(`partial_rotary_factor ${JSON.stringify(partialRotary)}`);
  if (config['is_causal'] === false) refuse('is_causal false');
}

/** Null means no window; a missing field means the class's default. */
function slidingWindow(config: JsonObject, missing: number | null): number | null {
  const value = config['sliding_window'] === undefined ? missing : config['sliding_window'];
  return typeof value === 'number' && value > 0 ? value : null;
}

function tokenIds(config: JsonObject): Map<string, number> {
  const ids = new Map<string, number>();
  for (const name of TOKEN_ID_KEYS) {
    const id = config[`${name}_token_id`];
    if (typeof id === 'number' && Number.isSafeInteger(id) && id >= 0) ids.set(name, id);
  }
  return ids;
}
