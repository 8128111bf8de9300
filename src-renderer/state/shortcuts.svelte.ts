import type { ErrorReport } from '#contract/errors';
import { DEFAULT_SHORTCUTS, SHORTCUT_NAMES } from '#contract/shortcuts';
import type { ShortcutKeys, ShortcutName } from '#contract/shortcuts';
import { browserKeeps, keysForReaders, keysOf, keysText, worksWhileWriting } from '../ui/keys.ts';
import type { SettingsState } from './settings.svelte.ts';

/** Which keys do what: the user's choice, else the usual ones. */
export class ShortcutsState {
  readonly #settings: SettingsState;
  readonly #inBrowser: () => boolean;
  readonly #shift: () => string;
  /** A shortcut is being given its keys: none does anything meanwhile. */
  recording = $state(false);
  /** The list of them is open. */
  listed = $state(false);
  readonly #keys: Readonly<Record<ShortcutName, string>> = $derived.by(() => ({
    ...DEFAULT_SHORTCUTS,
    ...this.#settings.current.shortcuts,
  }));

  /** `shift` names that key in the language that is shown. */
  constructor(settings: SettingsState, inBrowser: () => boolean, shift: () => string) {
    this.#settings = settings;
    this.#inBrowser = inBrowser;
    this.#shift = shift;
  }

  /** The keys as the contract writes them; empty for none, and for those that a browser never lets through. */
  keys(name: ShortcutName): string {
    const keys = this.#keys[name];
    return this.#inBrowser() && browserKeeps(keys) ? '' : keys;
  }

  /** "Ctrl+N" or "⌘N"; undefined for none. */
  text(name: ShortcutName): string | undefined {
    const keys = this.keys(name);
    return keys === '' ? undefined : this.written(keys);
  }

  /** Any keys as a user reads them. */
  written(keys: string): string {
    return keysText(keys, this.#shift());
  }

  /** For `aria-keyshortcuts`. */
  forReaders(name: ShortcutName): string | undefined {
    const keys = this.keys(name);
    return keys === '' ? undefined : keysForReaders(keys);
  }

  /** Which shortcut an event is, if any. */
  of(event: KeyboardEvent): ShortcutName | null {
    const keys = this.recording ? null : keysOf(event);
    if (keys === null) return null;
    if (!worksWhileWriting(keys) && isWriting(event.target)) return null;
    return SHORTCUT_NAMES.find((name) => this.#keys[name] === keys) ?? null;
  }

  /** The other shortcut that has these keys. */
  holderOf(keys: string, except: ShortcutName): ShortcutName | null {
    return SHORTCUT_NAMES.find((name) => name !== except && this.#keys[name] === keys) ?? null;
  }

  isChanged(name: ShortcutName): boolean {
    return this.#keys[name] !== DEFAULT_SHORTCUTS[name];
  }

  get anyChanged(): boolean {
    return SHORTCUT_NAMES.some((name) => this.isChanged(name));
  }

  /** Gives keys to a shortcut; an empty text switches it off. */
  async bind(name: ShortcutName, keys: string): Promise<ErrorReport | null> {
    const shortcuts: ShortcutKeys = { ...this.#settings.current.shortcuts, [name]: keys };
    if (keys === DEFAULT_SHORTCUTS[name]) delete shortcuts[name];
    return this.#settings.update({ shortcuts });
  }

  async resetAll(): Promise<ErrorReport | null> {
    return this.#settings.update({ shortcuts: {} });
  }
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('textarea, select, input:not([type="checkbox"], [type="radio"])');
}
