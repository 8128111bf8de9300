import type { Bridge, CallInput } from '#contract/contract';
import { DEFAULT_SETTINGS } from '#contract/vocabulary';
import type { Settings } from '#contract/vocabulary';
import type { ErrorReport } from '#contract/errors';

/** The settings as the core holds them; a change shows at once and is taken back when it cannot be saved. */
export class SettingsState {
  readonly #bridge: Bridge;
  current = $state.raw<Settings>(DEFAULT_SETTINGS);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    bridge.listen('settings.changed', (settings) => {
      this.current = settings;
    });
  }

  async load(): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('settings.get', {});
    if (!result.ok) return result.error;
    this.current = result.value;
    return null;
  }

  /** @returns what stopped the change, or null */
  async update(change: CallInput<'settings.update'>): Promise<ErrorReport | null> {
    const before = this.current;
    this.current = { ...before, ...definedFields(change) };
    const result = await this.#bridge.call('settings.update', change);
    this.current = result.ok ? result.value : before;
    return result.ok ? null : result.error;
  }
}

function definedFields(change: CallInput<'settings.update'>): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
