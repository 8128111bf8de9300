import type { AskingMode, Comparison, ComparisonCell, ComparisonRow, ComparisonRun } from '#contract/comparisons';
import { SarviError } from '#contract/errors';
import type { AskHistory } from '../history/protocol.ts';
import type { Log } from '../ports.ts';
import { ColumnRefused, type CellAnswers } from './answer-cell.ts';
import { keepLanguage, type LanguageParts } from './judge-cells.ts';

export interface SetRunParts extends LanguageParts {
  readonly history: LanguageParts['history'] & {
    readonly ask: AskHistory<'openComparison' | 'setCellLanguage' | 'openCell'>;
  };
  readonly answers: Pick<CellAnswers, 'answer'>;
  readonly modeOf: (comparison: Comparison) => Promise<AskingMode>;
  /** Whether a model is in memory: its column comes first if the columns take turns. */
  readonly isLoaded: (modelId: string) => boolean;
  readonly tell: (run: ComparisonRun) => void;
  readonly log: Log;
}

/** This many failures in a row are not an accident. */
const MOST_FAILURES = 3;
/** Errors that concern only one prompt. */
const OF_THE_PROMPT: readonly string[] = ['prompt-too-long'];

interface Progress {
  done: number;
  failed: number;
  error: SarviError | null;
  /** The total time of its answers in this run. */
  timeMs: number;
  timed: number;
}

/**
 * One run through the prompts of a set: one column after another if the models take turns, otherwise all columns at the
 * same time.
 */
export class SetRun {
  readonly #parts: SetRunParts;
  readonly #comparison: Comparison;
  readonly #rows: readonly ComparisonRow[];
  readonly #columns: ReadonlyMap<string, Progress>;
  readonly #stopping = new AbortController();
  #mode: AskingMode | null = null;
  #state: ComparisonRun['state'];
  #done: Promise<void> = Promise.resolve();

  constructor(parts: SetRunParts, comparison: Comparison, rows: readonly ComparisonRow[]) {
    this.#parts = parts;
    this.#comparison = comparison;
    this.#rows = rows;
    const count = (index: number, state: ComparisonCell['state']): number =>
      rows.filter(({ cells }) => cells[index]?.state === state).length;
    this.#columns = new Map(
      comparison.columns.map(({ id }, index) => [
        id,
        { done: count(index, 'complete'), failed: count(index, 'failed'), error: null, timeMs: 0, timed: 0 },
      ]),
    );
    this.#state = this.#isComplete ? 'finished' : 'paused';
  }

  get status(): ComparisonRun {
    const columns = [...this.#columns];
    const sum = (of: (column: Progress) => number): number => columns.reduce((all, [, column]) => all + of(column), 0);
    return {
      comparisonId: this.#comparison.id,
      state: this.#state,
      mode: this.#mode,
      total: this.#rows.length * columns.length,
      done: sum(({ done }) => done),
      failed: sum(({ failed }) => failed),
      secondsLeft: this.#state === 'running' ? this.#secondsLeft() : null,
      columns: columns.map(([columnId, { done, failed, error }]) => ({
        columnId,
        done,
        failed,
        error: error?.toReport() ?? null,
      })),
    };
  }

  start(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'running';
    this.#done = this.#run()
      .catch((error: unknown) => this.#parts.log.error('a comparison ended early', { error: String(error) }))
      .finally(() => {
        this.#state = this.#isComplete ? 'finished' : 'paused';
        this.#parts.tell(this.status);
      });
  }

  /** Resolves when every written answer is saved. */
  async pause(): Promise<void> {
    this.#stopping.abort();
    await this.#done;
  }

  /** Resolves when the run has ended or was paused. */
  settled(): Promise<void> {
    return this.#done;
  }

  get #isComplete(): boolean {
    return [...this.#columns.values()].every(({ done }) => done === this.#rows.length);
  }

  async #run(): Promise<void> {
    for (const column of this.#columns.values()) column.failed = 0;
    this.#mode = await this.#parts.modeOf(this.#comparison);
    this.#parts.tell(this.status);
    const columns = this.#comparison.columns
      .map(({ id, modelId }, index) => ({ id, index, loaded: this.#parts.isLoaded(modelId) }))
      .sort((a, b) => Number(b.loaded) - Number(a.loaded));
    if (this.#mode === 'together') {
      await Promise.all(columns.map(({ id, index }) => this.#runColumn(id, index)));
      return;
    }
    for (const { id, index } of columns) await this.#runColumn(id, index);
  }

  async #runColumn(columnId: string, index: number): Promise<void> {
    const column = this.#columns.get(columnId);
    if (!column) return;
    let failures = 0;
    for (const { id: rowId, cells } of this.#rows) {
      if (this.#stopping.signal.aborted) return;
      if (cells[index]?.state === 'complete') continue;
      const begunAt = performance.now();
      try {
        await this.#answerTwice({ comparisonId: this.#comparison.id, rowId, columnId });
        column.done += 1;
        column.timeMs += performance.now() - begunAt;
        column.timed += 1;
        failures = 0;
      } catch (thrown) {
        if (this.#stopping.signal.aborted) return;
        const error = thrown instanceof ColumnRefused ? thrown.error : SarviError.from(thrown);
        if (!OF_THE_PROMPT.includes(error.code)) failures += 1;
        if (!(thrown instanceof ColumnRefused)) column.failed += 1;
        this.#parts.log.warn('a prompt of a comparison was not answered', { code: error.code });
        if (thrown instanceof ColumnRefused || failures === MOST_FAILURES) {
          column.error = error;
          this.#parts.tell(this.status);
          return;
        }
      }
      this.#parts.tell(this.status);
    }
  }

  /** An answer gets a second try after the engine has ended once. */
  async #answerTwice(place: { comparisonId: string; rowId: string; columnId: string }): Promise<void> {
    const { signal } = this.#stopping;
    const cell = await this.#parts.answers.answer(place, signal).catch((thrown: unknown) => {
      const isCrash = thrown instanceof SarviError && thrown.code === 'engine-crashed';
      if (!isCrash || signal.aborted) throw thrown;
      return this.#parts.answers.answer(place, signal);
    });
    await keepLanguage(this.#parts, place, cell);
  }

  #secondsLeft(): number | null {
    const columns = [...this.#columns.values()].filter(({ error }) => error === null);
    const timed = columns.filter((column) => column.timed > 0);
    if (timed.length === 0) return null;
    const mean = (of: readonly Progress[]): number =>
      of.reduce((sum, { timeMs }) => sum + timeMs, 0) / of.reduce((sum, one) => sum + one.timed, 0);
    const left = columns.map((column) => {
      const each = mean(column.timed > 0 ? [column] : timed);
      return (each * Math.max(0, this.#rows.length - column.done - column.failed)) / 1000;
    });
    return this.#mode === 'together' ? Math.max(...left) : left.reduce((sum, seconds) => sum + seconds, 0);
  }
}
