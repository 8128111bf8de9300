/** Keys that work in every program: which may be taken, and why others may not. */
import { SHORTCUT_KEYS } from './shortcuts.ts';

/**
 * Why keys cannot open the quick window: fewer than two of Ctrl (Command), Alt and Shift, which would be taken from
 * every program; keys that type a sign; a key that no system can listen for; or what the system and most programs use.
 */
export type QuickKeysFault = 'few-modifiers' | 'types' | 'unknown-key' | 'used';

const NAMED =
  /^(?:[A-Z0-9]|F(?:[1-9]|1\d|2[0-4])|Space|Home|End|PageUp|PageDown|Insert|Delete|Backspace|Enter|Escape|Tab|Arrow(?:Up|Down|Left|Right))$/;

/** Of most programs: copy and paste in terminals, redo, save as, new windows and tabs. */
const USED_EVERYWHERE = ['Mod+Shift+C', 'Mod+Shift+V', 'Mod+Shift+Z', 'Mod+Shift+S', 'Mod+Shift+N', 'Mod+Shift+T'];

const USED_BY_SYSTEM: Readonly<Record<string, RegExp>> = {
  win32: /^(?:Mod\+Alt\+(?:Delete|Tab|Arrow\w+)|(?:Mod|Alt)\+Shift\+(?:Tab|Escape))$/,
  darwin: /^(?:Mod\+Alt\+(?:Escape|Space|[DHMW])|Mod\+(?:Alt\+)?Shift\+(?:[345Q]|Tab))$/,
  linux:
    /^(?:Mod\+Alt\+(?:Shift\+)?(?:Delete|Backspace|Tab|Escape|Arrow\w+|F\d+|[DLT])|(?:Mod|Alt)\+Shift\+(?:Tab|Escape)|Mod\+Shift\+U)$/,
};

/** @param platform - Node's name of the system; @returns null for keys that can be used */
export function faultOfQuickKeys(keys: string, platform: string): QuickKeysFault | null {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const modifiers = parts.slice(0, -1);
  if (!SHORTCUT_KEYS.test(keys) || !NAMED.test(key)) return 'unknown-key';
  if (modifiers.length < 2) return 'few-modifiers';
  const isSign = /^[A-Z0-9]$/.test(key);
  // AltGr is Ctrl and Alt on Windows: € is AltGr+E. On a Mac, Option types: Ω, §.
  if (isSign && platform === 'win32' && keys.startsWith('Mod+Alt+')) return 'types';
  if (isSign && platform === 'darwin' && keys.startsWith('Alt+')) return 'types';
  return USED_EVERYWHERE.includes(keys) || USED_BY_SYSTEM[platform]?.test(keys) === true ? 'used' : null;
}
