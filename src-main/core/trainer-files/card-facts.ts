import type { TrainingMethod } from '#contract/lineages';
import { cardText, parseModelCard } from '../checkpoint/model-card.ts';
import { methodOf } from './recipe-of.ts';

/** What the model card of a trainer says. */
export interface CardFacts {
  readonly base: string | null;
  readonly method: TrainingMethod | null;
  /** With its version, if the card has it. */
  readonly trainer: string | null;
  /** Whether a trainer has written it, or its author says that the model comes from another one. */
  readonly isTrained: boolean;
}

/** “fine-tuned version of [None](…)” is what TRL writes for a folder. */
const NO_NAME = 'None';
/** By their tags. */
const TRAINERS = [
  ['llama-factory', 'LLaMA-Factory'],
  ['axolotl', 'Axolotl'],
  ['trl', 'TRL'],
] as const;

export function cardFacts(markdown: string): CardFacts {
  const card = parseModelCard(markdown);
  const tags = (cardText(card, 'tags') ?? '').split(',');
  const [base = ''] = (cardText(card, 'base_model') ?? '').split(',');
  const [, name] = TRAINERS.find(([tag]) => tags.includes(tag)) ?? [];
  const version = name === undefined ? undefined : versionOf(markdown, name);
  return {
    base: base === '' || base === NO_NAME ? null : base,
    method: tags.map(methodOf).find((method) => method !== null) ?? null,
    trainer: name === undefined ? null : [name, version].filter((part) => part !== undefined).join(' '),
    isTrained: name !== undefined || tags.includes('generated_from_trainer') || base !== '',
  };
}

/** `- TRL: 1.9.2` of TRL's cards, ``axolotl version: `0.9` `` of Axolotl's. */
function versionOf(markdown: string, trainer: string): string | undefined {
  const pattern = trainer === 'Axolotl' ? /axolotl version: `([\w.+-]{1,40})`/ : /^- TRL:? ([\w.+-]{1,40})$/m;
  return trainer === 'LLaMA-Factory' ? undefined : pattern.exec(markdown)?.[1];
}
