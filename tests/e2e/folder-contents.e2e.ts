/** A folder with instructions and a file, on an untouched data folder: its conversations have them, and read them once. */
import { expect } from '@playwright/test';
import { en } from '../../src-renderer/language/en.ts';
import { capture } from './capture.ts';
import { answered, ask, importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test } from './web-shells.ts';

const PLAN = Array.from({ length: 40 }, (_, day) => `Päivänä ${day + 1} kuljetaan kymmenen kilometriä pohjoiseen.`);

test('what a folder has goes first in each of its conversations, is read once, and can be left out', async ({
  page,
  shell,
}) => {
  const complaints = watchConsole(page);
  await page.goto(shell.entryUrl);
  await importGuide(page);
  await page.getByRole('button', { name: 'New folder' }).click();
  await page.getByRole('dialog', { name: 'New folder' }).getByRole('textbox').fill('Retki');
  await page.keyboard.press('Enter');
  const act = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'Actions for Retki' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await act(en.folders.settings);
  const dialog = page.getByRole('dialog', { name: en.folders.title('Retki') });
  await dialog.getByRole('textbox', { name: en.folders.instructions }).fill('You are Sarvi.');
  const file = { name: 'suunnitelma.txt', mimeType: 'text/plain', buffer: Buffer.from(PLAN.join('\n')) };
  await page.getByTestId('folder-file-input').setInputFiles([file]);
  await expect(dialog.getByText('suunnitelma.txt', { exact: true })).toBeVisible();
  await expect(page.getByTestId('folder-cost')).toContainText(/about [\d,]+ tokens/);
  await capture(page, 'folder-settings');
  await dialog.getByRole('button', { name: en.common.save, exact: true }).click();
  await expect(dialog).toBeHidden();

  const mark = page.getByTestId('folder-mark');
  const lastAnswer = page.locator('[data-testid=message][data-role=assistant]').last();
  const readTokens = async (): Promise<number> => {
    await lastAnswer.getByRole('button', { name: en.message.details }).click();
    const row = page.getByText(/[\d,]+ read, [\d,]+ from cache/).first();
    const [, read = '', cached = ''] = /([\d,]+) read, ([\d,]+) from cache/.exec((await row.textContent()) ?? '') ?? [];
    await page.keyboard.press('Escape');
    expect(Number(read.replaceAll(',', '')) + Number(cached.replaceAll(',', ''))).toBeGreaterThan(400);
    return Number(read.replaceAll(',', ''));
  };

  await test.step('the second conversation takes the beginning from the cache', async () => {
    await act(en.folders.newChat);
    await expect(mark).toContainText('From the folder Retki: instructions and one file');
    await ask(page, 'Who are you?');
    await answered(page);
    expect(await readTokens()).toBeGreaterThan(400);
    await capture(page, 'folder-conversation');
    await act(en.folders.newChat);
    await ask(page, 'What is Poro 2?');
    await answered(page);
    expect(await readTokens()).toBeLessThan(100);
  });

  await test.step('a conversation leaves it out', async () => {
    await mark.getByRole('button', { name: en.folders.leaveOut }).click();
    await expect(mark).toContainText('Nothing of the folder Retki');
    await page.reload();
    await expect(mark).toContainText('Nothing of the folder Retki');
  });

  await test.step('words of the file are found', async () => {
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: 'Search' }).fill('kilometrejä');
    await expect(page.getByRole('listbox', { name: 'Results' }).getByText('suunnitelma.txt').first()).toBeVisible();
    await page.keyboard.press('Escape');
  });
  expect(complaints).toEqual([]);
});
