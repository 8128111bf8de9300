import type { AdapterChoice } from '#contract/adapters';
import { SarviError } from '#contract/errors';
import { IFEVAL_TASKS, type IfevalTask, type ParentComparison } from '#contract/parent-comparisons';
import { because } from '#contract/reasons';
import type { EngineModel } from '../engine/engine-model.ts';
import type { Log } from '../ports.ts';
import { longestTokens } from '../scoring/longest-tokens.ts';
import type { Scorer } from '../scoring/scorer.ts';
import { claimWork } from '../work-folders.ts';
import { addComparisonLine, type ComparisonLine } from './comparison-files.ts';
import { type ComparisonState, type Side, SIDES } from './comparison-state.ts';

/** Both models as they are now; the child's adapters are among its own. */
export type ComparedModels = Readonly<Record<Side, EngineModel>>;

export interface ComparisonParts {
  readonly scorer: Pick<Scorer, 'run'>;
  readonly instructions: InstructionRuns;
  readonly tell: (comparison: ParentComparison) => void;
  readonly log: Log;
}

/** Runs of IFEval, which are kept among the evaluations. */
export interface InstructionRuns {
  /**
   * Resolves with the id of a run of one side when it is finished; with null for a model that cannot be asked as a chat.
   * Told of the run as soon as there is one.
   *
   * @throws SarviError `cancelled` when it is paused, and what it pauses with
   */
  finish(
    task: IfevalTask,
    side: ComparedSide,
    watch: { readonly signal: AbortSignal; readonly tell: (runId: string) => Promise<void> },
  ): Promise<string | null>;
}

export interface ComparedSide {
  readonly modelId: string;
  readonly adapter: AdapterChoice | null;
}

/** Between two parts other work gets the models; what a part has read is kept. */
const PART_MS = 5000;
const MOST_ROWS_AT_ONCE = 64;
/** The KV cache is in float32, twice the size of the estimate's 16 bits. */
const CACHE_FACTOR = 2;

/** Reads the rows that are left under one model after the other, until all are read or it is paused. */
export class ComparisonAtWork {
  readonly #parts: ComparisonParts;
  readonly #folder: string;
  readonly #stopping = new AbortController();
  readonly state: ComparisonState;
  #done: Promise<void> = Promise.resolve();
  #runs = false;
  #error: SarviError | null = null;
  /** Rows of this run and the time that they took. */
  #timed = { rows: 0, ms: 0 };
  /** The part of a row batch that is being read, in rows. */
  #reading = 0;

  constructor(parts: ComparisonParts, folder: string, state: ComparisonState) {
    this.#parts = parts;
    this.#folder = folder;
    this.state = state;
  }

  /** Why it paused by itself. */
  get error(): SarviError | null {
    return this.#error;
  }

