import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { buildConversation, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const CORE = { models: [buildModel()], conversations: [buildConversation()] };

test('it says what is kept where and how much, and what listens', async () => {
  renderApp(CORE, '#/settings');
  await expect.element(page.getByText('/home/aino/.local/share/sarvi/states')).toBeVisible();
  await expect.element(page.getByText('4.92 GB')).toBeVisible();
  await expect.element(page.getByText('Keys of open browser pages', { exact: true })).toBeVisible();
  await expect.element(page.getByText('/home/aino/.local/share/sarvi/web-shell.json')).toBeVisible();
  await expect.element(page.getByText(/Open ports: for this computer only \(127\.0\.0\.1\)/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Open folder' })).not.toBeInTheDocument();
});

test('the desktop opens the folders and listens to nothing', async () => {
  const description = { shell: 'desktop', nativeDialogs: true } as const;
  const { bridge } = renderApp({ ...CORE, description }, '#/settings');
  await page.getByRole('button', { name: 'Open the folder: Logs' }).click();
  await expect.element(page.getByText('Open ports: none.')).toBeVisible();
  await expect
    .poll(() => bridge.calls)
    .toContainEqual({ name: 'privacy.open', input: { path: '/home/aino/.local/share/sarvi/logs' } });
});

test('each of several folders of backups is named and opened', async () => {
  const description = { shell: 'desktop', nativeDialogs: true } as const;
  const { bridge } = renderApp({ ...CORE, description }, '#/settings');
  for (const path of ['/home/aino/.local/share/sarvi/history/backups', '/media/levy/sarvi']) {
    await page.getByRole('button', { name: `Open the folder: Backups, ${path}` }).click();
    await expect.poll(() => bridge.calls).toContainEqual({ name: 'privacy.open', input: { path } });
  }
});

test('everything is deleted only once the word is typed', async () => {
  const { bridge } = renderApp(CORE, '#/settings');
  await page.getByRole('button', { name: 'Delete everything…' }).click();
  const dialog = page.getByRole('dialog');
  const act = dialog.getByRole('button', { name: 'Delete everything' });
  await expect.element(act).toBeDisabled();
  await dialog.getByRole('textbox').fill('delete');
  await dialog.getByRole('checkbox', { name: 'Models and adapters too' }).click();
  await act.click();
  await expect.element(page.getByText('Everything was deleted.')).toBeVisible();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'privacy.deleteAll', input: { models: true } });
  await expect.element(page.getByRole('link', { name: 'Kuka olet?' })).not.toBeInTheDocument();
});

test('backups on a disk that is away are named', async () => {
  const { bridge } = renderApp(CORE, '#/settings');
  bridge.away = ['/media/levy/sarvi'];
  await page.getByRole('button', { name: 'Delete everything…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('delete');
  await dialog.getByRole('button', { name: 'Delete everything' }).click();
  await expect.element(page.getByText(/on a disk that is not connected: \/media\/levy\/sarvi/)).toBeVisible();
});
