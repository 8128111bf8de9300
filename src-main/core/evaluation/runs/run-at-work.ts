import type { EvaluationAnswer, EvaluationRun, EvaluationSession } from '#contract/evaluations';
import { SarviError } from '#contract/errors';
import type { EngineModel } from '../../engine/engine-model.ts';
import type { Log } from '../../ports.ts';
import type { PromptMessage } from '../../prompt/prompt.ts';
import type { AnsweredSample, Grader, Judge, TaskSample, TaskSurroundings } from '../task.ts';
import { claimWork } from '../../work-folders.ts';
import { askModel, loadModel, type AskingEngine } from './ask-model.ts';
import { requireEngine } from './configuration.ts';
import { seedOf } from './draw-samples.ts';
import { RunLog, type RunLine } from './run-files.ts';
import type { RunState } from './run-state.ts';

/** The models of a run, as they are now. */
export interface RunModels {
  readonly model: EngineModel;
  readonly judge: Judge | null;
  /** Resolves when memory has room for the model. */
  readonly hasRoom: () => Promise<void>;
  /** Loads the judge, and answers how many answers it can write at a time. */
  readonly readyJudge: (signal: AbortSignal) => Promise<number>;
}

export interface WorkParts {
  readonly engine: AskingEngine;
  readonly surroundings: TaskSurroundings;
  readonly versions: EvaluationSession['versions'];
  readonly now: () => number;
  readonly tell: (run: EvaluationRun) => void;
  readonly log: Log;
}

/** A sample that fails with one of these is left out; any other failure is the model's or the machine's. */
const OF_THE_SAMPLE: readonly string[] = ['prompt-too-long', 'verdict-timed-out', 'verdict-refused'];
/** This many failures in a row are not an accident. */
const MOST_FAILURES = 3;

/** Answers and judges what is left of a run, until it is finished or paused. */
export class RunAtWork {
  readonly #parts: WorkParts;
  readonly #folder: string;
  readonly #state: RunState;
  readonly #stopping = new AbortController();
  #done: Promise<void> = Promise.resolve();
  #runs = false;
  #error: SarviError | null = null;
  #parallel = 1;
  /** Of the phase that goes on. */
  #timed = { samples: 0, ms: 0 };
  #speed = { tokens: 0, ms: 0 };

  constructor(parts: WorkParts, folder: string, state: RunState) {
    this.#parts = parts;
    this.#folder = folder;
    this.#state = state;
  }

  get state(): RunState {
    return this.#state;
  }

  /** Why it paused by itself. */
  get error(): SarviError | null {
    return this.#error;
  }

  get status(): EvaluationRun {
    const { run } = this.#state;
    const { samples, ms } = this.#timed;
    const left = run.phase === 'answering' ? this.#state.toAnswer.length : this.#state.toJudge.length;
    return {
      ...run,
      state: this.#runs ? 'running' : run.state,
      waits: this.#runs && this.#parts.engine.precedence.isHeldUp,
      secondsLeft: this.#runs && samples > 0 ? (left * ms) / samples / 1000 / this.#parallel : null,
      tokensPerSecond: this.#speed.ms > 0 ? (1000 * this.#speed.tokens) / this.#speed.ms : null,
      error: this.#error?.toReport() ?? null,
    };
  }

  /**
   * Begins, if no other process works on it.
   *
   * @param models - looks at what there is; its refusal pauses the run with this error
   * @throws SarviError `evaluation-running-elsewhere`, `path-missing`, `write-failed`, `disk-full`
   */
  start(models: () => Promise<RunModels>): void {
    const claim = claimWork(this.#folder);
    this.#runs = true;
    const stopListening = this.#parts.engine.precedence.onChange(() => this.#tell());
    this.#done = this.#work(models)
      .catch((thrown: unknown) => {
        const error = SarviError.from(thrown);
        if (error.code === 'cancelled') return;
        this.#error = error;
        this.#parts.log.warn('an evaluation paused', { code: error.code, message: error.message });
      })
      .finally(() => {
        stopListening();
        claim.release();
        this.#runs = false;
        this.#tell();
      });
    this.#tell();
  }

  /** Resolves when everything that was written is saved. */
  async pause(): Promise<void> {
    this.#stopping.abort();
    await this.#done;
  }

  settled(): Promise<void> {
    return this.#done;
  }

  async #work(find: () => Promise<RunModels>): Promise<void> {
    const { task, file } = this.#state;
    const models = await find();
    const log = await RunLog.open(this.#folder);
    const grader = task.openGrader(file.configuration.settings, models.judge, this.#parts.surroundings);
    try {
      const judge = (sample: AnsweredSample): Promise<void> => this.#judge(sample, grader, log);
      // Answers that the app's end has left without a verdict.
      if (!task.needsJudge) await this.#judgeAll(judge, 1, log);
      if (this.#state.toAnswer.length > 0) await this.#answerAll(models, log, task.needsJudge ? null : judge);
      if (task.needsJudge && this.#state.toJudge.length > 0) {
        this.#parallel = await models.readyJudge(this.#stopping.signal);
        await this.#judgeAll(judge, this.#parallel, log);
      }
    } finally {
      await grader.close();
      await log.close();
    }
  }

  async #answerAll(
    { model, hasRoom }: RunModels,
    log: RunLog,
    judge: ((sample: AnsweredSample) => Promise<void>) | null,
  ): Promise<void> {
    await hasRoom();
    await this.#begin(model, log);
    await this.#each(this.#state.toAnswer, this.#parallel, log, async (sample) => {
      const answers = await this.#answer(model, sample);
      await this.#keep(log, { kind: 'answers', key: sample.key, answers, at: this.#parts.now() });
      await judge?.({ ...sample, answers });
    });
  }

