import type { Page } from '@playwright/test';

/**
 * Watches, inside the page, for the next answer, and resolves to its text as soon as it has grown while it is being
 * written; `press` is the name of a button that is pressed at that very moment. From outside the page this would be too
 * late: the guide model writes a whole context window in two seconds. Resolves to null for an answer that came to its
 * end first.
 *
 * Call it before the answer is asked for.
 */
export function watchStream(page: Page, press: string | null = null): Promise<string | null> {
  return page.evaluate(
    (button) =>
      new Promise<string | null>((resolve) => {
        let hasBegun = false;
        let length = 0;
        const settle = (text: string | null): void => {
          observer.disconnect();
          resolve(text);
        };
        const observer = new MutationObserver(() => {
          const written = document.querySelector('[data-testid=message][data-role=assistant][aria-busy=true]');
          if (!written) return hasBegun ? settle(null) : undefined;
          hasBegun = true;
          const text = written.querySelector('.markdown')?.textContent ?? '';
          if (text.length <= length) return;
          if (length > 0) {
            if (button) document.querySelector<HTMLElement>(`button[aria-label="${button}"]`)?.click();
            return settle(text.trim());
          }
          length = text.length;
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      }),
    press,
  );
}
