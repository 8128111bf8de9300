/**
 * What others published of the models that Sarvi measures, for reading beside one's own results. Only figures with a
 * source are here; a model or a task without one is left out.
 */

export type PublishedModel = 'llama-3.1-8b-instruct' | 'poro-2-8b-sft' | 'poro-2-8b-instruct';
export type PublishedTask =
  'ifeval-en' | 'ifeval-fi' | 'mt-bench-en' | 'mt-bench-fi' | 'alpaca-eval-en' | 'alpaca-eval-fi';

export interface PublishedFigure {
  readonly model: PublishedModel;
  readonly task: PublishedTask;
  /** Percent; for MT-Bench a score from 1 to 10. */
  readonly value: number;
}

/** Where all of the figures are from. */
export const PUBLISHED_SOURCE = {
  title: 'Llama-Poro-2-8B-Instruct, model card',
  url: 'https://huggingface.co/LumiOpen/Llama-Poro-2-8B-Instruct',
} as const;

/** How they were measured, as far as the card, its makers' blog and their programs tell. */
export const PUBLISHED_CONDITIONS = {
  weights: 'BF16',
  /** GPT-4o, at temperature 0. */
  judge: 'gpt-4o-2024-08-06',
  /** IFEval counts prompts; loosely, as the figures of other programs suggest, though no text says so. */
  ifeval: { prompts: 541, metric: 'prompt-loose' },
  mtBench: { questions: 80 },
  /** Length-controlled win rates. */
  alpacaEval: { instructions: 805, metric: 'length-controlled' },
} as const;

const TASKS: readonly PublishedTask[] = [
  'ifeval-en',
  'ifeval-fi',
  'mt-bench-en',
  'mt-bench-fi',
  'alpaca-eval-en',
  'alpaca-eval-fi',
];

/** In the order of the tasks. */
const VALUES: Readonly<Record<PublishedModel, readonly number[]>> = {
  'llama-3.1-8b-instruct': [79.48, 47.31, 7.7, 4.1, 32.7, 2.05],
  'poro-2-8b-sft': [79.66, 64.69, 7.07, 5.92, 29.67, 16.8],
  'poro-2-8b-instruct': [79.29, 66.54, 7.33, 6.75, 35.3, 28.89],
};

export const PUBLISHED_RESULTS: readonly PublishedFigure[] = (
  Object.entries(VALUES) as [PublishedModel, readonly number[]][]
).flatMap(([model, values]) => TASKS.map((task, index) => ({ model, task, value: values[index] ?? NaN })));
