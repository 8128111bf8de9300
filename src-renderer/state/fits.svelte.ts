import { SvelteMap } from 'svelte/reactivity';
import type { Bridge } from '#contract/contract';
import type { ModelFit } from '#contract/engine';
import type { ErrorReport } from '#contract/errors';
import type { ModelId } from '#contract/primitives';

/** Whether models fit into memory, as of the last check. */
export class FitsState {
  readonly #bridge: Bridge;
  readonly #fits = new SvelteMap<ModelId, ModelFit>();

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  of(modelId: ModelId): ModelFit | null {
    return this.#fits.get(modelId) ?? null;
  }

  /** A model that cannot be judged has no verdict; the fault is reported where the model is used. */
  async ask(modelId: ModelId): Promise<void> {
    const result = await this.#bridge.call('models.fit', { modelId });
    if (result.ok) this.#fits.set(modelId, result.value);
    else this.#fits.delete(modelId);
  }

  async loadAnyway(modelId: ModelId): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('models.loadAnyway', { modelId });
    return result.ok ? null : result.error;
  }
}
