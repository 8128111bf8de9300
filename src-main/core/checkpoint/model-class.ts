import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { isObject, type JsonObject } from './read-json.ts';

/** What transformers assumes for a missing field of `config.json`. */
export interface ClassDefaults {
  readonly keyValueHeads: number | null;
  readonly feedForwardWidth: number | null;
  readonly contextTokens: number;
  readonly slidingWindow: number | null;
}

const LLAMA: ClassDefaults = {
  keyValueHeads: null,
  feedForwardWidth: null,
  contextTokens: 2048,
  slidingWindow: null,
};
const MISTRAL: ClassDefaults = {
  keyValueHeads: 8,
  feedForwardWidth: 14_336,
  contextTokens: 131_072,
  slidingWindow: 4096,
};

/** Classes whose weights are used in the same way as Llama's. */
const CLASSES: ReadonlyMap<string, ClassDefaults> = new Map([
  ['LlamaForCausalLM', LLAMA],
  ['LLaMAForCausalLM', LLAMA],
  ['MistralForCausalLM', MISTRAL],
]);

/** Other classes that people have, with the reason why they are not supported. */
const OTHERS: readonly [RegExp, Reason][] = [
  [/^(?:Mixtral|EuroMoe|\w*Moe)(?=[A-Z])/, because('layers-of-experts')],
  [/^Bloom/, because('layers-of-bloom')],
  [/ForConditionalGeneration$|^Llava|^Voxtral/, because('more-than-text')],
];

/** The first item of `architectures`, or the model type if there is none. */
export function architectureOf(config: JsonObject): string {
  const { architectures, model_type: modelType } = config;
  const first: unknown = Array.isArray(architectures) ? architectures[0] : null;
  if (typeof first === 'string') return first;
  return typeof modelType === 'string' ? modelType : 'unknown';
}

/** @throws SarviError `checkpoint-unsupported-architecture` */
export function classDefaults(config: JsonObject): ClassDefaults {
  const architecture = architectureOf(config);
  const known = CLASSES.get(architecture);
  if (known) return known;
  const reason = OTHERS.find(([pattern]) => pattern.test(architecture))?.[1];
  throw new SarviError('checkpoint-unsupported-architecture', { architecture, ...(reason ? { reason } : {}) });
}

/**
 * Refuses weights that are already quantized. The converter can read a few of these kinds, but such models were made
 * from one in 16 bits, and a second quantization loses quality again.
 *
 * @throws SarviError `checkpoint-quantized`
 */
export function refuseQuantized(config: JsonObject): void {
  const quantization = config['quantization_config'] ?? null;
  if (quantization === null) return;
  const method = isObject(quantization) ? quantization['quant_method'] : null;
  // Most makers of such folders keep the name of the original model here.
  const original = config['_name_or_path'];
  const isHubName = typeof original === 'string' && /^[\w.-]+\/[\w.-]+$/.test(original) && !original.startsWith('.');
  throw new SarviError('checkpoint-quantized', {
    method: typeof method === 'string' ? method.slice(0, 40) : 'quantization_config',
    ...(isHubName ? { original } : {}),
  });
}
