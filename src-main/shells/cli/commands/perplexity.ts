import { resolve } from 'node:path';
import { SarviError } from '#contract/errors';
import {
  LEAST_CHUNK_TOKENS,
  MOST_CHUNK_TOKENS,
  OWN_TEXTS,
  type OwnText,
  type PerplexityJob,
  type PerplexitySource,
} from '#contract/perplexities';
import { because } from '#contract/reasons';
import type { App } from '../../../core/app.ts';
import { optionalNumber, optionalText, readArguments, requiredText, type OptionValues } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { Output } from '../output.ts';
import { perplexityTable } from '../perplexity-table.ts';
import { scoredModels } from '../scored-models.ts';
import { UsageError } from '../usage.ts';

const OPTIONS = {
  model: 'string',
  against: 'string',
  text: 'string',
  context: 'string',
  chunks: 'string',
  base: 'string',
  'save-base': 'string',
  'accept-licence': 'boolean',
} as const;

/** The perplexity of a model on a text, and its divergence from another model, as `llama-perplexity` tells them. */
export const perplexity: Command = async ({ args, output, app, signal }) => {
  const { options } = readArguments(args, OPTIONS, [0, 0]);
  const model = requiredText(options, 'model');
  const [against, base, saved] = ['against', 'base', 'save-base'].map((name) => optionalText(options, name));
  if (base !== undefined && (against !== undefined || saved !== undefined)) {
    const second = against === undefined ? '--save-base' : '--against';
    throw new UsageError(because('usage-only-one', { first: '--base', second }));
  }
  const source = sourceOption(options, base !== undefined);
  const range = { least: LEAST_CHUNK_TOKENS, most: MOST_CHUNK_TOKENS, whole: true };
  const contextTokens = optionalNumber(options, 'context', range);
  const mostChunks = optionalNumber(options, 'chunks', { least: 1, most: Number.MAX_SAFE_INTEGER, whole: true });
  const sarvi = await app({ keepsHistory: false });
  const accepts = options['accept-licence'] === true;
  const { ids, remoteHosts } = await scoredModels(sarvi, [model, against], { output, accepts, signal });
  const [modelId = '', againstId = null] = ids;
  const file = base ?? saved;
  const baseFile =
    file === undefined
      ? null
      : { mode: base === undefined ? ('write' as const) : ('read' as const), path: resolve(file) };
  const started = await sarvi.ask('perplexity.start', {
    ...{ modelId, againstId, source, baseFile, remoteHosts: [...remoteHosts] },
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(mostChunks === undefined ? {} : { mostChunks }),
  });
  const { id } = await finish(sarvi, started, output, signal);
  const result = await sarvi.ask('perplexity.result', { jobId: id });
  output.result({ ...result }, perplexityTable(result));
};

/** `--text fi`, `--text en`, or a file. @throws UsageError */
function sourceOption(options: OptionValues, hasText: boolean): PerplexitySource | null {
  if (hasText) {
    if (optionalText(options, 'text') !== undefined) {
      throw new UsageError(because('usage-only-one', { first: '--base', second: '--text' }));
    }
    return null;
  }
  const text = requiredText(options, 'text');
  if ((OWN_TEXTS as readonly string[]).includes(text)) return { kind: 'own', language: text as OwnText };
  return { kind: 'file', path: resolve(text) };
}

/** @throws SarviError what the measurement failed with, or `cancelled` */
async function finish(app: App, started: PerplexityJob, output: Output, signal: AbortSignal): Promise<PerplexityJob> {
  const cancel = (): void => void app.ask('perplexity.cancel', { jobId: started.id });
  signal.addEventListener('abort', cancel, { once: true });
  let stopListening = (): void => undefined;
  try {
    const ended = new Promise<PerplexityJob>((resolveEnded) => {
      stopListening = app.listen((name, payload) => {
        if (name !== 'perplexity.changed') return;
        const job = payload as PerplexityJob;
        if (job.id !== started.id) return;
        if (job.state !== 'running') return resolveEnded(job);
        const { phase, fraction, secondsLeft } = job;
        output.event({ type: 'progress', phase, fraction, secondsLeft }, stepOf(job));
      });
    });
    if (signal.aborted) cancel();
    const job = await ended;
    if (job.error) throw SarviError.fromReport(job.error);
    if (job.state === 'cancelled') throw new SarviError('cancelled');
    return job;
  } finally {
    stopListening();
    signal.removeEventListener('abort', cancel);
  }
}

function stepOf({ phase, fraction, secondsLeft }: PerplexityJob): string {
  const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s`;
  return `${phase} ${Math.round(fraction * 100)} %${left}`;
}
