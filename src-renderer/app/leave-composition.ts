/** What Safari gives the key that ends a composition, after the composition has ended. */
const KEY_OF_INPUT_METHOD = 229;

/**
 * Keys that an input method takes (Enter to confirm a word, Escape to drop it) are no keys of the page: they reach no
 * field, form or shortcut.
 */
export function leaveComposition(): () => void {
  const leave = (event: KeyboardEvent): void => {
    if (!event.isComposing && event.keyCode !== KEY_OF_INPUT_METHOD) return;
    event.stopImmediatePropagation();
    if (event.key === 'Enter') event.preventDefault();
  };
  addEventListener('keydown', leave, { capture: true });
  return () => removeEventListener('keydown', leave, { capture: true });
}
