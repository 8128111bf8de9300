/** Finding again, and putting in order: the palette, folders, the trash and shortcuts of one's own, in the web shell. */
import { expect, type Page } from '@playwright/test';
import { capture } from './capture.ts';
import { answered, ask, importGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test } from './web-shells.ts';

const list = (page: Page) => page.getByRole('navigation', { name: 'Conversations' });
const row = (page: Page, title: string) => list(page).getByRole('link', { name: title });

async function rowMenu(page: Page, title: string, act: string): Promise<void> {
  await row(page, title).hover();
  await page.getByRole('button', { name: `Actions for ${title}` }).click();
  await page.getByRole('menuitem', { name: act }).click();
}

async function show(page: Page, view: string): Promise<void> {
  await page.getByRole('button', { name: /^Show:/ }).click();
  await page.getByRole('menuitemradio', { name: view }).click();
}

test('jumps to a message on another branch, and puts conversations into folders and the trash', async ({
  page,
  shell,
}) => {
  test.slow();
  await page.goto(shell.entryUrl);
  await importGuide(page);
  await ask(page, 'Who are you?');
  await answered(page);
  await page.getByRole('button', { name: 'Edit message' }).first().click();
  const editor = page.getByRole('textbox', { name: 'Edited message' });
  await editor.fill('Tell me about aardvarks.');
  await editor.press('Enter');
  await expect(page.getByText('Tell me about aardvarks.').first()).toBeVisible();
  await answered(page);
  await page.getByRole('button', { name: 'Previous version' }).first().click();
  await expect(page.locator('[data-testid=message]').getByText('Tell me about aardvarks.')).toBeHidden();

  const complaints = watchConsole(page);
  await page.keyboard.press('ControlOrMeta+k');
  const field = page.getByRole('combobox', { name: 'Search' });
  await capture(page, 'palette-begin');
  await field.pressSequentially('aardvark');
  const hits = page.getByRole('group', { name: 'Messages' });
  await expect(hits.getByRole('option').first().locator('mark')).toHaveText(/aardvarks/);
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByLabel('Written by').selectOption('Written by you');
  await expect(hits.getByRole('option')).toHaveCount(1);
  await capture(page, 'palette-hits');
  await field.press('Enter');
  const found = page.locator('[data-testid=message][data-role=user]');
  await expect(found).toContainText('Tell me about aardvarks.');
  await expect(found).toBeInViewport();

  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'New conversation', exact: true }).click();
  await ask(page, 'Hello there');
  await answered(page);
  await rowMenu(page, 'Hello there', 'Move to a folder…');
  await page.getByRole('textbox', { name: 'New folder' }).fill('Greetings');
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(row(page, 'Hello there')).toBeHidden();
  await list(page).getByRole('button', { name: 'Greetings', exact: true }).click();
  await expect(row(page, 'Hello there')).toBeVisible();
  await rowMenu(page, 'Hello there', 'Tags…');
  await page.getByRole('textbox', { name: 'New tag' }).fill('Kept');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Kept' })).toBeChecked();
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1280, height: 800 });
  await capture(page, 'folders');

  await page.setViewportSize({ width: 1280, height: 800 });
  await row(page, 'Hello there').focus();
  await page.keyboard.press('Delete');
  await expect(row(page, 'Hello there')).toBeHidden();
  await show(page, 'Trash');
  await expect(page.getByText('30 days left')).toBeVisible();
  await capture(page, 'trash');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Restore Hello there' }).click();
  await expect(page.getByText('The trash is empty.')).toBeVisible();
  await show(page, 'All conversations');
  await expect(row(page, 'Hello there')).toBeVisible();
  await row(page, 'Hello there').focus();
  await page.keyboard.press('Delete');
  await show(page, 'Trash');
  await page.getByRole('button', { name: 'Delete Hello there for good' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText('The trash is empty.')).toBeVisible();
  await show(page, 'All conversations');
  await expect(list(page).getByRole('link')).toHaveCount(1);
  expect(complaints).toEqual([]);
});

test('a shortcut that was given other keys has them after a restart of the page', async ({ page, shell }) => {
  await page.goto(shell.entryUrl);
  await page.getByRole('button', { name: /^Skip/ }).click();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('keyboard shortcuts');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await capture(page, 'shortcuts');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Change shortcuts' }).click();
  await page.getByRole('button', { name: /^New conversation: None/ }).click();
  await page.keyboard.press('ControlOrMeta+Shift+o');
  await expect(page.getByRole('button', { name: /^New conversation: (Ctrl\+Shift\+O|⇧⌘O)/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Shift+o');
  await expect(page).toHaveURL(/#\/$/);
});
