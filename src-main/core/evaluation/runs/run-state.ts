import type { ErrorReport } from '#contract/errors';
import type {
  EvaluationAnswer,
  EvaluationRun,
  EvaluationSample,
  EvaluationSession,
  Judgement,
  MeasuredMetric,
} from '#contract/evaluations';
import type { EvaluationTask, JudgedSample, TaskSample } from '../task.ts';
import { withInterval } from '../with-interval.ts';
import { readQuestions, readRunFile, readRunLines, type RunFile, type RunLine } from './run-files.ts';

interface SampleState {
  readonly sample: TaskSample;
  answers: readonly EvaluationAnswer[];
  judgement: Judgement | null;
  failure: ErrorReport | null;
}

/** How often the metrics of a run that goes on are computed anew. */
const METRICS_AGE_MS = 2000;

/** A run as its files say it: what was asked and what came of it. */
export class RunState {
  readonly file: RunFile;
  readonly task: EvaluationTask;
  readonly sessions: EvaluationSession[] = [];
  readonly #states: ReadonlyMap<string, SampleState>;
  #metrics: { readonly of: number; readonly at: number; readonly metrics: MeasuredMetric[] } | null = null;

  private constructor(file: RunFile, task: EvaluationTask, samples: readonly TaskSample[]) {
    this.file = file;
    this.task = task;
    this.#states = new Map(
      samples.map((sample) => [sample.key, { sample, answers: [], judgement: null, failure: null }]),
    );
  }

  /** @throws SarviError `evaluation-unknown`, `evaluation-damaged`, `task-unavailable` */
  static async read(folder: string, taskOf: (name: EvaluationTask['name']) => EvaluationTask): Promise<RunState> {
    const file = await readRunFile(folder);
    const state = new RunState(file, taskOf(file.configuration.task), await readQuestions(folder));
    for await (const line of readRunLines(folder)) state.add(line);
    return state;
  }

  /** The first line of its kind counts: a sample is never judged twice. */
  add(line: RunLine): void {
    if (line.kind === 'session') return void this.sessions.push(line.session);
    const state = this.#states.get(line.key);
    if (!state) return;
    if (line.kind === 'answers' && !isAnswered(state)) state.answers = line.answers;
    if (line.kind === 'judgement' && isAnswered(state)) state.judgement ??= line.judgement;
    if (line.kind === 'failure') state.failure ??= line.failure;
  }

  get toAnswer(): TaskSample[] {
    return this.#all.filter((state) => !isAnswered(state) && !state.failure).map(({ sample }) => sample);
  }

  get toJudge(): EvaluationSample[] {
    return this.samples.filter(({ answers, judgement, failure }) => answers.length > 0 && !judgement && !failure);
  }

  /** In the order of the set. */
  get samples(): EvaluationSample[] {
    return this.#all.map(({ sample: { sampling: _sampling, ...sample }, answers, judgement, failure }) => ({
      ...{ ...sample, turns: [...sample.turns], doc: { ...sample.doc } },
      ...{ answers: [...answers], judgement, failure },
    }));
  }

  get judged(): JudgedSample[] {
    return this.#all.flatMap(({ sample, answers, judgement, failure }) =>
      judgement && !failure ? [{ ...sample, answers, judgement }] : [],
    );
  }

  sampleOf(key: string): TaskSample | undefined {
    return this.#states.get(key)?.sample;
  }

  get isFinished(): boolean {
    return this.#all.every(({ judgement, failure }) => judgement !== null || failure !== null);
  }

  /** Its status while nobody works on it. */
  get run(): EvaluationRun {
    const all = this.#all;
    const codes = new Map<ErrorReport['code'], number>();
    for (const { failure } of all) if (failure) codes.set(failure.code, (codes.get(failure.code) ?? 0) + 1);
    const answered = all.filter(isAnswered).length;
    const isAnswering = all.some((state) => !isAnswered(state) && !state.failure);
    const { id, createdAt, configuration } = this.file;
    return {
      ...{ id, createdAt, configuration },
      sessions: this.sessions,
      state: this.isFinished ? 'finished' : 'paused',
      phase: this.isFinished ? null : isAnswering ? 'answering' : 'judging',
      waits: false,
      total: all.length,
      answered,
      judged: all.filter(({ judgement }) => judgement !== null).length,
      failures: [...codes].map(([code, samples]) => ({ code, samples })),
      secondsLeft: null,
      tokensPerSecond: null,
      error: null,
      metrics: this.#metricsNow(),
    };
  }

  get #all(): SampleState[] {
    return [...this.#states.values()];
  }

  #metricsNow(): MeasuredMetric[] {
    const { judged } = this;
    const known = this.#metrics;
    const isFresh = known?.of === judged.length || (!this.isFinished && Date.now() - (known?.at ?? 0) < METRICS_AGE_MS);
    if (known && isFresh) return known.metrics;
    const { settings } = this.file.configuration;
    const metrics = judged.length === 0 ? [] : this.task.summarise(judged, settings).map(withInterval);
    this.#metrics = { of: judged.length, at: Date.now(), metrics };
    return metrics;
  }
}

function isAnswered({ sample, answers }: SampleState): boolean {
  return answers.length === sample.turns.length;
}
