/** Keys in the contract's form (`Mod+Shift+O`): from an event, and as text for users. */

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

/** Keys of text fields and the browser, which should keep their meaning. */
const TAKEN = new Set(['Mod+A', 'Mod+C', 'Mod+V', 'Mod+X', 'Mod+Y', 'Mod+Z', 'Mod+Shift+Z', 'Mod+Q', 'Mod+R']);

/** Keys that browsers keep for their own windows and never give to a page. */
const BROWSERS_OWN = new Set(['Mod+N', 'Mod+T', 'Mod+W', 'Mod+Shift+N', 'Mod+Shift+T', 'Mod+Shift+W']);

/** The keys of an event; null while only modifiers are down, or for keys that Sarvi does not use. */
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
    // AltGr, which is Ctrl and Alt on Windows, only helps to type a sign.
    ...(event.altKey && !sign ? ['Alt'] : []),
    ...(event.shiftKey && !sign ? ['Shift'] : []),
  ];
  return [...parts, letter ?? event.key].join('+');
}

/** The letter that the key types or, in a script without such letters or with Alt, the letter at its place. */
function letterOf(event: KeyboardEvent): string | null {
  if (/^[a-zåäö]$/i.test(event.key)) return event.key.toUpperCase();
  if (!event.ctrlKey && !event.metaKey && !event.altKey) return null;
  return /^Key([A-Z])$/.exec(event.code)?.[1] ?? null;
}

/** Whether the keys type nothing, so that they can be used while a text is written. */
export function worksWhileWriting(keys: string): boolean {
  return /^(?:Mod|Alt)\+/.test(keys) || /^(?:Escape|F\d{1,2})$/.test(keys);
}

/** Whether keys may be used for a shortcut: not those that type, move the cursor, or belong to every program. */
export function areFree(keys: string): boolean {
  if (TAKEN.has(keys)) return false;
  return worksWhileWriting(keys) ? !/\+(?:Tab|Enter|Escape|Backspace|Delete|Arrow\w+)$/.test(keys) : keys === '?';
}

/** Whether a page in a browser never receives these keys. */
export function browserKeeps(keys: string): boolean {
  return BROWSERS_OWN.has(keys);
}

const MAC_SIGNS: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };
const SHORT_NAMES: Record<string, string> = { Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓' };

/** "Ctrl+Shift+O", or "⇧⌘O" on a Mac. `shift` is that key's name in the displayed language. */
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

/** The form of `aria-keyshortcuts`. */
export function keysForReaders(keys: string, isMac = IS_MAC): string {
  return keys.replace(/^Mod\b/, isMac ? 'Meta' : 'Control');
}
