/**
 * Puts HTML on the clipboard as it is. `navigator.clipboard.write` has Chromium read it in a document with the page's
 * own policy, which complains of each style of an element.
 *
 * @returns false where the browser does not let a page do so
 */
export function putOnClipboard(html: string, plain: string): boolean {
  let isPut = false;
  const put = (event: ClipboardEvent): void => {
    if (!event.clipboardData) return;
    event.clipboardData.setData('text/html', html);
    event.clipboardData.setData('text/plain', plain);
    event.preventDefault();
    event.stopImmediatePropagation();
    isPut = true;
  };
  document.addEventListener('copy', put, { capture: true, once: true });
  // It is old, but nothing else writes HTML that is not read again
  const isDone = document.execCommand('copy');
  document.removeEventListener('copy', put, { capture: true });
  return isDone && isPut;
}
