import type { CallInput } from '#contract/contract';
import { LLAMA_LICENCES } from '#contract/licences';
import { DEFAULT_SETTINGS, type Settings } from '#contract/settings';
import type { FakeClock, FakeCore, FakeHandlers } from './fake-core.ts';

export class FakeSettings {
  readonly #clock: FakeClock;
  current: Settings;

  constructor(clock: FakeClock, core: FakeCore) {
    this.#clock = clock;
    const acceptedLicences = [...LLAMA_LICENCES];
    const welcomeDone = (core.models ?? []).length > 0;
    this.current = { ...DEFAULT_SETTINGS, acceptedLicences, welcomeDone, ...core.settings };
  }

  readonly handlers: FakeHandlers = {
    'settings.get': () => this.current,
    'settings.update': (change) => this.change(change),
  };

  change(change: CallInput<'settings.update'>): Settings {
    this.current = { ...this.current, ...change } as Settings;
    this.#clock.emit('settings.changed', this.current);
    return this.current;
  }
}
