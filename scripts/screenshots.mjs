/**
 * `npm run screenshots`: the pictures of docs/screenshots, made from the built app with the guide model in a data folder
 * of its own: every page in both languages, both themes and three widths.
 */
import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM_FLAGS, chromiumPath } from '../tests/chromium.ts';

const root = join(import.meta.dirname, '..');
const target = join(root, 'docs', 'screenshots');

const WORDS = {
  fi: {
    locale: 'fi-FI',
    guide: 'Ota opasmalli käyttöön',
    message: 'Viesti',
    questions: ['Kuka olet?', 'Kerro minulle Suomen historiasta.'],
    pages: { models: 'Mallit', settings: 'Asetukset' },
    sidebar: 'Avaa sivupalkki',
    search: 'itsenäistyminen',
  },
  en: {
    locale: 'en-GB',
    guide: 'Set up the guide model',
    message: 'Message',
    questions: ['Who are you?', 'What is the Kalevala?'],
    pages: { models: 'Models', settings: 'Settings' },
    sidebar: 'Open sidebar',
    search: 'poems',
  },
};
const WIDTHS = [
  { width: 1280, height: 800 },
  { width: 768, height: 900 },
  { width: 480, height: 860 },
];

mkdirSync(target, { recursive: true });
const executablePath = chromiumPath();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: CHROMIUM_FLAGS });
try {
  for (const language of Object.keys(WORDS)) await photograph(language);
} finally {
  await browser.close();
}

async function photograph(language) {
  const words = WORDS[language];
  const dataFolder = mkdtempSync(join(tmpdir(), 'sarvi-pictures-'));
  const shell = spawn(process.execPath, [join(root, 'out/main/web.js'), '--no-open', '--data-dir', dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(shell.stdout.setEncoding('utf8'), 'data');
    const url = /http\S+/.exec(line)[0];
    const context = await browser.newContext({ locale: words.locale, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(url);
    await page.getByRole('button', { name: words.guide }).waitFor();
    await each(page, language, 'welcome');
    await page.setViewportSize(WIDTHS[0]);
    await page.getByRole('button', { name: words.guide }).click();
    const composer = page.getByRole('textbox', { name: words.message, exact: true });
    await composer.waitFor({ timeout: 120_000 });
    await each(page, language, 'new-chat');
    for (const question of words.questions) {
      await page.setViewportSize(WIDTHS[0]);
      await composer.fill(question);
      await composer.press('Enter');
      await page.locator('[data-testid=message][data-role=assistant][aria-busy=false]').last().waitFor();
      await page.waitForTimeout(1500);
    }
    await each(page, language, 'chat');
    for (const [name, label] of Object.entries(words.pages)) {
      await page.setViewportSize(WIDTHS[0]);
      await page.getByRole('link', { name: label, exact: true }).click();
      await each(page, language, name);
    }
    await page.setViewportSize(WIDTHS[0]);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(words.search);
    await page.waitForTimeout(1000);
    await each(page, language, 'search', [WIDTHS[0]]);
    await context.close();
  } finally {
    shell.kill('SIGINT');
    await once(shell, 'exit');
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function each(page, language, name, sizes = WIDTHS) {
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(150);
      await page.screenshot({ path: join(target, `${name}-${colorScheme}-${language}-${size.width}.png`) });
    }
  }
}
