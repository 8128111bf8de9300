import type { Bridge } from '#contract/contract';
import type { Dataset } from '#contract/datasets';
import type { ErrorReport } from '#contract/errors';

/** What rows are taken from. */
const SOURCES = ['conversation.changed', 'comparison.changed', 'answer.rated', 'trash.changed'] as const;
/** A burst of changes, as of an import, is one change. */
const TOGETHER_MS = 500;

/** The data sets, by name; read when their page is first opened. */
export class DatasetsState {
  readonly #bridge: Bridge;
  all = $state.raw<readonly Dataset[]>([]);
  loaded = $state(false);
  loadError = $state.raw<ErrorReport | null>(null);
  /** Counts the changes, also those of rows and versions, and of what rows are taken from. */
  changes = $state(0);
  #waits = false;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('datasets.changed', () => {
      this.changes += 1;
      if (this.loaded) void this.load();
    });
    for (const name of SOURCES) bridge.listen(name, () => this.#changeSoon());
  }

  async load(): Promise<void> {
    const result = await this.#bridge.call('datasets.list', {});
    this.loadError = result.ok ? null : result.error;
    if (!result.ok) return;
    this.loaded = true;
    this.all = result.value.datasets;
  }

  #changeSoon(): void {
    if (this.#waits || !this.loaded) return;
    this.#waits = true;
    setTimeout(() => {
      this.#waits = false;
      this.changes += 1;
    }, TOGETHER_MS);
  }
}
