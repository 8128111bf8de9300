import type { TrainingMethod } from '#contract/lineages';
import { cardText, parseModelCard } from '../checkpoint/model-card.ts';

/** What a trainer's configuration says, in one trainer's words for all. */
export interface Recipe {
  readonly trainer: 'TRL' | 'Axolotl' | 'LLaMA-Factory';
  readonly method: TrainingMethod | null;
  readonly base: string | null;
  readonly beta: number | null;
  readonly isAdapter: boolean;
  readonly outputFolder: string | null;
  readonly settings: Readonly<Record<string, string>>;
}

/** Under TRL's name, the names that trainers have for a setting. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  num_train_epochs: ['num_train_epochs', 'num_epochs'],
  learning_rate: ['learning_rate'],
  lr_scheduler_type: ['lr_scheduler_type', 'lr_scheduler'],
  warmup: ['warmup_steps', 'warmup_ratio'],
  max_length: ['max_length', 'max_seq_length', 'sequence_len', 'cutoff_len'],
  per_device_train_batch_size: ['per_device_train_batch_size', 'micro_batch_size'],
  gradient_accumulation_steps: ['gradient_accumulation_steps'],
  num_processes: ['num_processes'],
  loss_type: ['loss_type', 'pref_loss'],
  lora_r: ['lora_r', 'lora_rank'],
  lora_alpha: ['lora_alpha'],
  seed: ['seed'],
};
const MOST_LENGTH = 200;

/**
 * The configuration of TRL, alignment-handbook, Axolotl or LLaMA-Factory in a YAML file; null for another file. Only its
 * top-level fields with one value are read.
 *
 * @param name - the file's
 */
export function recipeOf(name: string, text: string): Recipe | null {
  const fields = parseModelCard(`---\n${text.replace(/^---\s*$/gm, '')}`);
  const field = (...names: readonly string[]): string | null => {
    for (const each of names) {
      const value = cardText(fields, each);
      if (value !== null && value.length <= MOST_LENGTH) return value;
    }
    return null;
  };
  const base = field('model_name_or_path', 'base_model');
  const trainer = field('base_model') !== null ? 'Axolotl' : field('stage') !== null ? 'LLaMA-Factory' : 'TRL';
  const outputFolder = field('output_dir');
  if (base === null || (outputFolder === null && field('learning_rate') === null)) return null;
  const beta = Number(field('beta', 'rl_beta', 'pref_beta') ?? Number.NaN);
  const settings = Object.entries(SETTINGS).flatMap(([key, names]): [string, string][] => {
    const value = field(...names);
    return value === null ? [] : [[key, value]];
  });
  return {
    trainer,
    base,
    outputFolder,
    method: methodOf(field('rl', 'stage') ?? '') ?? methodOf(name) ?? methodOf(outputFolder ?? ''),
    beta: beta > 0 && Number.isFinite(beta) ? beta : null,
    isAdapter: field('use_peft') === 'true' || field('adapter') !== null || field('finetuning_type') === 'lora',
    settings: Object.fromEntries(settings),
  };
}

/** The first method that a text names; null for none. */
export function methodOf(text: string): TrainingMethod | null {
  const found = /(?:^|[^a-z])(sft|dpo|kto)(?:[^a-z]|$)/i.exec(text)?.[1]?.toLowerCase();
  return found === undefined ? null : (found as TrainingMethod);
}
