/** Keyboard shortcuts of the whole window: which keys, and how they are written on this system. */
export type ShortcutName = 'new-chat' | 'search' | 'sidebar' | 'settings' | 'stop';

interface Keys {
  /** `KeyboardEvent.key`, lower case. */
  readonly key: string;
  /** Ctrl, or Command on a Mac. */
  readonly command: boolean;
}

export const SHORTCUTS: Record<ShortcutName, Keys> = {
  'new-chat': { key: 'n', command: true },
  search: { key: 'k', command: true },
  sidebar: { key: 'b', command: true },
  settings: { key: ',', command: true },
  stop: { key: 'escape', command: false },
};

const isMac = /mac/i.test(navigator.platform);

/** Which shortcut an event is, if any. */
export function shortcutOf(event: KeyboardEvent): ShortcutName | null {
  if (event.isComposing || event.altKey || event.shiftKey) return null;
  const command = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  const plain = !event.metaKey && !event.ctrlKey;
  const key = event.key.toLowerCase();
  for (const [name, wanted] of Object.entries(SHORTCUTS) as [ShortcutName, Keys][]) {
    if (wanted.key === key && (wanted.command ? command : plain)) return name;
  }
  return null;
}

/** "Ctrl+N" or "⌘N". */
export function shortcutText(name: ShortcutName): string {
  const { key, command } = SHORTCUTS[name];
  const written = key === 'escape' ? 'Esc' : key.toUpperCase();
  if (!command) return written;
  return isMac ? `⌘${written}` : `Ctrl+${written}`;
}
