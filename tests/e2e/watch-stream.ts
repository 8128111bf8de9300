import type { Page } from '@playwright/test';

/**
 * Watches, inside the page, for the next answer, and resolves to its text as soon as it has grown twice while it is
 * being written; `press` is the name of a button that is pressed at that very moment. From outside the page this would
 * be too late: the guide model writes a whole context window in two seconds.
 *
 * Call it before the question is sent.
 */
export function watchStream(page: Page, press: string | null = null): Promise<string> {
  return page.evaluate(
    (button) =>
      new Promise<string>((resolve, reject) => {
        const answers = (): Element[] => [...document.querySelectorAll('[data-testid=message][data-role=assistant]')];
        const before = answers().length;
        const lengths: number[] = [];
        const observer = new MutationObserver(() => {
          const answer = answers()[before];
          const text = answer?.querySelector('.markdown')?.textContent ?? '';
          if (!answer || text.length <= (lengths.at(-1) ?? 0)) return;
          if (answer.getAttribute('aria-busy') !== 'true') return end(() => reject(new Error('it came in one piece')));
          lengths.push(text.length);
          if (lengths.length < 3) return;
          if (button) document.querySelector<HTMLElement>(`button[aria-label="${button}"]`)?.click();
          end(() => resolve(text));
        });
        const end = (settle: () => void): void => {
          observer.disconnect();
          settle();
        };
        observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      }),
    press,
  );
}