  /** Loads the model and notes what answers. @throws SarviError `evaluation-changed`, the engine's own */
  async #begin(model: EngineModel, log: RunLog): Promise<void> {
    const { engine, versions, now } = this.#parts;
    const facts = await loadModel(engine, model, this.#stopping.signal);
    const { backend, llamaCpp, threads, gpuLayers, contextTokens, sequences } = facts;
    this.#parallel = Math.max(1, Math.min(sequences, this.#state.toAnswer.length));
    const session: EvaluationSession = {
      ...{ startedAt: now(), versions, backend, llamaCpp, threads: threads ?? null, gpuLayers, contextTokens },
      parallel: this.#parallel,
    };
    const [first] = this.#state.sessions;
    if (first) requireEngine(first, session);
    await this.#keep(log, { kind: 'session', session });
    this.#tell();
  }

  async #answer(model: EngineModel, { key, turns, sampling }: TaskSample): Promise<EvaluationAnswer[]> {
    const messages: PromptMessage[] = [];
    const answers: EvaluationAnswer[] = [];
    for (const [index, content] of turns.entries()) {
      messages.push({ role: 'user', content });
      const seeded = { ...sampling, seed: seedOf(this.#state.file.configuration.seed, key, index) };
      const { first: _first, ...answer } = await askModel(
        this.#parts.engine,
        model,
        messages,
        seeded,
        this.#stopping.signal,
      );
      messages.push({ role: 'assistant', content: answer.text });
      answers.push(answer);
      this.#speed.tokens += answer.generatedTokens;
      this.#speed.ms += answer.generationMs;
    }
    return answers;
  }

  async #judgeAll(judge: (sample: AnsweredSample) => Promise<void>, parallel: number, log: RunLog): Promise<void> {
    this.#timed = { samples: 0, ms: 0 };
    const samples = this.#state.toJudge.flatMap(({ key, answers }) => {
      const sample = this.#state.sampleOf(key);
      return sample ? [{ ...sample, answers }] : [];
    });
    await this.#each(samples, parallel, log, judge);
  }

  async #judge(sample: AnsweredSample, grader: Grader, log: RunLog): Promise<void> {
    const judgement = await grader.judge(sample, this.#stopping.signal);
    await this.#keep(log, { kind: 'judgement', key: sample.key, judgement, at: this.#parts.now() });
  }

  /** Several at a time. A sample that fails by itself is left out, another failure is tried once more. */
  async #each<Sample extends TaskSample>(
    samples: readonly Sample[],
    parallel: number,
    log: RunLog,
    work: (sample: Sample) => Promise<void>,
  ): Promise<void> {
    const left = samples.values();
    let failures = 0;
    let isOver = false;
    const worker = async (): Promise<void> => {
      for (const sample of left) {
        const begunAt = performance.now();
        for (;;) {
          if (this.#stopping.signal.aborted) throw new SarviError('cancelled');
          if (isOver) return;
          try {
            await work(sample);
            failures = 0;
            break;
          } catch (thrown) {
            const error = SarviError.from(thrown);
            if (OF_THE_SAMPLE.includes(error.code)) {
              const failure = error.toReport();
              await this.#keep(log, { kind: 'failure', key: sample.key, failure, at: this.#parts.now() });
              break;
            }
            failures += 1;
            if (error.code === 'engine-crashed' && failures < MOST_FAILURES) continue;
            isOver = true;
            throw error;
          }
        }
        this.#timed.samples += 1;
        this.#timed.ms += performance.now() - begunAt;
        this.#tell();
      }
    };
    const workers = Array.from({ length: parallel }, worker);
    const ended = await Promise.allSettled(workers);
    for (const one of ended) if (one.status === 'rejected') throw SarviError.from(one.reason);
  }

  async #keep(log: RunLog, line: RunLine): Promise<void> {
    await log.add(line);
    this.#state.add(line);
  }

  #tell(): void {
    this.#parts.tell(this.status);
  }
}
