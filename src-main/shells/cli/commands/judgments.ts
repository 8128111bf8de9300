import { resolve } from 'node:path';
import { because } from '#contract/reasons';
import { readAnnotations, type Annotation } from '../../../core/evaluation/alpaca-eval/annotations.ts';
import { lengthControlledWinRate, type GamedRow } from '../../../core/evaluation/alpaca-eval/length-controlled.ts';
import { readGamed } from '../../../core/evaluation/alpaca-eval/read-gamed.ts';
import { computeWinRate } from '../../../core/evaluation/alpaca-eval/win-rate.ts';
import { readJudgments, type Judgment } from '../../../core/evaluation/mt-bench/judgment-rows.ts';
import { readQuestions } from '../../../core/evaluation/mt-bench/questions.ts';
import { summarizeJudgments, type MeanScore } from '../../../core/evaluation/mt-bench/summarize.ts';
import type { RowFaultAt } from '../../../core/evaluation/read-rows.ts';
import { optionalText, readArguments, requiredText, type OptionValues } from '../arguments.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../usage.ts';

interface Told {
  readonly rows: number;
  readonly faults: readonly RowFaultAt[];
  /** One for each model and judge of the file. */
  readonly results: readonly Readonly<Record<string, unknown>>[];
  readonly lines: readonly string[];
}

/** The numbers of judgments that are there already: FastChat's of MT-Bench, or alpaca_eval's annotations. */
export const judgments: Command = async ({ args, output }) => {
  const options = { file: 'string', task: 'string', data: 'string', difficulties: 'string' } as const;
  const read = readArguments(args, options, [0, 0]).options;
  const path = resolve(requiredText(read, 'file'));
  const task = requiredText(read, 'task');
  if (task !== 'mt-bench' && task !== 'alpaca-eval') {
    throw new UsageError(because('usage-takes-one-of', { option: '--task', list: 'mt-bench, alpaca-eval' }));
  }
  const { lines, ...told } = task === 'mt-bench' ? await tellScores(path, read) : await tellPreferences(path, read);
  output.result({ task, ...told }, lines.join('\n'));
};

async function tellScores(path: string, options: OptionValues): Promise<Told> {
  const { rows, faults } = await readJudgments(path);
  const data = optionalText(options, 'data');
  const questions = data === undefined ? [] : (await readQuestions(resolve(data))).rows;
  const results = grouped(rows, ({ model, judge }) => [model, judge]).map((group: readonly Judgment[]) => {
    const { model = '', judge = '' } = group[0] ?? {};
    return { model, judge, ...summarizeJudgments(group, questions) };
  });
  const shown = ({ value, scores }: MeanScore): string => (value === null ? '–' : `${value.toFixed(3)} (${scores})`);
  const lines = results.map(({ model, judge, overall, firstTurn, secondTurn, withoutScore }) =>
    [model, judge, shown(overall), shown(firstTurn), shown(secondTurn), withoutScore].join('\t'),
  );
  return { rows: rows.length, faults, results, lines };
}

async function tellPreferences(path: string, options: OptionValues): Promise<Told> {
  const { rows, faults } = await readAnnotations(path);
  const difficulties = optionalText(options, 'difficulties');
  const gamed = difficulties === undefined ? null : (await readGamed(resolve(difficulties))).rows;
  const results = grouped(rows, ({ model, annotator }) => [model.generator, annotator]).map((group) =>
    ratesOf(group, gamed),
  );
  const shown = (value: number | undefined): string => value?.toFixed(2) ?? '–';
  const lines = results.map(({ model, judge, winRate, lengthControlled, withoutPreference }) =>
    [model, judge, shown(lengthControlled?.winRate), shown(winRate?.winRate), withoutPreference].join('\t'),
  );
  return { rows: rows.length, faults, results, lines };
}

function ratesOf(rows: readonly Annotation[], gamed: readonly GamedRow[] | null) {
  const preferences = rows.flatMap(({ preference }) => preference ?? []);
  return {
    model: rows[0]?.model.generator ?? '',
    baseline: rows[0]?.baseline.generator ?? '',
    judge: rows[0]?.annotator ?? '',
    winRate: computeWinRate(preferences),
    lengthControlled: lengthControlledWinRate(
      rows.map(({ index, baseline, model, preference }) => ({
        ...{ index, preference },
        ...{ baselineOutput: baseline.output, modelOutput: model.output },
      })),
      gamed,
    ),
    withoutPreference: rows.length - preferences.length,
  };
}

/** In the order in which the groups begin. */
function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => readonly string[]): (readonly Row[])[] {
  return [...Map.groupBy(rows, (row) => JSON.stringify(keyOf(row))).values()];
}
