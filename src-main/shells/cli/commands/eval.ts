import { extname, resolve } from 'node:path';
import type { EventPayload } from '#contract/contract';
import { EVALUATION_FORMATS } from '#contract/evaluation-calls';
import {
  MOST_SAMPLES,
  TASK_NAMES,
  type EvaluationMetric,
  type EvaluationRun,
  type TaskName,
} from '#contract/evaluations';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { App } from '../../../core/app.ts';
import { formatBytes } from '../../../core/format-bytes.ts';
import { optionalNumber, optionalText, readArguments, requiredText, type OptionValues } from '../arguments.ts';
import type { Command, CommandContext } from '../command.ts';
import { settleLicence } from '../licence-question.ts';
import { UsageError } from '../usage.ts';

const OPTIONS = {
  model: 'string',
  task: 'string',
  language: 'string',
  data: 'string',
  references: 'string',
  'judge-prompts': 'string',
  difficulties: 'string',
  'punkt-tab': 'string',
  judge: 'string',
  'both-orders': 'boolean',
  limit: 'string',
  seed: 'string',
  completion: 'boolean',
  out: 'string',
  format: 'string',
  'accept-licence': 'boolean',
} as const;

type Format = (typeof EVALUATION_FORMATS)[number];
const ENDINGS: Readonly<Record<string, Format>> = { '.csv': 'csv', '.md': 'markdown', '.jsonl': 'samples' };

/**
 * Measures a model of the library. The run is kept: the same command goes on with it where it was cut off, and shows what
 * came of it once it is finished.
 */
export const evaluate: Command = async (context) => {
  const { args, output, app, signal } = context;
  const { options } = readArguments(args, OPTIONS, [0, 0]);
  const task = taskOption(options);
  const modelId = requiredText(options, 'model');
  const judgeId = optionalText(options, 'judge');
  const limit = optionalNumber(options, 'limit', { least: 1, most: MOST_SAMPLES, whole: true }) ?? null;
  const seed = optionalNumber(options, 'seed', { least: 0, most: 0xffff_ffff, whole: true });
  const out = outOption(options);
  const sarvi = await app();
  for (const id of judgeId === undefined ? [modelId] : [modelId, judgeId]) {
    const model = await sarvi.useModel(id);
    await settleLicence(sarvi, model, { output, accepts: options['accept-licence'] === true, signal });
  }
  const made = await sarvi.ask('evaluations.create', {
    ...{ modelId, task, limit, continues: true, completes: options['completion'] === true },
    files: filesOption(options),
    ...(seed === undefined ? {} : { seed }),
    judge: judgeId === undefined ? null : { kind: 'model', modelId: judgeId },
    bothOrders: options['both-orders'] === true,
  });
  output.event({ type: 'evaluation', evaluationId: made.id, total: made.total, answered: made.answered }, made.id);
  const run = made.state === 'finished' ? made : await runToEnd(sarvi, made.id, context);
  if (run.error) throw SarviError.fromReport(run.error);
  const written = out && (await sarvi.ask('evaluations.export', { evaluationId: run.id, replace: true, ...out }));
  const { total, judged, failures, metrics, configuration, sessions } = run;
  output.result(
    {
      ...{ evaluationId: run.id, task, total, judged, failures, metrics, configuration, sessions },
      ...(out && written ? { path: out.path, format: out.format, sizeBytes: written.sizeBytes } : {}),
    },
    [
      ...metrics.map(shown),
      ...failures.map(({ code, samples }) => `${'left out'.padEnd(NAME_WIDTH)}${samples} (${code})`),
      ...(out && written ? [`${out.path}: ${formatBytes(written.sizeBytes)}`] : []),
    ].join('\n'),
  );
};

const NAME_WIDTH = 26;

function shown({ name, value, unit, standardError, samples }: EvaluationMetric): string {
  const scale = unit === 'share' ? 100 : 1;
  const spread = standardError === null ? '' : ` ± ${(scale * standardError).toFixed(2)}`;
  return `${name.padEnd(NAME_WIDTH)}${(scale * value).toFixed(2)}${spread} (${samples})`;
}

/** `--task ifeval-fi`, or `--task ifeval --language fi`; English without a language. */
function taskOption(options: OptionValues): TaskName {
  const given = requiredText(options, 'task');
  const named = [given, `${given}-${optionalText(options, 'language') ?? 'en'}`];
  const found = TASK_NAMES.find((task) => named.includes(task));
  if (found === undefined) {
    throw new UsageError(because('usage-takes-one-of', { option: '--task', list: TASK_NAMES.join(', ') }));
  }
  return found;
}

function filesOption(options: OptionValues): Record<string, string> {
  const names = {
    data: 'data',
    references: 'references',
    judgePrompts: 'judge-prompts',
    difficulties: 'difficulties',
    punktTab: 'punkt-tab',
  };
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, option]) => {
      const path = optionalText(options, option);
      return path === undefined ? [] : [[name, resolve(path)]];
    }),
  );
}

function outOption(options: OptionValues): { path: string; format: Format } | null {
  const given = optionalText(options, 'out');
  if (given === undefined) return null;
  const path = resolve(given);
  const named = optionalText(options, 'format');
  if (named === undefined) return { path, format: ENDINGS[extname(path).toLowerCase()] ?? 'results' };
  const format = EVALUATION_FORMATS.find((one) => one === named);
  if (format === undefined) {
    throw new UsageError(because('usage-takes-one-of', { option: '--format', list: EVALUATION_FORMATS.join(', ') }));
  }
  return { path, format };
}

/** @throws SarviError `cancelled` for Ctrl-C: what has been answered is kept */
async function runToEnd(sarvi: App, evaluationId: string, { output, signal }: CommandContext): Promise<EvaluationRun> {
  const ended = Promise.withResolvers<EvaluationRun>();
  const stopListening = sarvi.listen((name, payload) => {
    if (name !== 'evaluation.changed') return;
    const event = payload as EventPayload<'evaluation.changed'>;
    if (event.kind !== 'changed' || event.run.id !== evaluationId) return;
    const { state, phase, total, answered, judged, secondsLeft, tokensPerSecond } = event.run;
    const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
    const done = phase === 'judging' ? judged : answered;
    output.event(
      { type: 'progress', phase, total, answered, judged, secondsLeft, tokensPerSecond },
      `${done} of ${total}${left}`,
    );
    if (state !== 'running') ended.resolve(event.run);
  });
  const pause = (): void => void sarvi.ask('evaluations.pause', { evaluationId });
  signal.addEventListener('abort', pause, { once: true });
  try {
    if (signal.aborted) throw new SarviError('cancelled');
    await sarvi.ask('evaluations.start', { evaluationId });
    const run = await ended.promise;
    if (isAborted(signal)) throw new SarviError('cancelled');
    return run;
  } finally {
    signal.removeEventListener('abort', pause);
    stopListening();
  }
}

/** The signal may have been aborted while something was awaited, which control flow analysis does not see. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
