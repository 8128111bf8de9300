/**
 * `npm run screenshots`: the pictures of docs/screenshots, in both languages, both themes and three widths. The pages are
 * those of the built app with the guide model, in a data folder of its own; what is rarely met (errors, loading, empty
 * pages) is shown by the gallery of the tests, whose core is in memory.
 */
import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogues } from '../src-renderer/language/catalogues.ts';
import { CHROMIUM_FLAGS, chromiumPath } from '../tests/chromium.ts';
import { serveGallery } from '../tests/gallery/serve-gallery.ts';
import { openView, VIEWS } from '../tests/gallery/views.ts';
import { shrinkPng } from './shrink-png.mjs';

const root = join(import.meta.dirname, '..');
const target = join(root, 'docs', 'screenshots');
const WORDS = {
  fi: { locale: 'fi-FI', questions: ['Kuka olet?', 'Kerro minulle Suomen historiasta.'], search: 'itsenäistyminen' },
  en: { locale: 'en-GB', questions: ['Who are you?', 'What is the Kalevala?'], search: 'poems' },
};
const SIZES = [
  { width: 1280, height: 800 },
  { width: 768, height: 900 },
  { width: 360, height: 740 },
];
/** Views of the gallery that the app itself shows; the one that names a folder is not among them. */
const OF_THE_APP = new Set(['welcome-look', 'welcome-model', 'new-chat', 'chat', 'models', 'settings']);

mkdirSync(target, { recursive: true });
for (const name of readdirSync(target)) if (name.endsWith('.png')) rmSync(join(target, name));
const executablePath = chromiumPath();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: CHROMIUM_FLAGS });
const gallery = await serveGallery();
try {
  for (const language of Object.keys(WORDS)) {
    await photographApp(language);
    await photographGallery(language);
  }
} finally {
  await browser.close();
  await gallery.close();
}

async function photographApp(language) {
  const words = WORDS[language];
  const t = catalogues[language];
  const dataFolder = mkdtempSync(join(tmpdir(), 'sarvi-pictures-'));
  const shell = spawn(process.execPath, [join(root, 'out/main/web.js'), '--no-open', '--data-dir', dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(shell.stdout.setEncoding('utf8'), 'data');
    const url = /http\S+/.exec(line)[0];
    const context = await browser.newContext({ locale: words.locale, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const press = (name) => page.getByRole('button', { name, exact: true }).click();
    await page.goto(url);
    await page.getByRole('button', { name: t.welcome.next }).waitFor();
    await each(page, language, 'welcome-look');
    await press(t.welcome.next);
    await press(t.welcome.next);
    await each(page, language, 'welcome-model');
    await press(t.welcome.guideStart);
    const composer = page.getByRole('textbox', { name: t.composer.label, exact: true });
    await composer.waitFor({ timeout: 120_000 });
    await each(page, language, 'new-chat');
    for (const question of words.questions) {
      await composer.fill(question);
      await composer.press('Enter');
      await page.locator('[data-testid=message][data-role=assistant][aria-busy=false]').last().waitFor();
      await page.waitForTimeout(1500);
    }
    await each(page, language, 'chat');
    await page.emulateMedia({ contrast: 'more' });
    await each(page, language, 'chat-contrast', [SIZES[0]]);
    await page.emulateMedia({ contrast: 'no-preference' });
    for (const name of ['models', 'settings']) {
      await page.getByRole('link', { name: t.sidebar[name], exact: true }).click();
      await each(page, language, name);
    }
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('dialog').getByRole('combobox').fill(words.search);
    await page.waitForTimeout(1000);
    await each(page, language, 'search');
    await context.close();
  } finally {
    shell.kill('SIGINT');
    await once(shell, 'exit');
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function photographGallery(language) {
  const context = await browser.newContext({
    locale: WORDS[language].locale,
    reducedMotion: 'reduce',
    viewport: SIZES[0],
  });
  const page = await context.newPage();
  for (const view of VIEWS) {
    if (OF_THE_APP.has(view.name)) continue;
    await page.setViewportSize(SIZES[0]);
    await openView(page, gallery.origin, view, language);
    await each(page, language, view.name);
  }
  await context.close();
}

/** Two frames after a change everything shows it, however busy the machine is. */
async function drawn(page) {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await page.waitForTimeout(100);
}

/** One picture for each size and theme; leaves the page as wide as it was at first. */
async function each(page, language, name, sizes = SIZES) {
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await drawn(page);
      const png = shrinkPng(await page.screenshot());
      writeFileSync(join(target, `${name}-${colorScheme}-${language}-${size.width}.png`), png);
    }
  }
  await page.setViewportSize(SIZES[0]);
}
