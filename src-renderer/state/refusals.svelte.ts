import { SvelteMap } from 'svelte/reactivity';
import type { ErrorReport } from '#contract/errors';

interface Refusal {
  readonly error: ErrorReport;
  /** Does the refused act again. */
  readonly repeat: (() => Promise<unknown>) | null;
}

/** Why the last act failed, in each place where one did, and how to do it again. */
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

  /** Does again what was refused here, once what stood in its way is gone. */
  async repeat(place: string): Promise<void> {
    const refusal = this.#refusals.get(place);
    this.clear(place);
    await refusal?.repeat?.();
  }
}
