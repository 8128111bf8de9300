/** Backups of a stranger, and a history that cannot be opened, through the real page. */
import { expect, type Page } from '@playwright/test';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createCheckedApp } from '../builders/checked-app.ts';
import { en } from '../../src-renderer/language/en.ts';
import { createNodePorts } from '../../src-main/shells/node-ports.ts';
import { HOSTILE_BACKUPS } from '../builders/hostile-backups.ts';
import { test } from './temporary-folder.ts';
import { WebShell } from './web-shell.ts';

const t = en.backups;
const nameOf = (index: number) => `by-hand-2025-01-${String(index + 1).padStart(2, '0')}T12-00-00Z.db`;

async function openSettings(page: Page, shell: WebShell): Promise<void> {
  await page.goto(shell.entryUrl);
  await page.evaluate(() => (location.hash = '#/settings'));
  await expect(page.getByRole('heading', { name: t.title })).toBeVisible();
}

test('strangers’ backups are refused by name, and a good one brings back a history that cannot be opened', async ({
  page,
  folder,
}) => {
  test.setTimeout(180_000);
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  await app.ask('settings.update', { welcomeDone: true, language: 'en' });
  await app.ask('conversations.create', { systemPrompt: 'kept' });
  const { path } = await app.ask('history.backUp', {});
  await app.dispose();
  const backups = join(folder, 'history', 'backups');
  await mkdir(backups, { recursive: true });
  for (const [index, { make }] of HOSTILE_BACKUPS.entries()) {
    await copyFile(path, join(backups, nameOf(index)));
    make(join(backups, nameOf(index)));
  }
  HOSTILE_BACKUPS.find(({ name }) => name === 'another program’s number')?.make(join(folder, 'history', 'history.db'));

  const shell = await WebShell.start(folder);
  try {
    await openSettings(page, shell);
    await expect(page.getByText(/Sarvi cannot use the file .*history\.db/).first()).toBeVisible();
    await page.getByRole('button', { name: /^Show all/ }).click();
    const list = page.getByRole('list', { name: t.title });
    await expect(list.getByText(/is not one of Sarvi’s/).first()).toBeVisible();
    await expect(list.getByRole('button', { disabled: true })).toHaveCount(HOSTILE_BACKUPS.length);
    // The newest is the good one.
    await list.getByRole('button', { disabled: false }).first().click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: t.restore }).click();
    await expect(page.getByText(t.restored)).toBeVisible();
    await expect(dialog).toHaveCount(0);
  } finally {
    expect(await shell.stop()).toBe(0);
  }
  const again = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  const { conversations } = await again.ask('conversations.list', { limit: 5 });
  await again.dispose();
  expect(conversations).toMatchObject([{ systemPrompt: 'kept' }]);
});
