import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { QuickStatus } from '#contract/quick-calls';

/** What the shell tells of the quick window: whether there is one, and whether its keys work. */
export class QuickStatusState {
  readonly #bridge: Bridge;
  /** Null where there is no quick window. */
  status = $state.raw<QuickStatus | null>(null);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('quick.changed', (status) => {
      this.status = status;
    });
  }

  async load(): Promise<void> {
    const result = await this.#bridge.call('quick.status', {});
    if (result.ok) this.status = result.value;
  }

  async show(): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('quick.show', {});
    return result.ok ? null : result.error;
  }
}
