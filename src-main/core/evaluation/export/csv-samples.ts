import type { EvaluationSample, Judgement } from '#contract/evaluations';
import type { RunState } from '../runs/run-state.ts';
import { CSV_MARK, csvRow } from './csv-row.ts';
import type { Parts } from './parts.ts';

type Columns = Readonly<Record<string, (sample: EvaluationSample) => string>>;

/** A line for each sample (RFC 4180), with the columns of its kind of judgement. */
export function csvSamples({ run, samples }: RunState): Parts {
  const kind = samples.find(({ judgement }) => judgement !== null)?.judgement?.kind ?? 'instructions';
  const columns: Columns = {
    model: () => run.configuration.model.name,
    quantization: () => run.configuration.model.fileType,
    task: () => run.configuration.task,
    key: ({ key }) => key,
    category: ({ category }) => category ?? '',
    ...COLUMNS[kind],
    left_out: ({ failure }) => failure?.code ?? '',
    stop_reason: ({ answers }) => answers.map(({ stopReason }) => stopReason).join(' '),
    tokens: ({ answers }) => answers.map(({ generatedTokens }) => generatedTokens).join(' '),
    prompt: ({ turns }) => turns.join('\n\n'),
    answer: ({ answers }) => answers.map(({ text }) => text).join('\n\n'),
  };
  return {
    before: CSV_MARK + csvRow(Object.keys(columns)),
    each: samples.map((sample) => () => csvRow(Object.values(columns).map((of) => of(sample)))),
    after: '',
  };
}

const COLUMNS: Readonly<Record<Judgement['kind'], Columns>> = {
  instructions: {
    instructions: (sample) => instructionsOf(sample, ({ id }) => id),
    strict: (sample) => instructionsOf(sample, ({ strict }) => (strict ? '1' : '0')),
    loose: (sample) => instructionsOf(sample, ({ loose }) => (loose ? '1' : '0')),
  },
  scores: {
    scores: ({ judgement }) =>
      judgement?.kind === 'scores' ? judgement.turns.map(({ score }) => score ?? '–').join(' ') : '',
  },
  preference: {
    preference: ({ judgement }) => (judgement?.kind === 'preference' ? String(judgement.preference ?? '') : ''),
  },
};

function instructionsOf(
  { judgement }: EvaluationSample,
  of: (one: Extract<Judgement, { kind: 'instructions' }>['instructions'][number]) => string,
): string {
  return judgement?.kind === 'instructions' ? judgement.instructions.map(of).join(' ') : '';
}
