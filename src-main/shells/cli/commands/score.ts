import { SarviError } from '#contract/errors';
import type { ScoredToken, Scoring, ScoringJob } from '#contract/scorings';
import type { App } from '../../../core/app.ts';
import { optionalText, readArguments, requiredText } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { Output } from '../output.ts';
import { scoredModels } from '../scored-models.ts';

const OPTIONS = {
  model: 'string',
  against: 'string',
  system: 'string',
  prompt: 'string',
  answer: 'string',
  'accept-licence': 'boolean',
} as const;

/** How likely each token of an answer is under a model, and under another one. Nothing of it is kept. */
export const score: Command = async ({ args, output, app, signal }) => {
  const { options } = readArguments(args, OPTIONS, [0, 0]);
  requiredText(options, 'model');
  const [prompt, answer] = [requiredText(options, 'prompt'), requiredText(options, 'answer')];
  const against = optionalText(options, 'against');
  const sarvi = await app({ keepsHistory: false });
  const accepts = options['accept-licence'] === true;
  const names = [requiredText(options, 'model'), against];
  const { ids, remoteHosts } = await scoredModels(sarvi, names, { output, accepts, signal });
  const [modelId = '', otherId = null] = ids;
  const source = { kind: 'text', systemPrompt: optionalText(options, 'system') ?? '', prompt, answer } as const;
  const job = await finish(
    sarvi,
    await sarvi.ask('scoring.start', { modelId, otherId, source, remoteHosts: [...remoteHosts] }),
    output,
    signal,
  );
  tell(output, await sarvi.ask('scoring.result', { jobId: job.id }));
};

/** @throws SarviError what the reading failed with, or `cancelled` */
async function finish(app: App, started: ScoringJob, output: Output, signal: AbortSignal): Promise<ScoringJob> {
  const cancel = (): void => void app.ask('scoring.cancel', { jobId: started.id });
  signal.addEventListener('abort', cancel, { once: true });
  let stopListening = (): void => undefined;
  try {
    const ended = new Promise<ScoringJob>((resolve) => {
      stopListening = app.listen((name, payload) => {
        if (name !== 'scoring.changed') return;
        const job = payload as ScoringJob;
        if (job.id !== started.id) return;
        if (job.state !== 'running') resolve(job);
        else output.event({ type: 'progress', phase: job.phase, fraction: job.fraction }, stepOf(job));
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

function stepOf({ phase, fraction }: ScoringJob): string {
  return `${phase} ${Math.round(fraction * 100)} %`;
}

function tell(output: Output, { promptTokens, tokens, isRounded }: Scoring): void {
  const told = tokens.map(toldOf);
  const logprob = sum(tokens.map((token) => token.logprob));
  const others = tokens.flatMap(({ other }) => other?.logprob ?? []);
  const sums = { logprob, ...(others.length === 0 ? {} : { otherLogprob: sum(others) }) };
  const lines = told.map((token) => {
    const numbers = [token.logprob, token.rank, token.otherLogprob, token.otherRank, token.kl];
    const cells = numbers.flatMap((value) => (value === undefined ? [] : [shown(value).padStart(10)]));
    return `${cells.join(' ')}  ${JSON.stringify(token.text)}`;
  });
  output.result({ promptTokens, isRounded, ...sums, tokens: told }, lines.join('\n'));
}

interface ToldToken {
  readonly id: number;
  readonly text: string;
  readonly logprob: number;
  readonly rank: number;
  readonly otherLogprob?: number;
  readonly otherRank?: number;
  readonly kl?: number;
}

function toldOf({ id, text, logprob, rank, other, kl }: ScoredToken): ToldToken {
  const token = { id, text, logprob, rank };
  if (!other) return token;
  const compared = { ...token, otherLogprob: other.logprob, otherRank: other.rank };
  return kl === undefined ? compared : { ...compared, kl };
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(4);
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
