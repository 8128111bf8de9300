import type { CallOutput } from '#contract/contract';
import type { EvaluationAnswer } from '#contract/evaluations';
import type { EngineModel } from '../../engine/engine-model.ts';
import { askModel, type AskingEngine } from './ask-model.ts';
import type { EvaluationRuns } from './evaluation-runs.ts';
import type { PreparedRun } from './prepare-run.ts';

type Estimate = CallOutput<'evaluations.estimate'>;

interface Speed {
  readonly from: 'run' | 'probe';
  /** Of one answer. */
  readonly tokensPerSecond: number;
  readonly promptTokensPerSecond: number;
  readonly parallel: number;
  /** Tokens of the answers to one sample of the same task; null when it was never asked. */
  readonly usualTokens: number | null;
}

const MOST_FAULTS = 100;
const PROBE_TOKENS = 24;
/** Of the most that an answer may have, when nothing else is known. */
const USUAL_SHARE = 0.3;
/** Finnish and English together; Finnish has fewer characters in a token. */
const CHARACTERS_PER_TOKEN = 3;
const TWO_SIDED_95 = 1.96;

/** @param measures - whether the model may be loaded and asked. @throws SarviError those of `askModel` */
export async function estimateRun(
  { task, set, samples, configuration, model }: PreparedRun,
  runs: EvaluationRuns,
  engine: AskingEngine,
  measures: boolean,
): Promise<Estimate> {
  const known = await speedOfRuns(runs, configuration.model.checksum, configuration.task);
  // One that fits into any window.
  const [question = ''] = samples.flatMap(({ turns }) => turns[0] ?? []).sort((a, b) => a.length - b.length);
  const speed = known ?? (measures ? await probe(engine, model, question) : null);
  const most = sum(samples.map((sample) => sample.turns.length * (sample.sampling.maxTokens ?? 0)));
  const usualTokens = speed?.usualTokens ?? null;
  const usual = usualTokens === null ? most * USUAL_SHARE : usualTokens * samples.length;
  const promptTokens = sum(samples.map(({ turns }) => sum(turns.map(({ length }) => length)))) / CHARACTERS_PER_TOKEN;
  const secondsFor = (tokens: number): number =>
    speed === null ? 0 : (promptTokens / speed.promptTokensPerSecond + tokens / speed.tokensPerSecond) / speed.parallel;
  return {
    rows: set.samples.length,
    samples: samples.length,
    faults: set.faults.slice(0, MOST_FAULTS).map(({ line, reason }) => ({ line, reason })),
    faultCount: set.faults.length,
    seconds: speed && { usual: secondsFor(Math.min(usual, most)), most: secondsFor(most) },
    tokensPerSecond: speed?.tokensPerSecond ?? null,
    speedFrom: speed?.from ?? null,
    halfWidth: task.needsJudge || samples.length < 2 ? null : TWO_SIDED_95 * Math.sqrt(0.25 / (samples.length - 1)),
    hasTemplate: configuration.template.kind === 'chat',
    needsJudge: task.needsJudge,
  };
}

/** From the newest run of the same model file; the length of answers from one of the same task. */
async function speedOfRuns(runs: EvaluationRuns, checksum: string, task: string): Promise<Speed | null> {
  const same = (await runs.list()).filter(({ configuration, answered }) => {
    return configuration.model.checksum === checksum && answered > 0;
  });
  const [newest] = same;
  if (!newest) return null;
  const answers = (await runs.state(newest.id)).samples.flatMap((sample) => sample.answers);
  const ofTask = same.find(({ configuration }) => configuration.task === task);
  const asked = ofTask ? (await runs.state(ofTask.id)).samples.filter((sample) => sample.answers.length > 0) : [];
  const lengths = asked.map((sample) => sum(sample.answers.map(({ generatedTokens }) => generatedTokens)));
  return {
    from: 'run',
    ...speedOf(answers),
    parallel: Math.max(1, newest.sessions.at(-1)?.parallel ?? 1),
    usualTokens: lengths.length === 0 ? null : sum(lengths) / lengths.length,
  };
}

async function probe(engine: AskingEngine, model: EngineModel, question: string): Promise<Speed> {
  const messages = [{ role: 'user' as const, content: question }];
  const sampling = { temperature: 0, maxTokens: PROBE_TOKENS };
  const answer = await askModel(engine, model, messages, sampling, new AbortController().signal);
  return { from: 'probe', ...speedOf([answer]), parallel: 1, usualTokens: null };
}

function speedOf(answers: readonly EvaluationAnswer[]): Pick<Speed, 'tokensPerSecond' | 'promptTokensPerSecond'> {
  const rate = (tokens: number, ms: number): number => (1000 * Math.max(1, tokens)) / Math.max(1, ms);
  return {
    tokensPerSecond: rate(
      sum(answers.map(({ generatedTokens }) => generatedTokens)),
      sum(answers.map(({ generationMs }) => generationMs)),
    ),
    promptTokensPerSecond: rate(
      sum(answers.map(({ promptTokens }) => promptTokens)),
      sum(answers.map(({ promptMs }) => promptMs)),
    ),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
