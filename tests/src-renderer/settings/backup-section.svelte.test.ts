import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { because } from '#contract/reasons';
import { buildBackup, buildConversation, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const DAILY = buildBackup();
const UNREADABLE = buildBackup({
  id: 'daily-2026-11-21T18-30-00Z.db',
  madeAt: Date.UTC(2026, 10, 21),
  conversations: null,
  fault: {
    code: 'backup-damaged',
    details: { path: '/data/evil.db', reason: because('object-not-own', { type: 'trigger', name: 'evil' }) },
    message: '',
  },
});
const CORE = { models: [buildModel()], backups: [DAILY, UNREADABLE], conversations: [buildConversation()] };

test('a backup is restored after a question, and the conversations are read anew', async () => {
  const { bridge } = renderApp(CORE, '#/settings');
  const list = page.getByRole('list', { name: 'Backups' });
  await expect.element(list.getByText('Daily · 148 conversations · 12.4 MB')).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Kuka olet?' })).toBeVisible();

  await list.getByRole('button', { name: /^Restore the backup of .*22/ }).click();
  const dialog = page.getByRole('alertdialog');
  await expect.element(dialog.getByText(/The present ones are kept as a backup of their own/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Restore' }).click();

  await expect.element(page.getByText('The backup was restored.')).toBeVisible();
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(page.getByRole('link', { name: 'Kuka olet?' })).not.toBeInTheDocument();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'history.restore', input: { backupId: DAILY.id } });
});

test('a question that is declined restores nothing, and a backup that cannot be read is not offered', async () => {
  const { bridge } = renderApp(CORE, '#/settings');
  const list = page.getByRole('list', { name: 'Backups' });
  await expect.element(list.getByRole('button', { name: /^Restore the backup of .*21/ })).toBeDisabled();
  await expect.element(list.getByText(/the trigger evil is not one of Sarvi’s/)).toBeVisible();
  await list.getByRole('button', { name: /^Restore the backup of .*22/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument();
  expect(bridge.calls.filter(({ name }) => name === 'history.restore')).toEqual([]);
});

test('a backup is made by hand, and a failure is told in words', async () => {
  const { bridge } = renderApp({ ...CORE, backups: [] }, '#/settings');
  await expect.element(page.getByText('There are no backups yet.')).toBeVisible();
  bridge.failNext('history.backUp', 'disk-full', { path: '/data', needed: '44 MB', free: '2 MB' });
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect.element(page.getByText(/The disk of \/data is full: 44 MB is needed/)).toBeVisible();
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect.element(page.getByText(/^Made by hand · 148 conversations/)).toBeVisible();
});

test('the daily backup is switched off, and the folder chosen and taken back', async () => {
  const { bridge } = renderApp(CORE, '#/settings');
  await page.getByRole('checkbox', { name: 'Back up the conversations every day' }).click();
  const folder = page.getByRole('textbox', { name: 'Folder of the backups' });
  await expect.element(folder).toHaveAttribute('placeholder', '/home/aino/.local/share/sarvi/history/backups');
  for (const typed of ['/media/levy/sarvi', '']) {
    await folder.fill(typed);
    await userEvent.keyboard('{Tab}');
  }
  await folder.fill('kansio');
  await userEvent.keyboard('{Tab}');
  await expect.element(page.getByText('Give the whole path of the folder.')).toBeVisible();
  const updates = bridge.calls.filter(({ name }) => name === 'settings.update').map(({ input }) => input);
  expect(updates).toEqual([{ backups: false }, { backupFolder: '/media/levy/sarvi' }, { backupFolder: null }]);
});

test('a damaged history with a good backup leads to the backups', async () => {
  const notice = {
    code: 'history-damaged',
    details: { path: '/data/history.db', reason: 'x', backup: '2026-11-22 18:30', backupId: DAILY.id },
    message: '',
  } as const;
  renderApp({ ...CORE, description: { notices: [notice] } });
  await expect.element(page.getByText(/its newest backup is of 2026-11-22 18:30 and can be restored/)).toBeVisible();
  await page.getByRole('button', { name: 'Show backups' }).click();
  await expect.element(page.getByRole('heading', { name: 'Backups' })).toBeVisible();
});
