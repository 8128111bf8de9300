import type { DatasetKind } from '#contract/datasets';
import type { RecipeValues } from '#contract/recipes';

/** What recipes are written from. */
export interface RecipeSource {
  readonly kind: DatasetKind;
  readonly values: RecipeValues;
  /** `jsonl` or `parquet`: the ending of the data files. */
  readonly ending: string;
  /** Those that have rows. */
  readonly splits: readonly string[];
  /** Rows with a good answer, and with a bad one. */
  readonly good: number;
  readonly bad: number;
}

export const METHOD: Readonly<Record<DatasetKind, 'sft' | 'dpo' | 'kto'>> = {
  sft: 'sft',
  preference: 'dpo',
  kto: 'kto',
};

/** The seven projections of a Llama layer. Unset, trainers adapt only two of them. */
export const PROJECTIONS = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'] as const;
/** The token that Llama 3.1 fills short rows with; the one that ends an answer would teach never to end. */
export const PAD_TOKEN = '<|finetune_right_pad_id|>';

/** Steps of which the gradients are added up, so that the batch is whole. */
export function accumulationOf({ globalBatch, perDevice, processes }: RecipeValues): number {
  return globalBatch / perDevice / processes;
}

export function batchNote({ globalBatch, processes }: RecipeValues): string {
  return `with ${processes} processes: ${globalBatch} rows a step`;
}

/** As YAML 1.1 reads it: without the point, `5e-7` would be a word. */
export function yamlNumber(value: number): string {
  const text = value > 0 && value < 0.001 ? value.toExponential() : String(value);
  return /^\d+e/.test(text) ? text.replace('e', '.0e') : text;
}

/** A text that YAML cannot read as anything else; a name or plain path stays as it is. */
export function yamlText(value: string): string {
  return /^[A-Za-z./][\w./-]*$/.test(value) ? value : JSON.stringify(value);
}
