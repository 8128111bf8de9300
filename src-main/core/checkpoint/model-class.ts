import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { isObject, type JsonObject } from './read-json.ts';

/** What transformers takes for a field of `config.json` that is not there. */
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

/** Classes whose weights are computed with as Llama's are. */
const CLASSES: ReadonlyMap<string, ClassDefaults> = new Map([
  ['LlamaForCausalLM', LLAMA],
  ['LLaMAForCausalLM', LLAMA],
  ['MistralForCausalLM', MISTRAL],
]);

/** Others that people have, and why they are not among them. */
const OTHERS: readonly [RegExp, Reason][] = [
  [/^(?:Mixtral|EuroMoe|\w*Moe)(?=[A-Z])/, because('layers-of-experts')],
  [/^Bloom/, because('layers-of-bloom')],
  [/ForConditionalGeneration$|^Llava|^Voxtral/, because('more-than-text')],
];

/** The first of `architectures`, or the model type where there is none. */
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
 * Refuses weights that are quantized already. The converter can read a few of these kinds, but every such model was made
 * from one in 16 bits, and quantizing twice loses twice.
 *
 * @throws SarviError `checkpoint-quantized`
 */
export function refuseQuantized(config: JsonObject): void {
  const quantization = config['quantization_config'] ?? null;
  if (quantization === null) return;
  const method = isObject(quantization) ? quantization['quant_method'] : null;
  // Makers of such folders mostly leave the name of what they began with.
  const original = config['_name_or_path'];
  const isHubName = typeof original === 'string' && /^[\w.-]+\/[\w.-]+$/.test(original) && !original.startsWith('.');
  throw new SarviError('checkpoint-quantized', {
    method: typeof method === 'string' ? method.slice(0, 40) : 'quantization_config',
    ...(isHubName ? { original } : {}),
  });
}
