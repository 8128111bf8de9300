/** Keys as the contract writes them (`Mod+Shift+O`): of an event, and as a user reads them. */

export const IS_MAC = /mac|iphone|ipad/i.test(navigator.platform);

const MODIFIERS = new Set([
  'Control',
  'Shift',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'Dead',
  'Process',
  'Unidentified',
]);

/** Text fields and the browser have these; taking one away would surprise. */
const TAKEN = new Set(['Mod+A', 'Mod+C', 'Mod+V', 'Mod+X', 'Mod+Y', 'Mod+Z', 'Mod+Shift+Z', 'Mod+Q', 'Mod+R']);

/** Browsers keep these for their own windows and never give them to a page. */
const BROWSERS_OWN = new Set(['Mod+N', 'Mod+T', 'Mod+W', 'Mod+Shift+N', 'Mod+Shift+T', 'Mod+Shift+W']);

/** Which keys an event is; null while only modifiers are down, or for those that Sarvi does not use. */
export function keysOf(event: KeyboardEvent, isMac = IS_MAC): string | null {
  if (event.isComposing || MODIFIERS.has(event.key)) return null;
  // The other one of Ctrl and Command belongs to the system.
  if (isMac ? event.ctrlKey : event.metaKey) return null;
  const command = isMac ? event.metaKey : event.ctrlKey;
  const letter = letterOf(event);
  const sign = letter === null && [...event.key].length === 1;
  if (sign && event.key.trim() === '') return null;
  const parts = [
    ...(command ? ['Mod'] : []),
    // AltGr, which is Ctrl and Alt on Windows, only helps to write a sign.
    ...(event.altKey && !sign ? ['Alt'] : []),
    ...(event.shiftKey && !sign ? ['Shift'] : []),
  ];
  return [...parts, letter ?? event.key].join('+');
}

/** The letter by what the key writes, or, in a script without such letters or with Alt, by its place. */
function letterOf(event: KeyboardEvent): string | null {
  if (/^[a-zåäö]$/i.test(event.key)) return event.key.toUpperCase();
  if (!event.ctrlKey && !event.metaKey && !event.altKey) return null;
  return /^Key([A-Z])$/.exec(event.code)?.[1] ?? null;
}

/** Whether the keys can be pressed while a text is written without writing anything. */
export function worksWhileWriting(keys: string): boolean {
  return /^(?:Mod|Alt)\+/.test(keys) || /^(?:Escape|F\d{1,2})$/.test(keys);
}

/** Whether keys may be given to a shortcut: not those that write, move or belong to every program. */
export function areFree(keys: string): boolean {
  if (TAKEN.has(keys)) return false;
  return worksWhileWriting(keys) ? !/\+(?:Tab|Enter|Escape|Backspace|Delete|Arrow\w+)$/.test(keys) : keys === '?';
}

/** Whether a page in a browser never hears these keys. */
export function browserKeeps(keys: string): boolean {
  return BROWSERS_OWN.has(keys);
}

const MAC_SIGNS: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };
const SHORT_NAMES: Record<string, string> = { Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓' };

/** "Ctrl+Shift+O", or "⇧⌘O" on a Mac. `shift` is that key's name in the language that is shown. */
export function keysText(keys: string, shift: string, isMac = IS_MAC): string {
  const parts = keys === 'Mod++' ? ['Mod', '+'] : keys.split('+');
  const key = parts.at(-1) ?? '';
  const written = SHORT_NAMES[key] ?? key;
  if (!isMac) {
    const names: Record<string, string> = { Mod: 'Ctrl', Shift: shift };
    return [...parts.slice(0, -1).map((part) => names[part] ?? part), written].join('+');
  }
  // The system's own order: Option, Shift, Command.
  const signs = ['Alt', 'Shift', 'Mod'].filter((part) => parts.slice(0, -1).includes(part));
  return [...signs.map((part) => MAC_SIGNS[part]), written].join('');
}

/** For `aria-keyshortcuts`. */
export function keysForReaders(keys: string, isMac = IS_MAC): string {
  return keys.replace(/^Mod\b/, isMac ? 'Meta' : 'Control');
}
