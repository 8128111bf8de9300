import type { Bridge, CallName } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { UpdateStatus } from '#contract/update-calls';

type Act = Extract<CallName, `updates.${'check' | 'download' | 'cancel' | 'discard' | 'show' | 'install'}`>;

/** Newer versions of Sarvi: what is known, downloaded and offered. */
export class UpdatesState {
  readonly #bridge: Bridge;
  /** Null where there are no updates from within the app. */
  status = $state.raw<UpdateStatus | null>(null);

  /** @param onFound - called when a check has found a newer version that was not known */
  constructor(bridge: Bridge, onFound: (version: string) => void) {
    this.#bridge = bridge;
    bridge.listen('updates.changed', (status) => {
      const known = this.status?.offer?.version;
      this.status = status;
      if (status.offer && status.offer.version !== known) onFound(status.offer.version);
    });
  }

  async load(): Promise<void> {
    const result = await this.#bridge.call('updates.status', {});
    if (result.ok) this.status = result.value;
  }

  /** @returns why it failed; what the status tells too, and what the user stopped, is none */
  async act(name: Act): Promise<ErrorReport | null> {
    const result = await this.#bridge.call(name, {});
    if (result.ok || result.error.code === 'cancelled') return null;
    return this.status?.error?.code === result.error.code ? null : result.error;
  }
}
