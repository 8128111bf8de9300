/** How long keys take in a page, from the key to the end of the frame that shows it. */
import type { Page } from '@playwright/test';

/** From now on the page keeps how long each key takes, in milliseconds. */
export async function timeKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = ((globalThis as unknown as { typed: number[] }).typed = []);
    document.addEventListener(
      'keydown',
      () => {
        const begun = performance.now();
        setTimeout(() => {
          void document.body.offsetHeight;
          times.push(performance.now() - begun);
        });
      },
      true,
    );
  });
}

/** Types a line into the page's message field, and answers what its keys took. */
export async function typeLine(page: Page): Promise<number[]> {
  const composer = page.getByRole('textbox', { name: 'Message', exact: true });
  await composer.click();
  await page.evaluate(() => ((globalThis as unknown as { typed: number[] }).typed.length = 0));
  for (const letter of 'the quick brown fox jumps over it')
    await page.keyboard.press(letter === ' ' ? 'Space' : letter);
  await page.evaluate(() => new Promise(requestAnimationFrame));
  const times = await page.evaluate(() => [...(globalThis as unknown as { typed: number[] }).typed]);
  await composer.fill('');
  return times;
}
