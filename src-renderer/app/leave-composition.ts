/** The key code that Safari sends for the key that ends a composition, after the composition has ended. */
const KEY_OF_INPUT_METHOD = 229;

/**
 * Keeps keys that an input method uses (Enter to confirm a word, Escape to drop it) from fields, forms and shortcuts.
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
