/** Every page and state, with a core in memory: no barrier in any theme and language, and nothing cut at any width. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { findOverflow } from '../gallery/find-overflow.ts';
import { serveGallery, type Gallery } from '../gallery/serve-gallery.ts';
import { openView, VIEWS } from '../gallery/views.ts';

const test = base.extend<object, { gallery: Gallery }>({
  gallery: [
    // eslint-disable-next-line no-empty-pattern -- Playwright asks for a pattern.
    async ({}, use) => {
      const gallery = await serveGallery();
      await use(gallery);
      await gallery.close();
    },
    { scope: 'worker' },
  ],
});

// A trace of so many pages would take longer than the pages.
test.use({ trace: 'off' });

// The languages go side by side.
test.describe.configure({ mode: 'parallel' });

/** On a machine that does much else; else it is over in less than two minutes. */
const MOST_MS = 600_000;
const LANGUAGES = ['fi', 'en'] as const;
/** Width of the window and size of plain text. */
const SIZES = [
  [3840, 16],
  [1440, 16],
  [900, 16],
  [360, 16],
  [1280, 32],
  [720, 32],
] as const;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const PLAIN = { colorScheme: 'light', contrast: 'no-preference', reducedMotion: 'reduce' } as const;
/** The theme decides colours alone, so that the other rules run in one of them. */
const COLOURS = [
  { ...PLAIN, colorScheme: 'dark' },
  { ...PLAIN, contrast: 'more' },
] as const;
type Media = typeof PLAIN | (typeof COLOURS)[number];

/** What passes need not be described. @param axeSource - where the page has axe already, a script that is next to nothing */
const axeOf = (page: Page, axeSource?: string): AxeBuilder =>
  new AxeBuilder({ page, ...(axeSource === undefined ? {} : { axeSource }) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });

async function barriers(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary ?? ''})`),
  );
}

/** Two frames after a change of the theme everything shows it. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** What follows the size of the window does so a few frames later, on a busy machine more. */
async function overflowOnceDrawn(page: Page): Promise<string[]> {
  let found: string[] = [];
  for (let look = 0; look < 20; look += 1) {
    await drawn(page);
    await page.waitForTimeout(40);
    found = await page.evaluate(findOverflow);
    if (found.length === 0) break;
  }
  return found;
}

/** @param colours - besides the plain ones; they do not depend on the language */
async function expectNoBarrier(page: Page, name: string, colours: readonly Media[]): Promise<void> {
  expect.soft(await barriers(axeOf(page).withTags(TAGS)), name).toEqual([]);
  for (const media of colours) {
    await page.emulateMedia(media);
    await drawn(page);
    const found = await barriers(axeOf(page, 'null').withRules(['color-contrast']));
    expect.soft(found, `${name}, ${media.colorScheme}, contrast ${media.contrast}`).toEqual([]);
  }
}

async function expectNothingCut(
  page: Page,
  setTextSize: (px: number) => Promise<unknown>,
  name: string,
): Promise<void> {
  for (const [width, textPx] of SIZES) {
    await setTextSize(textPx);
    await page.setViewportSize({ width, height: width > 2000 ? 2160 : 800 });
    const found = await overflowOnceDrawn(page);
    expect.soft(found, `${name}, ${width} px, text of ${textPx} px`).toEqual([]);
  }
}

for (const language of LANGUAGES) {
  // In one test, since opening a view takes as long as looking at it.
  test(`axe finds nothing on any page and state, and nothing is cut from 360 to 3840 px, nor with text twice as large, in ${language}`, async ({
    page,
    gallery,
  }) => {
    test.setTimeout(MOST_MS);
    const session = await page.context().newCDPSession(page);
    const setTextSize = (standard: number): Promise<unknown> =>
      session.send('Page.setFontSizes', { fontSizes: { standard } });
    for (const view of VIEWS) {
      await setTextSize(16);
      await page.emulateMedia(PLAIN);
      await openView(page, gallery.origin, view, language);
      await expectNoBarrier(page, `${view.name}, ${language}`, language === 'fi' ? COLOURS : []);
      await page.emulateMedia(PLAIN);
      await expectNothingCut(page, setTextSize, `${view.name}, ${language}`);
    }
  });
}

test('what sticks out and what is cut is found', async ({ page, gallery }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(`${gallery.origin}/?state=no-model&language=fi`);
  await page.locator('main').waitFor();
  await page.evaluate(() => {
    const wide = document.createElement('p');
    wide.style.width = '500px';
    wide.textContent = 'wide';
    const cut = document.createElement('button');
    cut.style.cssText = 'width: 60px; overflow: hidden; white-space: nowrap';
    cut.textContent = 'a name that is too long for its control';
    document.querySelector('main')?.append(wide, cut);
  });
  const found = await page.evaluate(findOverflow);
  expect(found).toEqual(expect.arrayContaining(['beyond the edge: <p class=""> wide']));
  expect(found).toEqual(expect.arrayContaining([expect.stringMatching(/^cut: <button/)]));
});
