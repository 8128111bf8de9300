import type { Bridge, CallInput } from '#contract/contract';
import { DEFAULT_SETTINGS, type Settings } from '#contract/settings';
import type { ErrorReport } from '#contract/errors';

/** The settings of the core. A change shows at once, and is undone when it cannot be saved. */
export class SettingsState {
  readonly #bridge: Bridge;
  /** The last settings from the core. */
  #kept = $state.raw<Settings>(DEFAULT_SETTINGS);
  /** Changes that the core has not answered yet, in order. */
  #pending = $state.raw<readonly Partial<Settings>[]>([]);
  readonly current: Settings = $derived(Object.assign({}, this.#kept, ...this.#pending) as Settings);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('settings.changed', (settings) => {
      this.#kept = settings;
    });
  }

  async load(): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('settings.get', {});
    if (!result.ok) return result.error;
    this.#kept = result.value;
    return null;
  }

  /** @returns why the change failed, or null */
  async update(change: CallInput<'settings.update'>): Promise<ErrorReport | null> {
    const own = definedFields(change);
    this.#pending = [...this.#pending, own];
    const result = await this.#bridge.call('settings.update', change);
    this.#pending = this.#pending.filter((pending) => pending !== own);
    if (result.ok) this.#kept = result.value;
    return result.ok ? null : result.error;
  }
}

function definedFields(change: CallInput<'settings.update'>): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
