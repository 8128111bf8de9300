import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

const SIZES = [
  { width: 480, height: 800 },
  { width: 1280, height: 800 },
] as const;

/** Pictures lie under test-results/screenshots, in a folder for each test file. */
function pathOf(name: string): string {
  const [file = 'other'] = test.info().titlePath;
  return `test-results/screenshots/${file.replace('.e2e.ts', '').replaceAll('/', '-')}/${name}.png`;
}

/** Rules of the Web Content Accessibility Guidelines, levels A and AA, that a program can check. */
async function findBarriers(page: Page): Promise<string[]> {
  // The other mode opens a page of its own beside this one, which the desktop shell denies.
  const axe = new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/**
 * Looks at a state of the page in both themes and widths: keeps pictures, and finds no barrier to access. Puts the page
 * back as it was.
 */
export async function capture(page: Page, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: pathOf(`${name}-${size.width}-${colorScheme}`), animations: 'disabled' });
      expect.soft(await findBarriers(page), `${name}, ${size.width}, ${colorScheme}`).toEqual([]);
    }
  }
  await page.emulateMedia({ reducedMotion: null });
}
