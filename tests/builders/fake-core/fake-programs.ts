import type { ApiStatus } from '#contract/api';
import type { CallInput } from '#contract/contract';
import type { Settings } from '#contract/settings';
import type { FakeClock, FakeCore, FakeHandlers } from './fake-core.ts';
import type { FakeSettings } from './fake-settings.ts';

/** The local API: nobody asks unless the test says so. */
export class FakePrograms {
  readonly #clock: FakeClock;
  readonly #settings: FakeSettings;
  #hasKey = false;
  #requests: ApiStatus['requests'];
  readonly #log: ApiStatus['log'];

  constructor(clock: FakeClock, core: FakeCore, settings: FakeSettings) {
    this.#clock = clock;
    this.#settings = settings;
    this.#hasKey = core.programs !== undefined;
    this.#requests = core.programs?.requests ?? [];
    this.#log = core.programs?.log ?? [];
  }

  readonly handlers: FakeHandlers = {
    'api.status': () => this.#status,
    'api.renewKey': () => {
      this.#hasKey = true;
      this.#clock.emit('api.changed', this.#status);
      return { key: `sarvi-${'k'.repeat(43)}` };
    },
    'api.stop': ({ requestId }) => {
      this.#requests = this.#requests.filter(({ id }) => id !== requestId);
      this.#clock.emit('api.changed', this.#status);
      return null;
    },
  };

  changeSettings(change: CallInput<'settings.update'>): Settings {
    const changed = this.#settings.change(change);
    this.#clock.emit('api.changed', this.#status);
    return changed;
  }

  get #status(): ApiStatus {
    const { apiOn, apiPort } = this.#settings.current;
    return {
      state: apiOn ? 'listening' : 'off',
      error: null,
      port: apiPort,
      hasKey: this.#hasKey,
      requests: [...this.#requests],
      log: [...this.#log],
    };
  }
}
