import { SvelteMap } from 'svelte/reactivity';
import type { ErrorReport } from '#contract/errors';

interface Refusal {
  readonly error: ErrorReport;
  /** Repeats the refused act. */
  readonly repeat: (() => Promise<unknown>) | null;
}

/** Why the last act in each place failed, and how to repeat it. */
export class Refusals {
  readonly #refusals = new SvelteMap<string, Refusal>();

  at(place: string): ErrorReport | null {
    return this.#refusals.get(place)?.error ?? null;
  }

  set(place: string, error: ErrorReport, repeat: Refusal['repeat'] = null): void {
    this.#refusals.set(place, { error, repeat });
  }

  clear(place: string): void {
    this.#refusals.delete(place);
  }

  /** Repeats the refused act of this place, after its obstacle is gone. */
  async repeat(place: string): Promise<void> {
    const refusal = this.#refusals.get(place);
    this.clear(place);
    await refusal?.repeat?.();
  }
}
