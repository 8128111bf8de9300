import type { ApiStatus } from '#contract/api';
import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';

/** Other programs that use the models: whether Sarvi listens for them, and who asks. */
export class ProgramsState {
  readonly #bridge: Bridge;
  /** Null before it was asked for. */
  status = $state.raw<ApiStatus | null>(null);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('api.changed', (status) => {
      this.status = status;
    });
  }

  async load(): Promise<void> {
    const result = await this.#bridge.call('api.status', {});
    if (result.ok) this.status = result.value;
  }

  /** @returns the new key, or why there is none */
  async renewKey(): Promise<{ key: string } | { error: ErrorReport }> {
    const result = await this.#bridge.call('api.renewKey', {});
    return result.ok ? result.value : { error: result.error };
  }

  stop(requestId: string): void {
    void this.#bridge.call('api.stop', { requestId });
  }
}
