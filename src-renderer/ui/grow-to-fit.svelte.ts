import type { Attachment } from 'svelte/attachments';

/**
 * Lets a textarea grow with its text up to its own max-height. Where the browser does it by itself
 * (`field-sizing: content`), this does nothing.
 */
export function growToFit(text: () => string): Attachment<HTMLTextAreaElement> {
  return (area) => {
    if (CSS.supports('field-sizing', 'content')) return;
    $effect(() => {
      text();
      area.style.height = 'auto';
      area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
    });
  };
}
