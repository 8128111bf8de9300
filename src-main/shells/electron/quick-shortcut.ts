import { globalShortcut } from 'electron';
import type { QuickStatus } from '#contract/quick-calls';
import { faultOfQuickKeys } from '#contract/quick-keys';
import type { Settings } from '#contract/settings';
import { acceleratorOf } from './accelerator.ts';

type State = QuickStatus['shortcut'];

/** The global shortcut of the quick window: registered only while it is switched on. */
export class QuickShortcut {
  readonly #onPressed: () => void;
  #keys: string | null = null;
  state: State = 'off';

  constructor(onPressed: () => void) {
    this.#onPressed = onPressed;
  }

  /** @returns whether the state has changed */
  follow({ quickOn, quickKeys }: Pick<Settings, 'quickOn' | 'quickKeys'>): boolean {
    const keys = quickOn && quickKeys !== '' ? quickKeys : null;
    if (keys === this.#keys) return false;
    const before = this.state;
    this.dispose();
    this.#keys = keys;
    if (keys !== null) this.state = this.#register(keys) ? 'registered' : 'refused';
    return this.state !== before;
  }

  dispose(): void {
    if (this.#keys !== null && this.state === 'registered') globalShortcut.unregister(acceleratorOf(this.#keys));
    this.#keys = null;
    this.state = 'off';
  }

  /** Settings may have been written by hand, so that the keys are looked at here as well. */
  #register(keys: string): boolean {
    if (faultOfQuickKeys(keys, process.platform) !== null) return false;
    return globalShortcut.register(acceleratorOf(keys), this.#onPressed);
  }
}
