import type { Attachment } from 'svelte/attachments';

/**
 * Lets a textarea grow with its text up to its max-height. Does nothing when the browser does it (`field-sizing:
 * content`).
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
