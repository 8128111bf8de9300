import type { ErrorReport } from '#contract/errors';
import { defaultShortcuts, SHORTCUT_NAMES } from '#contract/shortcuts';
import type { ShortcutKeys, ShortcutName } from '#contract/shortcuts';
import { browserKeeps, keysForReaders, keysOf, keysText, worksWhileWriting } from '../ui/keys.ts';
import type { SettingsState } from './settings.svelte.ts';

/** The keys of shortcuts: the user's, else the defaults. */
export class ShortcutsState {
  readonly #settings: SettingsState;
  readonly #inBrowser: () => boolean;
  readonly #shift: () => string;
  /** True while the user gives a shortcut its keys; no shortcut works meanwhile. */
  recording = $state(false);
  /** Whether the list of shortcuts is open. */
  listed = $state(false);
  readonly #keys: Readonly<Record<ShortcutName, string>> = $derived.by(() => ({
    ...defaultShortcuts(this.#inBrowser()),
    ...this.#settings.current.shortcuts,
  }));

  /** `shift` is the name of that key in the displayed language. */
  constructor(settings: SettingsState, inBrowser: () => boolean, shift: () => string) {
    this.#settings = settings;
    this.#inBrowser = inBrowser;
    this.#shift = shift;
  }

  /** The keys in the contract's form; empty for none, and for keys that a browser keeps for itself. */
  keys(name: ShortcutName): string {
    const keys = this.#keys[name];
    return this.#inBrowser() && browserKeeps(keys) ? '' : keys;
  }

  /** "Ctrl+N" or "⌘N"; undefined for none. */
  text(name: ShortcutName): string | undefined {
    const keys = this.keys(name);
    return keys === '' ? undefined : this.written(keys);
  }

  /** Any keys in a readable form. */
  written(keys: string): string {
    return keysText(keys, this.#shift());
  }

  /** The keys in the form of `aria-keyshortcuts`. */
  forReaders(name: ShortcutName): string | undefined {
    const keys = this.keys(name);
    return keys === '' ? undefined : keysForReaders(keys);
  }

  /** The shortcut of an event, if any. */
  of(event: KeyboardEvent): ShortcutName | null {
    const keys = this.recording ? null : keysOf(event);
    if (keys === null) return null;
    if (!worksWhileWriting(keys) && isWriting(event.target)) return null;
    return SHORTCUT_NAMES.find((name) => this.#keys[name] === keys) ?? null;
  }

  /** The shortcut with these keys, other than `except`. */
  holderOf(keys: string, except: ShortcutName | null): ShortcutName | null {
    return SHORTCUT_NAMES.find((name) => name !== except && this.#keys[name] === keys) ?? null;
  }

  defaultOf(name: ShortcutName): string {
    return defaultShortcuts(this.#inBrowser())[name];
  }

  isChanged(name: ShortcutName): boolean {
    return this.#keys[name] !== this.defaultOf(name);
  }

  get anyChanged(): boolean {
    return SHORTCUT_NAMES.some((name) => this.isChanged(name));
  }

  /** Gives keys to a shortcut; an empty text switches it off. */
  async bind(name: ShortcutName, keys: string): Promise<ErrorReport | null> {
    const shortcuts: ShortcutKeys = { ...this.#settings.current.shortcuts, [name]: keys };
    if (keys === this.defaultOf(name)) delete shortcuts[name];
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
