/** What people do every day, on an untouched data folder, through the page. */
import { expect } from '@playwright/test';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { en } from '../../src-renderer/language/en.ts';
import { filesWith } from '../builders/words-on-disk.ts';
import { capture } from './capture.ts';
import { answered, ask, importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test } from './web-shells.ts';

test('a prompt of the library is filled in and sent, and a file of another program is found', async ({
  page,
  shell,
  dataFolder,
}) => {
  test.slow();
  const complaints = watchConsole(page);
  await page.goto(shell.entryUrl);
  await importGuide(page);

  await page.getByRole('link', { name: en.prompts.page, exact: true }).click();
  await capture(page, 'prompts');
  await page.getByRole('button', { name: en.prompts.make }).click();
  const editor = page.getByRole('dialog', { name: en.prompts.make });
  await editor.getByLabel(en.prompts.name, { exact: true }).fill('Who is it');
  await editor.getByRole('textbox', { name: en.prompts.body, exact: true }).fill('Who are you, {{name}}?');
  await capture(page, 'prompt-editor');
  await editor.getByRole('button', { name: en.common.save, exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Who is it' })).toBeVisible();
  const file = join(dataFolder, 'prompts', 'Who is it.en.md');
  expect(await readFile(file, 'utf8')).toContain('Who are you, {{name}}?');
  await writeFile(join(dataFolder, 'prompts', 'Elsewhere.md'), 'Written elsewhere');
  await expect(page.getByRole('heading', { name: 'Elsewhere' })).toBeVisible();

  await page.getByRole('button', { name: en.sidebar.newChat, exact: true }).click();
  const composer = page.getByRole('textbox', { name: en.composer.label, exact: true });
  await composer.fill('/who');
  await expect(page.getByRole('option', { name: 'Who is it' })).toBeVisible();
  await capture(page, 'prompt-menu');
  await composer.press('Enter');
  const form = page.getByRole('dialog', { name: 'Who is it' });
  await form.getByLabel('name', { exact: true }).fill('Sarvi');
  await capture(page, 'prompt-form');
  await page.keyboard.press('Enter');
  await expect(composer).toHaveValue('Who are you, Sarvi?');
  await expect(composer).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await answered(page)).not.toBe('');
  expect(complaints).toEqual([]);
});

const SECRET = 'sinikuusamalampöäläinen';

test('one finds one’s way in a conversation, and nothing of a temporary one is on the disk', async ({
  page,
  shell,
  dataFolder,
}) => {
  test.slow();
  const complaints = watchConsole(page);
  await page.goto(shell.entryUrl);
  await importGuide(page);
  await ask(page, 'Who are you?');
  await answered(page);
  await ask(page, 'Kuka olet?');
  await answered(page);

  await page.keyboard.press('ControlOrMeta+f');
  const find = page.getByRole('search', { name: en.find.name });
  await find.getByRole('textbox').fill('WHO ARE');
  await expect(find).toContainText('1 / 1');
  await capture(page, 'find');
  await page.keyboard.press('Escape');
  await page.getByTestId('message').last().getByRole('button', { name: en.bookmarks.add }).click();
  await page.getByRole('button', { name: en.outline.open }).click();
  const outline = page.getByRole('dialog', { name: en.outline.title });
  await expect(outline.getByRole('button', { name: 'Kuka olet?' })).toBeVisible();
  await capture(page, 'outline');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: en.bookmarks.page }).click();
  await expect(page.getByText('One bookmark')).toBeVisible();
  await capture(page, 'bookmarks');

  await page.getByRole('button', { name: en.sidebar.newChat, exact: true }).click();
  await page.keyboard.press('Alt+Shift+N');
  const bar = page.getByTestId('temporary-bar');
  await expect(bar).toBeVisible();
  await ask(page, `Who is ${SECRET}?`);
  await answered(page);
  await page.getByRole('textbox', { name: en.composer.label, exact: true }).fill(`${SECRET} draft`);
  await capture(page, 'temporary');
  // The page asks before it is left, and is read again from memory.
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(bar).toBeVisible();
  await expect(page.getByTestId('message').first()).toContainText(SECRET);
  expect(await filesWith(dataFolder, [SECRET])).toEqual([]);
  expect(complaints).toEqual([]);
  await shell.kill();
  expect(await filesWith(dataFolder, [SECRET])).toEqual([]);
});
