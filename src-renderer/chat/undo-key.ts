import { keysOf } from '../ui/keys.ts';

/** The keys that take back the last act, everywhere. */
const UNDO_KEYS = 'Mod+Z';

/**
 * Whether the keys are to bring removed messages back. A text field takes back its own typing; an empty one in which nothing
 * has been written since the removal has none.
 */
export function asksForMessages(event: KeyboardEvent, hasTyped: boolean): boolean {
  if (event.defaultPrevented || keysOf(event) !== UNDO_KEYS) return false;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return false;
  const { target } = event;
  if (target instanceof HTMLTextAreaElement) return target.value === '' && !hasTyped;
  return !(target instanceof HTMLInputElement) && !(target instanceof HTMLElement && target.isContentEditable);
}