  get status(): ParentComparison {
    const { done, total } = this.state;
    const comparison = this.#runs ? this.state.progress : this.state.comparison;
    const { rows, ms } = this.#timed;
    const read = Math.min(total, done + this.#reading);
    return {
      ...comparison,
      state: this.#runs ? 'running' : comparison.state,
      fraction: total === 0 ? 1 : read / total,
      secondsLeft: this.#runs && rows > 0 ? ((total - read) * ms) / rows / 1000 : null,
      error: this.#error?.toReport() ?? null,
    };
  }

  /** @throws SarviError `evaluation-running-elsewhere`, `path-missing`, `write-failed`, `disk-full` */
  start(find: () => Promise<ComparedModels>): void {
    const claim = claimWork(this.#folder);
    this.#runs = true;
    this.#done = this.#work(find)
      .catch((thrown: unknown) => {
        const error = SarviError.from(thrown);
        if (error.code === 'cancelled') return;
        this.#error = error;
        this.#parts.log.warn('a comparison with a parent paused', { code: error.code, message: error.message });
      })
      .finally(() => {
        claim.release();
        this.#runs = false;
        this.#reading = 0;
        this.#tell();
      });
    this.#tell();
  }

  /** Resolves when everything that was read is saved. */
  async pause(): Promise<void> {
    this.#stopping.abort();
    await this.#done;
  }

  settled(): Promise<void> {
    return this.#done;
  }

  async #work(find: () => Promise<ComparedModels>): Promise<void> {
    const models = await find();
    for (const side of SIDES) {
      for (let next = this.#next(side); next !== null; next = this.#next(side)) {
        if (this.#stopping.signal.aborted) throw new SarviError('cancelled');
        await this.#read(side, models, next);
      }
    }
    if (this.state.phase === 'ifeval') await this.#askInstructions();
  }

  /** Both languages of one model before the other's, so that each is loaded once. */
  async #askInstructions(): Promise<void> {
    const { child, parent } = this.state.file.configuration;
    const sides = {
      child: { modelId: child.modelId, adapter: child.adapter },
      parent: { modelId: parent.modelId, adapter: null },
    };
    this.#tell();
    for (const side of SIDES) {
      for (const task of IFEVAL_TASKS) {
        if (this.#stopping.signal.aborted) throw new SarviError('cancelled');
        const tell = async (run: string): Promise<void> => {
          if (this.state.runOf(task, side) !== run) await this.#keep({ kind: 'ifeval', task, side, run });
          this.#tell();
        };
        await this.#parts.instructions.finish(task, sides[side], { signal: this.#stopping.signal, tell });
      }
    }
    await this.#keep({ kind: 'ended' });
  }

  #next(side: Side): ReturnType<ComparisonState['nextOf']> {
    const { rows, ms } = this.#timed;
    const fitting = rows === 0 ? 1 : Math.floor((PART_MS * rows) / Math.max(1, ms));
    return this.state.nextOf(side, Math.max(1, Math.min(MOST_ROWS_AT_ONCE, fitting)));
  }

  async #read(
    side: Side,
    models: ComparedModels,
    { from, rows }: NonNullable<ReturnType<ComparisonState['nextOf']>>,
  ): Promise<void> {
    let begunAt = performance.now();
    const longest = rows.flatMap(({ messages, answers }) =>
      answers.map((answer) => longestTokens({ kind: 'answer', messages, answer, withEnd: true, tellsDate: false })),
    );
    const { sums, backend } = await this.#parts.scorer.run<'sums'>(
      {
        models: [models[side]],
        contextTokens: Math.min(models[side].contextTokens ?? Infinity, Math.max(...longest)) * CACHE_FACTOR,
        task: ([use]) => ({
          kind: 'sums',
          models: [use],
          relatives: [models.child, models.parent].map(({ name, path }) => ({ name, path })),
          texts: rows.map(({ messages, answers }) => ({ messages, answers })),
        }),
      },
      {
        signal: this.#stopping.signal,
        onProgress: (phase, fraction) => {
          // The time that a model takes to load says nothing about its rows.
          if (phase === 'loading') begunAt = performance.now();
          else this.#reading = fraction * rows.length;
          this.#tell();
        },
      },
    );
    const expected = this.state.backend;
    if (expected !== null && expected !== backend) {
      const reason = because('premise-changed', { what: 'premise-backend', expected, found: backend });
      throw new SarviError('evaluation-changed', { reason });
    }
    const ms = performance.now() - begunAt;
    await this.#keep({
      ...{ kind: 'scores', side, from, backend, ms },
      sums: sums.map((each) => each && each.map(({ tokens, logprob }) => ({ tokens, logprob }))),
    });
    this.#timed = { rows: this.#timed.rows + rows.length, ms: this.#timed.ms + ms };
    this.#reading = 0;
    this.#tell();
  }

  async #keep(line: ComparisonLine): Promise<void> {
    await addComparisonLine(this.#folder, line);
    this.state.add(line);
  }

  #tell(): void {
    this.#parts.tell(this.status);
  }
}
