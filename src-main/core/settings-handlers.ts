import type { Handlers } from '#contract/contract';
import type { Settings } from '#contract/settings';
import type { SettingsStore } from './ports.ts';

type SettingsCall = Extract<keyof Handlers, `settings.${string}`>;

/** Handlers of the calls about settings. @param onChange - called with all settings, and which of them were given */
export function settingsHandlers(
  store: SettingsStore,
  onChange: (settings: Settings, given: Partial<Settings>) => void,
): Handlers<SettingsCall> {
  return {
    'settings.get': () => Promise.resolve(store.get()),
    'settings.update': (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      store.change(given);
      const settings = store.get();
      onChange(settings, given);
      return Promise.resolve(settings);
    },
  };
}
