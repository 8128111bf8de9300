import { keysOf } from '../ui/keys.ts';

/** The keys that undo the last act, everywhere. */
const UNDO_KEYS = 'Mod+Z';

/**
 * Whether the keys should restore removed messages. A text field undoes its own typing; an empty one in which nothing
 * was typed since the removal does not.
 */
export function asksForMessages(event: KeyboardEvent, hasTyped: boolean): boolean {
  if (event.defaultPrevented || keysOf(event) !== UNDO_KEYS) return false;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return false;
  const { target } = event;
  if (target instanceof HTMLTextAreaElement) return target.value === '' && !hasTyped;
  return !(target instanceof HTMLInputElement) && !(target instanceof HTMLElement && target.isContentEditable);
}
