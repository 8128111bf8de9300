import type { Handlers } from '#contract/contract';
import type { Settings } from '#contract/settings';
import type { SettingsStore } from './ports.ts';

type SettingsCall = Extract<keyof Handlers, `settings.${string}`>;

/** What answers the calls about the settings. @param onChange - hears of all of them, and which were given */
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
