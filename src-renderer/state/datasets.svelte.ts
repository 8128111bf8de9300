import type { Bridge } from '#contract/contract';
import type { Dataset } from '#contract/datasets';
import type { ErrorReport } from '#contract/errors';

/** The data sets, by name; read when their page is first opened. */
export class DatasetsState {
  readonly #bridge: Bridge;
  all = $state.raw<readonly Dataset[]>([]);
  loaded = $state(false);
  loadError = $state.raw<ErrorReport | null>(null);
  /** Counts the changes, also those of rows and versions. */
  changes = $state(0);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('datasets.changed', () => {
      this.changes += 1;
      if (this.loaded) void this.load();
    });
  }

  async load(): Promise<void> {
    const result = await this.#bridge.call('datasets.list', {});
    this.loadError = result.ok ? null : result.error;
    if (!result.ok) return;
    this.loaded = true;
    this.all = result.value.datasets;
  }
}
