import type { Log, SettingsStore } from '../ports.ts';
import type { Updates } from './updates.ts';

/** The start of the app comes first. */
const FIRST_MS = 15_000;
/** Measured from one check to the next; the computer's clock plays no part. */
const DAY_MS = 24 * 3600_000;

/** Checks for updates by itself, while the user's setting says so. */
export class UpdateChecks {
  readonly #updates: Pick<Updates, 'check'>;
  readonly #settings: Pick<SettingsStore, 'get'>;
  readonly #log: Log;
  #timer: NodeJS.Timeout | null = null;

  constructor(updates: Pick<Updates, 'check'>, { settings, log }: { settings: Pick<SettingsStore, 'get'>; log: Log }) {
    this.#updates = updates;
    this.#settings = settings;
    this.#log = log;
    this.follow();
  }

  /** Call this when the settings have changed. */
  follow(): void {
    const isOn = this.#settings.get().checksForUpdates;
    if (isOn === (this.#timer !== null)) return;
    if (isOn) this.#wait(FIRST_MS);
    else this.dispose();
  }

  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#wait(DAY_MS);
      this.#updates
        .check()
        .catch((error: unknown) => this.#log.info('updates could not be checked', { error: String(error) }));
    }, ms);
    this.#timer.unref();
  }
}
