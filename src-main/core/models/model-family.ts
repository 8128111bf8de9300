import type { ModelFacts, ModelFamily } from '#contract/models';

/** The shape of the model that comes with Sarvi. No other model has it, and its own file names none. */
const GUIDE_SHAPE = {
  layerCount: 5,
  width: 256,
  feedForwardWidth: 768,
  headCount: 4,
  keyValueHeadCount: 2,
  vocabularySize: 3584,
} as const satisfies Partial<ModelFacts>;

/** The last part of a name, in letters, digits, dots and hyphens. A word before one of these makes it another model's. */
const BY_NAME: readonly [RegExp, ModelFamily][] = [
  [/^viking-\d+b/, 'viking'],
  [/^ahma-\d+b/, 'ahma'],
  [/^eurollm-\d/, 'eurollm'],
  [/^smollm2-\d/, 'smollm2'],
  [/^mistral-(?:7b|nemo)/, 'mistral'],
  [/^(?:meta-)?llama-?(?:2|3(?:\.[123])?)-\d+b(?:-(?:instruct|chat|hf|i?q\d\w*|b?f16|f32))*(?:\.gguf)?$/, 'meta-llama'],
];

/**
 * Which known family a model belongs to: the guide model by its shape, the others by name.
 *
 * @param names - what the model is called, in its own files and by its folders
 */
export function modelFamily(facts: ModelFacts, names: readonly (string | null)[]): ModelFamily {
  const keys = Object.keys(GUIDE_SHAPE) as (keyof typeof GUIDE_SHAPE)[];
  if (keys.every((key) => facts[key] === GUIDE_SHAPE[key])) return 'guide';
  const poro = names.find((name) => name !== null && /poro[-_ ]?2\b/i.test(name));
  if (poro) {
    if (/instruct/i.test(poro)) return 'poro2-instruct';
    return /sft/i.test(poro) ? 'poro2-sft' : 'poro2-base';
  }
  const last = names.map(
    (name) =>
      name
        ?.split(/\/|--/)
        .at(-1)
        ?.toLowerCase()
        .replace(/[_\s]+/g, '-') ?? '',
  );
  return BY_NAME.find(([pattern]) => last.some((name) => pattern.test(name)))?.[1] ?? 'llama';
}
