/**
 * What the README and the settings promise, on a data folder that nobody made and with the settings as they come: in one
 * journey with a kill in the middle, because each start costs seconds.
 */
import { expect as quickExpect, type Locator, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { en } from '../../src-renderer/language/en.ts';
import { fi } from '../../src-renderer/language/fi.ts';
import { writeShapedGguf } from '../builders/shaped-gguf.ts';
import { answered, ask, importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test as base } from './web-shells.ts';

/** Large enough that its threads are measured, and so poor that it takes next to no time. */
const LARGE = {
  layers: 2,
  width: 1024,
  feedForwardWidth: 3072,
  heads: 16,
  keyValueHeads: 4,
  vocabulary: 8192,
  contextTokens: 512,
  type: 'F16',
} as const;

/** Imports and loads take long on a busy machine. */
const expect = quickExpect.configure({ timeout: 60_000 });

/** Several hundred tokens, so that it tells whether they are read again. */
const LONG_QUESTION = `Who are you? ${'Sarvi is an app for conversations with Poro 2. '.repeat(30)}`;

const test = base.extend({ dataFolder: ({ folder }, use) => use(join(folder, 'not made yet', 'Sarvi')) });

test('keeps all that it promises to keep, whatever ends it', async ({ page, start, folder, dataFolder: data }) => {
  page.setDefaultTimeout(60_000);
  const gguf = join(folder, 'large.gguf');
  await writeShapedGguf(gguf, LARGE);
  const complaints = watchConsole(page);
  const first = await start();
  await page.goto(first.entryUrl);

  await test.step('the first run', async () => {
    await importGuide(page);
    await ask(page, LONG_QUESTION);
    await answered(page);
    expect(await promptShare(page)).toMatchObject({ cached: 0 });
    await expect.poll(() => filesIn(join(data, 'states'), '.kv')).toHaveLength(1);

    await page.getByRole('button', { name: en.sidebar.newChat }).click();
    await ask(page, 'Kuka olet?');
    await answered(page);
    await page.getByRole('button', { name: en.history.actions('Kuka olet?') }).click();
    await page.getByRole('menuitem', { name: en.history.remove }).click();
    await expect(conversations(page, en).filter({ hasText: 'Kuka olet?' })).toHaveCount(0);

    await page.getByRole('button', { name: en.sidebar.newChat }).click();
    await ask(page, 'Who made you?');
    await answered(page);
    await deleteAnswer(page, en.message.remove);
    await page.keyboard.press('ControlOrMeta+z');
    await expect(page.getByTestId('message')).toHaveCount(2);
    await deleteAnswer(page, en.message.remove);
    await page.getByRole('button', { name: en.sidebar.newChat }).click();
    await page.getByRole('textbox', { name: en.composer.label, exact: true }).fill('Not sent yet');

    await page.getByRole('link', { name: en.sidebar.settings }).click();
    await choose(page, en.settings.theme, en.settings.themeDark);
    await choose(page, en.settings.language, 'Suomi');
    await expect(page.locator('html')).toHaveAttribute('lang', 'fi');
  });

  await test.step('an import is cut off by a kill', async () => {
    await page.getByRole('link', { name: fi.sidebar.models }).click();
    await page.getByRole('button', { name: fi.models.import }).click();
    const dialog = page.getByRole('dialog', { name: fi.import.title });
    await dialog.getByLabel(fi.import.path).fill(folder);
    await dialog.getByRole('button', { name: fi.folder.go }).click();
    await dialog.getByRole('button', { name: 'large.gguf', exact: true }).click();
    await dialog.getByLabel(fi.import.name).fill('Suuri malli');
    await dialog.getByRole('button', { name: fi.import.start }).click();
    await expect.poll(() => filesIn(join(data, 'models'), 'model.gguf'), { intervals: [20] }).toHaveLength(2);
    expect(complaints).toEqual([]);
    await first.kill();
  });

  const second = await start();
  await page.goto(second.entryUrl);
  // That the page has looked for its server meanwhile.
  complaints.length = 0;

  await test.step('theme, language and draft are as they were', async () => {
    await expect(page.locator('html')).toHaveAttribute('lang', 'fi');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(composer(page)).toHaveValue('Not sent yet');
    await composer(page).fill('');
  });

  await test.step('what was deleted lies in the trash', async () => {
    await show(page, fi.history.trash);
    const conversation = page.getByRole('button', { name: fi.history.restoreOf('Kuka olet?') });
    await conversation.click();
    await expect(conversation).toHaveCount(0);
    await page.getByRole('button', { name: fi.history.restoreOf('') }).click();
    await show(page, fi.history.all);
    await expect(conversations(page, fi).filter({ hasText: 'Kuka olet?' })).toBeVisible();
    await conversations(page, fi).filter({ hasText: 'Who made you?' }).click();
    await expect(page.getByTestId('message')).toHaveCount(2);
  });

  await test.step('the import goes on', async () => {
    await page.getByRole('link', { name: fi.sidebar.models }).click();
    await page.getByRole('button', { name: fi.offer.goOnWith('Suuri malli') }).click();
    await expect(page.getByRole('heading', { name: 'Suuri malli' })).toBeVisible();
    expect(await filesIn(join(data, 'models'), '.importing')).toEqual([]);
  });

  await test.step('with how many threads a model is fastest is kept', async () => {
    const isBusy = (): boolean => (loadavg()[0] ?? 0) > availableParallelism();
    const busyBefore = isBusy();
    await page.getByRole('button', { name: fi.sidebar.newChat }).click();
    await composer(page).fill('a');
    await composer(page).press('Enter');
    await answered(page);
    const isKept = existsSync(join(data, 'threads.json'));
    if (busyBefore || isBusy()) return; // What a busy machine tells of its threads is not kept.
    expect(isKept).toBe(true);
    expect(await readFile(join(data, 'threads.json'), 'utf8')).toContain('model.gguf');
  });

  await test.step('what was read is not read again', async () => {
    await conversations(page, fi).filter({ hasText: 'Who are you?' }).click();
    await expect(composer(page)).toBeEnabled();
    await composer(page).fill('Kiitos!');
    await composer(page).press('Enter');
    await expect(page.locator('[data-testid=message][data-role=user]')).toHaveCount(2);
    await answered(page);
    const { fresh, cached } = await promptShare(page);
    expect(cached).toBeGreaterThan(300);
    expect(fresh).toBeLessThan(cached / 10);
  });
  expect(complaints).toEqual([]);

  await test.step('the history of a short session is backed up when it ends', async () => {
    expect(await second.stop()).toBe(0);
    const backups = await filesIn(join(data, 'history', 'backups'), '.db');
    expect(backups.filter((name) => name.includes('daily'))).toHaveLength(1);
  });
});

function composer(page: Page): Locator {
  return page.getByRole('textbox', { name: fi.composer.label, exact: true });
}

function conversations(page: Page, t: typeof en): Locator {
  return page.getByRole('navigation', { name: t.history.name }).getByRole('listitem').getByRole('link');
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: new RegExp(`^${label}`) }).click();
  await page.getByRole('option', { name: option }).click();
}

async function show(page: Page, list: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${fi.history.show}: `) }).click();
  await page.getByRole('menuitemradio', { name: list }).click();
}

/** How many tokens of its prompt the last answer read, and how many it found in the cache, as its details say. */
async function promptShare(page: Page): Promise<{ fresh: number; cached: number }> {
  const answer = page.locator('[data-testid=message][data-role=assistant]').last();
  await answer.getByRole('button', { name: new RegExp(`^(${en.message.details}|${fi.message.details})$`) }).click();
  const words = page.getByText(/^[\d\s,]+ (read|luettu), /);
  const text = await words.innerText();
  await page.keyboard.press('Escape');
  await expect(words).toBeHidden();
  const [fresh, cached] = text.replaceAll(/(\d)[\s,](?=\d{3})/g, '$1').match(/\d+/g) ?? [];
  return { fresh: Number(fresh), cached: Number(cached) };
}

/** Names, however deep, that end so. */
async function filesIn(path: string, suffix: string): Promise<string[]> {
  const names = await readdir(path, { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith(suffix));
}

async function deleteAnswer(page: Page, name: string): Promise<void> {
  await page.getByTestId('message').nth(1).getByRole('button', { name }).click();
  await expect(page.getByTestId('message')).toHaveCount(1);
}
