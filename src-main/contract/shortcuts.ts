/** Keyboard shortcuts of the window, and the form of their keys. */
import * as v from 'valibot';

export const SHORTCUT_NAMES = [
  'new-chat',
  'temporary-chat',
  'search',
  'model',
  'compare',
  'sidebar',
  'settings',
  'shortcuts',
  'stop',
  'good-answer',
  'bad-answer',
  'bookmark',
  'find',
  'outline',
] as const;
export type ShortcutName = (typeof SHORTCUT_NAMES)[number];

/**
 * `Mod+Shift+O`: modifiers in this order, then a key by its `KeyboardEvent.key`, letters as capitals. `Mod` is Ctrl,
 * and Command on a Mac. A sign that is typed with Shift is written without it: `?`, not `Shift+?`.
 */
export const SHORTCUT_KEYS = /^(?:Mod\+)?(?:Alt\+)?(?:Shift\+)?(?:[^\s\p{Cc}a-z]|[A-Z][A-Za-z0-9]{1,15})$/u;

export const Keys = v.union([
  v.literal(''),
  v.pipe(v.string(), v.maxLength(40), v.regex(SHORTCUT_KEYS, 'these are no keys')),
]);

/** The user's keys; an empty text switches a shortcut off, a missing one has its default. */
export const ShortcutKeys = v.record(v.picklist(SHORTCUT_NAMES), Keys);
export type ShortcutKeys = v.InferOutput<typeof ShortcutKeys>;

export const DEFAULT_SHORTCUTS: Readonly<Record<ShortcutName, string>> = {
  'new-chat': 'Mod+N',
  'temporary-chat': 'Mod+Shift+N',
  search: 'Mod+K',
  model: 'Mod+L',
  compare: 'Mod+E',
  sidebar: 'Mod+B',
  settings: 'Mod+,',
  shortcuts: '?',
  stop: 'Escape',
  'good-answer': 'Alt+Shift+U',
  'bad-answer': 'Alt+Shift+D',
  bookmark: 'Alt+Shift+M',
  find: 'Mod+F',
  outline: 'Alt+Shift+O',
};

/** In place of defaults that browsers keep for themselves. */
const IN_BROWSERS: Partial<Record<ShortcutName, string>> = { 'temporary-chat': 'Alt+Shift+N' };

export function defaultShortcuts(inBrowser: boolean): Readonly<Record<ShortcutName, string>> {
  return inBrowser ? { ...DEFAULT_SHORTCUTS, ...IN_BROWSERS } : DEFAULT_SHORTCUTS;
}
