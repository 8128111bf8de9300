import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { isObject, type JsonObject } from './read-json.ts';

/** What `adapter_config.json` says of a LoRA adapter. */
export interface AdapterConfig {
  readonly alpha: number;
  /** Every rank that the adapter's matrices can have. */
  readonly ranks: ReadonlySet<number>;
  /** Alphas of modules that differ from `alpha`, by the module's name or its end. */
  readonly alphas: ReadonlyMap<string, number>;
  /** The product is divided by the square root of the rank instead of by the rank. */
  readonly dividesByRoot: boolean;
  /** Hub name or path of the model that it was trained on; only displayed. */
  readonly baseModel: string | null;
}

/** Initializations that do not change the base model. */
const PLAIN_BEGINNINGS: readonly unknown[] = [undefined, null, true, false, 'gaussian', 'eva', 'orthogonal'];

/** Fields that change what the adapter computes, unless they are empty. */
const UNSUPPORTED = [
  'use_dora',
  'modules_to_save',
  'lora_bias',
  'fan_in_fan_out',
  'layer_replication',
  'trainable_token_indices',
  'target_parameters',
  'alora_invocation_tokens',
  'invocation_string',
  'use_qalora',
  'use_bdlora',
];

/**
 * @param path - of adapter_config.json, for the errors
 * @throws SarviError `adapter-unsupported`, `adapter-malformed`
 * @see huggingface/peft src/peft/tuners/lora/config.py
 */
export function parseAdapterConfig(config: JsonObject, path: string): AdapterConfig {
  refuseUnsupported(config);
  const malformed = (reason: Reason): never => {
    throw new SarviError('adapter-malformed', { path, reason });
  };
  const rank = (value: unknown, key: string): number =>
    typeof value === 'number' && Number.isSafeInteger(value) && value > 0
      ? value
      : malformed(because('not-a-rank', { field: key }));
  const alpha = (value: unknown, key: string): number =>
    // llama.cpp treats an alpha of 0 as missing.
    typeof value === 'number' && value > 0 && Number.isFinite(Math.fround(value))
      ? value
      : malformed(because('not-positive', { field: key }));
  const pattern = <Value>(key: string, read: (value: unknown, key: string) => Value): [string, Value][] => {
    const patterns = config[key] ?? {};
    if (!isObject(patterns)) return malformed(because('not-an-object', { name: key }));
    return Object.entries(patterns).map(([name, value]) => [name, read(value, `${key}.${name}`)]);
  };
  const alphas = new Map(pattern('alpha_pattern', alpha));
  for (const name of alphas.keys()) {
    // Other patterns are regular expressions, and a regular expression from an unknown file could run without an end.
    if (!/^[\w.]+$/.test(name)) throw new SarviError('adapter-unsupported', { feature: `alpha_pattern ${name}` });
  }
  const { base_model_name_or_path: baseModel } = config;
  return {
    alpha: alpha(config['lora_alpha'], 'lora_alpha'),
    ranks: new Set([rank(config['r'], 'r'), ...pattern('rank_pattern', rank).map(([, value]) => value)]),
    alphas,
    dividesByRoot: config['use_rslora'] === true,
    baseModel: typeof baseModel === 'string' && baseModel !== '' ? baseModel : null,
  };
}

/**
 * The factor for a matrix's second half. With it, llama.cpp's scale (alpha over rank, one alpha for all matrices) gives
 * the same product as PEFT.
 */
export function adapterFactor(config: AdapterConfig, name: string, rank: number): number {
  const module = name.replace(/\.weight$/, '');
  const own = [...config.alphas].find(([ending]) => module === ending || module.endsWith(`.${ending}`))?.[1];
  return ((own ?? config.alpha) / config.alpha) * (config.dividesByRoot ? Math.sqrt(rank) : 1);
}

function refuseUnsupported(config: JsonObject): void {
  const refuse = (feature: string): never => {
    throw new SarviError('adapter-unsupported', { feature });
  };
  const kind = config['peft_type'];
  if (kind !== 'LORA') refuse(`peft_type ${JSON.stringify(kind) ?? 'missing'}`);
  for (const key of UNSUPPORTED) if (isGiven(config[key])) refuse(key);
  const bias = config['bias'] ?? 'none';
  if (bias !== 'none') refuse(`bias ${JSON.stringify(bias)}`);
  const beginning = config['init_lora_weights'];
  if (!PLAIN_BEGINNINGS.includes(beginning)) refuse(`init_lora_weights ${JSON.stringify(beginning)}`);
}

function isGiven(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  return !(Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);
}
