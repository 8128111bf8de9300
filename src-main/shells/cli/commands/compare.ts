import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { ComparisonRun, PromptEntry } from '#contract/comparisons';
import { LEAST_COLUMNS, MOST_COLUMNS } from '#contract/comparisons';
import type { EventPayload } from '#contract/contract';
import { SarviError } from '#contract/errors';
import { because, reasonText } from '#contract/reasons';
import type { App } from '../../../core/app.ts';
import { formatBytes } from '../../../core/format-bytes.ts';
import { optionalText, readArguments, requiredText } from '../arguments.ts';
import type { Command, CommandContext } from '../command.ts';
import { exportFormatOption } from '../comparison-format.ts';
import { settleLicence } from '../licence-question.ts';
import { SAMPLING_OPTIONS, samplingOptions } from '../sampling-options.ts';
import { UsageError } from '../usage.ts';

const OPTIONS = {
  models: 'string',
  prompts: 'string',
  resume: 'string',
  out: 'string',
  format: 'string',
  system: 'string',
  title: 'string',
  'accept-licence': 'boolean',
  ...SAMPLING_OPTIONS,
} as const;

/**
 * Has models of the library answer a list of prompts, Sarvi's own or that of a file, and writes what they say. The comparison is
 * kept, so that it can be voted on, and gone on with when it was cut off.
 */
export const compare: Command = async (context) => {
  const { args, output, app, signal } = context;
  const { options } = readArguments(args, OPTIONS, [0, 0]);
  const path = resolve(requiredText(options, 'out'));
  const format = exportFormatOption(options, path, 'json');
  const resumed = optionalText(options, 'resume');
  if (resumed !== undefined && options['models'] !== undefined) {
    throw new UsageError(because('usage-only-one', { first: '--resume', second: '--models' }));
  }
  const modelIds = resumed === undefined ? modelsOption(requiredText(options, 'models')) : [];
  const sampling = await samplingOptions(options);
  const prompts = resumed === undefined ? await promptsOption(context, optionalText(options, 'prompts')) : [];
  const sarvi = await app();
  for (const modelId of modelIds) {
    const model = await sarvi.useModel(modelId);
    await settleLicence(sarvi, model, { output, accepts: options['accept-licence'] === true, signal });
  }
  const systemPrompt = optionalText(options, 'system') ?? '';
  const columns = modelIds.map((modelId) => ({ modelId, sampling, systemPrompt }));
  const title = optionalText(options, 'title') ?? '';
  const comparisonId = resumed ?? (await sarvi.ask('comparisons.create', { kind: 'set', columns, title, prompts })).id;
  output.event({ type: 'comparison', comparisonId }, `comparison ${comparisonId}`);
  const run = await runToEnd(sarvi, comparisonId, context);
  const { sizeBytes } = await sarvi.ask('comparisons.export', { comparisonId, format, path, replace: true });
  const { done, failed, total } = run;
  const errors = run.columns.flatMap(({ columnId, error }) => (error === null ? [] : [{ columnId, ...error }]));
  for (const error of errors) output.failure(SarviError.fromReport(error));
  output.result(
    { comparisonId, path, format, sizeBytes, done, failed, total, errors },
    `${path}: ${done} of ${total} answers, ${formatBytes(sizeBytes)}; comparison ${comparisonId}`,
  );
};

/** `--models A,B`: ids of the library. @throws UsageError for another number than a comparison has columns */
function modelsOption(text: string): string[] {
  const ids = text.split(',').map((id) => id.trim());
  if (ids.length < LEAST_COLUMNS || ids.length > MOST_COLUMNS || ids.includes('')) {
    throw new UsageError(because('usage-takes-models', { least: LEAST_COLUMNS, most: MOST_COLUMNS }));
  }
  return ids;
}

/** `--prompts FILE`; Sarvi's own without it. Lines that give none are told. */
async function promptsOption({ output, app }: CommandContext, path: string | undefined): Promise<PromptEntry[]> {
  if (path === undefined) return (await app()).ask('prompts.own', {});
  const format = { '.csv': 'csv', '.tsv': 'csv', '.jsonl': 'jsonl', '.ndjson': 'jsonl' }[extname(path).toLowerCase()];
  const text = await readFile(resolve(path), 'utf8').catch((error: unknown) => {
    throw new UsageError(because('usage-unreadable', { path, fault: String(error) }));
  });
  const read = await (await app()).ask('prompts.read', { text, format: (format ?? 'txt') as 'txt' });
  for (const { line, reason } of read.faults) {
    output.event({ type: 'fault', line, reason });
    if (!output.json) process.stderr.write(`sarvi: ${path}:${line}: ${reasonText(reason, 'en')}\n`);
  }
  if (read.prompts.length === 0) throw new UsageError(because('usage-no-prompts', { path }));
  return read.prompts;
}

/** @throws SarviError `cancelled` for Ctrl-C: what has been answered is kept */
async function runToEnd(sarvi: App, comparisonId: string, { output, signal }: CommandContext): Promise<ComparisonRun> {
  const ended = Promise.withResolvers<ComparisonRun>();
  const stopListening = sarvi.listen((name, payload) => {
    if (name !== 'comparison.run') return;
    const run = payload as EventPayload<'comparison.run'>;
    const { state, mode, done, failed, total, secondsLeft } = run;
    const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
    output.event({ type: 'progress', mode, done, failed, total, secondsLeft }, `${done} of ${total} answers${left}`);
    if (state !== 'running') ended.resolve(run);
  });
  const pause = (): void => void sarvi.ask('comparisons.pause', { comparisonId });
  signal.addEventListener('abort', pause, { once: true });
  try {
    if (signal.aborted) throw new SarviError('cancelled');
    const begun = await sarvi.ask('comparisons.run', { comparisonId });
    const run = begun.state === 'running' ? await ended.promise : begun;
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
