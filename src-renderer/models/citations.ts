import type { Model } from '#contract/models';

const VARIANTS = { 'poro2-base': 'base', 'poro2-sft': 'SFT', 'poro2-instruct': 'Instruct' } as const;

/** The citation of a model of a known family as BibTeX; null for others. */
export function citationOf({ family, facts }: Pick<Model, 'family' | 'facts'>): string | null {
  if (family === 'guide' || family === 'llama') return null;
  const size = facts.parameterCount > 30e9 ? '70B' : '8B';
  const variant = VARIANTS[family];
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
  if (family === 'guide') return 'Sarvi';
  return family === 'llama' ? null : 'AMD Silo AI, TurkuNLP, HPLT';
}
