import type { Bridge, CallInput, CallResult } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { ParentComparison } from '#contract/parent-comparisons';

/** Comparisons of what was trained with its parent, newest first; read when the models' page is first looked at. */
export class LineageState {
  readonly #bridge: Bridge;
  all = $state.raw<readonly ParentComparison[]>([]);
  loaded = $state(false);
  loadError = $state.raw<ErrorReport | null>(null);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('lineage.changed', (change) => {
      if (change.kind === 'removed') this.#drop(change.comparisonId);
      else if (this.loaded) this.#put(change.comparison);
    });
  }

  async load(): Promise<void> {
    const result = await this.#bridge.call('lineage.comparisons', {});
    this.loadError = result.ok ? null : result.error;
    if (!result.ok) return;
    this.loaded = true;
    this.all = result.value;
  }

  find(comparisonId: string): ParentComparison | null {
    return this.all.find(({ id }) => id === comparisonId) ?? null;
  }

  /** Finds or makes the comparison, and starts it. */
  async compare(input: CallInput<'lineage.compare'>): Promise<CallResult<'lineage.compare'>> {
    const made = await this.#bridge.call('lineage.compare', input);
    if (!made.ok) return made;
    this.#put(made.value);
    await this.start(made.value.id);
    return made;
  }

  start(comparisonId: string): Promise<ErrorReport | null> {
    return this.#take(this.#bridge.call('lineage.start', { comparisonId }));
  }

  pause(comparisonId: string): Promise<ErrorReport | null> {
    return this.#take(this.#bridge.call('lineage.pause', { comparisonId }));
  }

  async remove(comparisonId: string): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('lineage.remove', { comparisonId });
    if (!result.ok) return result.error;
    this.#drop(comparisonId);
    return null;
  }

  async #take(call: Promise<CallResult<'lineage.pause' | 'lineage.start'>>): Promise<ErrorReport | null> {
    const result = await call;
    if (!result.ok) return result.error;
    this.#put(result.value);
    return null;
  }

  #put(comparison: ParentComparison): void {
    const others = this.all.filter(({ id }) => id !== comparison.id);
    this.all = [comparison, ...others].sort((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id));
  }

  #drop(comparisonId: string): void {
    this.all = this.all.filter(({ id }) => id !== comparisonId);
  }
}
