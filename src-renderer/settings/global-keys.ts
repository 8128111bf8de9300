import { IS_MAC, keysOf } from '../ui/keys.ts';

/**
 * The keys of an event for a shortcut that works in every program, in the contract's form; null while only modifiers are
 * down. Unlike keys of the window, Space and digits may have modifiers, since they are not meant to be typed.
 */
export function globalKeysOf(event: KeyboardEvent, isMac = IS_MAC): string | null {
  const key = event.code === 'Space' ? 'Space' : /^Digit(\d)$/.exec(event.code)?.[1];
  if (key === undefined) return keysOf(event, isMac);
  if (isMac ? event.ctrlKey : event.metaKey) return null;
  const modifiers = [
    ...((isMac ? event.metaKey : event.ctrlKey) ? ['Mod'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(event.shiftKey ? ['Shift'] : []),
  ];
  return [...modifiers, key].join('+');
}
