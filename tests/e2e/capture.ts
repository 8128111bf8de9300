import { test, type Page } from '@playwright/test';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 480, height: 800 },
] as const;

/** Pictures lie under test-results/screenshots, in a folder for each test file. */
function pathOf(name: string): string {
  const [file = 'other'] = test.info().titlePath;
  return `test-results/screenshots/${file.replace('.e2e.ts', '').replaceAll('/', '-')}/${name}.png`;
}

/** Keeps pictures of the page in both themes and widths, and puts the page back as it was. */
export async function capture(page: Page, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: pathOf(`${name}-${size.width}-${colorScheme}`), animations: 'disabled' });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(SIZES[0]);
}
