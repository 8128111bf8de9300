import type { Model, ModelFamily } from '#contract/models';

const VARIANTS: Partial<Record<ModelFamily, string>> = {
  'poro2-base': 'base',
  'poro2-sft': 'SFT',
  'poro2-instruct': 'Instruct',
};

const PORO_2 = 'AMD Silo AI, TurkuNLP, HPLT';
const MAKERS: Readonly<Record<ModelFamily, string | null>> = {
  guide: 'Sarvi',
  'poro2-base': PORO_2,
  'poro2-sft': PORO_2,
  'poro2-instruct': PORO_2,
  viking: 'Silo AI, TurkuNLP, HPLT',
  ahma: 'Finnish-NLP',
  eurollm: 'Unbabel, Instituto Superior Técnico, University of Edinburgh',
  'meta-llama': 'Meta',
  mistral: 'Mistral AI',
  smollm2: 'Hugging Face',
  llama: null,
};

/** The citation of a model of a known family as BibTeX; null for others. */
export function citationOf({ family, facts }: Pick<Model, 'family' | 'facts'>): string | null {
  const variant = VARIANTS[family];
  if (variant === undefined) return null;
  const size = facts.parameterCount > 30e9 ? '70B' : '8B';
  return [
    `@misc{poro2_${size.toLowerCase()}_${variant.toLowerCase()},`,
    `  title        = {Llama Poro 2 ${size} ${variant}},`,
    `  author       = {{AMD Silo AI} and {TurkuNLP, University of Turku} and {HPLT}},`,
    `  year         = {2025},`,
    `  howpublished = {LumiOpen, Hugging Face},`,
    `  url          = {https://huggingface.co/LumiOpen/Llama-Poro-2-${size}-${variant}}`,
    `}`,
  ].join('\n');
}

/** Who made the models of a known family; null for others. */
export function makersOf({ family }: Pick<Model, 'family'>): string | null {
  return MAKERS[family];
}
