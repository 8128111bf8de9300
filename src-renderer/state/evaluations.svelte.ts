import type { Bridge, CallResult } from '#contract/contract';
import type { CallInput } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { EvaluationRun } from '#contract/evaluations';
import type { EvaluationId } from '#contract/primitives';

/** The runs of evaluations, newest first; read when their page is first looked at. */
export class EvaluationsState {
  readonly #bridge: Bridge;
  all = $state.raw<readonly EvaluationRun[]>([]);
  loaded = $state(false);
  loadError = $state.raw<ErrorReport | null>(null);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('evaluation.changed', (change) => {
      if (!this.loaded) return;
      if (change.kind === 'removed') this.#drop(change.evaluationId);
      else this.#put(change.run);
    });
  }

  async load(): Promise<void> {
    const runs = await this.#bridge.call('evaluations.list', {});
    this.loadError = runs.ok ? null : runs.error;
    if (!runs.ok) return;
    this.loaded = true;
    this.all = runs.value;
  }

  find(evaluationId: EvaluationId): EvaluationRun | null {
    return this.all.find(({ id }) => id === evaluationId) ?? null;
  }

  async create(input: CallInput<'evaluations.create'>): Promise<CallResult<'evaluations.create'>> {
    const result = await this.#bridge.call('evaluations.create', input);
    if (result.ok) this.#put(result.value);
    return result;
  }

  start(evaluationId: EvaluationId): Promise<ErrorReport | null> {
    return this.#take(this.#bridge.call('evaluations.start', { evaluationId }));
  }

  pause(evaluationId: EvaluationId): Promise<ErrorReport | null> {
    return this.#take(this.#bridge.call('evaluations.pause', { evaluationId }));
  }

  async remove(evaluationId: EvaluationId): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('evaluations.remove', { evaluationId });
    if (!result.ok) return result.error;
    this.#drop(evaluationId);
    return null;
  }

  async #take(call: Promise<CallResult<'evaluations.pause' | 'evaluations.start'>>): Promise<ErrorReport | null> {
    const result = await call;
    if (!result.ok) return result.error;
    this.#put(result.value);
    return null;
  }

  #put(run: EvaluationRun): void {
    const others = this.all.filter(({ id }) => id !== run.id);
    this.all = [run, ...others].sort((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id));
  }

  #drop(evaluationId: EvaluationId): void {
    this.all = this.all.filter(({ id }) => id !== evaluationId);
  }
}
