/** How long other code has to move the focus after the focused control was removed. */
const GRACE_MS = 150;

/**
 * Gives the focus to the open dialog, or else to the page, when the control that had it goes away and nothing else takes
 * it: who works by keyboard would begin at the top of the window again. A click on empty ground takes the focus from a
 * control that stays, and is left alone. Returns what ends the watch.
 */
export function keepFocus(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function watch({ target, relatedTarget }: FocusEvent): void {
    if (relatedTarget !== null || !(target instanceof HTMLElement)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { activeElement } = document;
      const isLost = activeElement === null || activeElement === document.body;
      if (!isLost || (target.isConnected && !target.matches(':disabled'))) return;
      const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"], [role="alertdialog"]');
      const place = [...dialogs].at(-1) ?? document.querySelector<HTMLElement>('#content');
      place?.focus({ preventScroll: true });
    }, GRACE_MS);
  }

  addEventListener('focusout', watch);
  return () => {
    clearTimeout(timer);
    removeEventListener('focusout', watch);
  };
}
