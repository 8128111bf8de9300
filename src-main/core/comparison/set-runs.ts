import type { ComparisonRun } from '#contract/comparisons';
import { MOST_ROWS } from '#contract/comparisons';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { AllowRemote } from './allow-remote.ts';
import { CellAnswers, type CellChatParts } from './answer-cell.ts';
import { SetRun, type SetRunParts } from './set-run.ts';

export interface SetRunsParts extends Omit<SetRunParts, 'answers'> {
  readonly chat: CellChatParts;
  readonly allow: AllowRemote;
}

/** The sets that are being answered. The history has all answers, so a run can begin at any point. */
export class SetRuns {
  readonly #parts: SetRunsParts;
  readonly #answers: CellAnswers;
  readonly #runs = new Map<string, SetRun>();
  /** Sets that were requested again during their run: they may have new prompts. */
  readonly #again = new Set<string>();

  constructor(parts: SetRunsParts) {
    this.#parts = parts;
    this.#answers = new CellAnswers(parts.chat, parts.history, parts.allow);
  }

  /** Begins or continues a run. @throws SarviError `comparison-unknown`; `invalid-input` for a chat */
  async run(comparisonId: string): Promise<ComparisonRun> {
    const running = this.#runs.get(comparisonId);
    if (running?.status.state === 'running') {
      this.#again.add(comparisonId);
      return running.status;
    }
    const run = await this.#read(comparisonId);
    // Another call may have been faster.
    const first = this.#runs.get(comparisonId);
    if (first?.status.state === 'running') return first.status;
    this.#runs.set(comparisonId, run);
    run.start();
    void run.settled().then(() => {
      if (!this.#again.delete(comparisonId)) return;
      this.run(comparisonId).catch((error: unknown) => {
        this.#parts.log.warn('a comparison could not go on', { error: String(error) });
      });
    });
    return run.status;
  }

  /** @throws SarviError `comparison-unknown`; `invalid-input` for a chat */
  async pause(comparisonId: string): Promise<ComparisonRun> {
    this.#again.delete(comparisonId);
    await this.#runs.get(comparisonId)?.pause();
    return this.status(comparisonId);
  }

  /** @throws SarviError `comparison-unknown`; `invalid-input` for a chat */
  async status(comparisonId: string): Promise<ComparisonRun> {
    const run = this.#runs.get(comparisonId);
    if (run?.status.state === 'running') return run.status;
    const now = (await this.#read(comparisonId)).status;
    // Only the run itself knows why columns were left out.
    const errors = new Map(run?.status.columns.map(({ columnId, error }) => [columnId, error]));
    return {
      ...now,
      mode: run?.status.mode ?? null,
      columns: now.columns.map((column) => ({ ...column, error: errors.get(column.columnId) ?? null })),
    };
  }

  /** Resolves when every run has stopped and its answers are saved. */
  async pauseAll(): Promise<void> {
    this.#again.clear();
    await Promise.all([...this.#runs.values()].map((run) => run.pause()));
  }

  /** Stops all runs, and waits only as long as a user would. */
  async dispose(): Promise<void> {
    const paused = this.pauseAll();
    await this.#answers.dispose();
    void paused;
  }

  /** Resolves after the engine has ended. */
  async settledAll(): Promise<void> {
    await this.#answers.settled();
  }

  async #read(comparisonId: string): Promise<SetRun> {
    const { history } = this.#parts;
    const { comparison, rows } = await history.ask('openComparison', { comparisonId, offset: 0, limit: MOST_ROWS });
    if (comparison.kind !== 'set') throw new SarviError('invalid-input', { reason: because('comparison-is-a-chat') });
    return new SetRun({ ...this.#parts, answers: this.#answers }, comparison, rows);
  }
}
