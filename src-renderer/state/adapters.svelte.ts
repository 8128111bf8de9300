import type { Adapter, AdapterId } from '#contract/adapters';
import type { Bridge, Result } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { ModelId } from '#contract/primitives';

/** The library of LoRA adapters. */
export class AdaptersState {
  readonly #bridge: Bridge;
  all = $state.raw<readonly Adapter[]>([]);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('adapters.changed', (adapters) => {
      this.all = adapters;
    });
  }

  async load(): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('adapters.list', {});
    if (!result.ok) return result.error;
    this.all = result.value;
    return null;
  }

  find(id: AdapterId): Adapter | null {
    return this.all.find((adapter) => adapter.id === id) ?? null;
  }

  /** @param modelId - the model that a PEFT folder belongs to; null uses the folder's config.json */
  import(path: string, modelId: ModelId | null): Promise<Result<Adapter>> {
    return this.#bridge.call('adapters.import', { path, ...(modelId === null ? {} : { modelId }) });
  }

  async rename(adapterId: AdapterId, name: string): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('adapters.rename', { adapterId, name });
    return result.ok ? null : result.error;
  }

  async remove(adapterId: AdapterId): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('adapters.remove', { adapterId });
    return result.ok ? null : result.error;
  }
}
