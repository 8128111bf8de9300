import type { Bridge } from '#contract/contract';
import { STOPPED_ENGINE } from '#contract/engine';

/** The status of the engine. */
export class EngineState {
  readonly #bridge: Bridge;
  status = $state.raw(STOPPED_ENGINE);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('engine.changed', (status) => {
      this.status = status;
    });
  }

  async load(): Promise<void> {
    const result = await this.#bridge.call('engine.status', {});
    if (result.ok) this.status = result.value;
  }
}
