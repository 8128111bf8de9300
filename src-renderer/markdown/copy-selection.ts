import { needsCare, selectedHtml, selectedText } from './selected-content.ts';

/** For `copy` of the document: puts formulas on the clipboard as they are read, and leaves other selections alone. */
export function copySelection(event: ClipboardEvent): void {
  const selection = document.getSelection();
  if (event.defaultPrevented || !event.clipboardData || !selection || selection.isCollapsed) return;
  if (event.target instanceof HTMLElement && event.target.matches('input, textarea')) return;
  if (!needsCare(selection)) return;
  event.clipboardData.setData('text/plain', selectedText(selection));
  event.clipboardData.setData('text/html', selectedHtml(selection));
  event.preventDefault();
}
