import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { UpdateStatus } from '#contract/update-calls';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const OFFER = {
  version: '0.2.0',
  released: '2030-01-02',
  notes: { en: '**Faster** <img src=x onerror=alert(1)> ![](https://example.org/x.png)', fi: 'Nopeampi' },
  fileName: 'Sarvi-0.2.0-linux-amd64.deb',
  sizeBytes: 120_000_000,
  bytesDone: 0,
  isDownloaded: false,
  installs: 'by-itself',
} as const;
const STATUS: UpdateStatus = {
  ...{ currentVersion: '0.1.0', programKind: 'appimage', programPath: '/home/aino/Sarvi.AppImage' },
  ...{ host: 'releases.example', phase: 'idle', foundVersion: null, foundReleased: null, offer: null, error: null },
};
const CORE = { models: [buildModel()], updates: STATUS };
const names = ({ calls }: { readonly calls: readonly { readonly name: string }[] }): string[] =>
  calls.map(({ name }) => name).filter((name) => name.startsWith('updates.') && name !== 'updates.status');
const button = (name: string | RegExp) => page.getByRole('button', { name });

test('a Sarvi without updates shows nothing of them', async () => {
  renderApp({ models: [buildModel()] }, '#/settings');
  await expect.element(page.getByRole('heading', { name: 'About Sarvi' })).toBeVisible();
  await expect.element(page.getByText('Updates', { exact: true })).not.toBeInTheDocument();
  await expect.element(page.getByText(/^Sent: nothing\. /)).toBeVisible();
});

test('it says what a check sends, and does nothing before the button is pressed', async () => {
  const { bridge } = renderApp(CORE, '#/settings/updates');
  await expect.element(page.getByText(/^Sends one request to releases\.example/)).toBeVisible();
  await expect.element(page.getByRole('checkbox', { name: 'Check automatically' })).not.toBeChecked();
  await expect.element(page.getByText(/^Updates: Sarvi asks for nothing on its own\./)).toBeVisible();
  expect(names(bridge)).toEqual([]);
  await button('Check for updates').click();
  await expect.element(page.getByText('You have the newest version, 0.1.0.')).toBeVisible();
  await expect.element(page.getByText(/^Released .*2030$/)).toBeVisible();
  expect(names(bridge)).toEqual(['updates.check']);
});

test('what is found is downloaded, cancelled and deleted by buttons, and its notes are plain text', async () => {
  const { bridge } = renderApp({ ...CORE, updateFound: OFFER }, '#/settings/updates');
  await button('Check for updates').click();
  await page.getByText('What is new').click();
  await expect.element(page.getByText('Faster', { exact: true })).toBeVisible();
  expect(document.querySelectorAll('.notes img').length).toBe(0);
  await button('Download (120 MB)').click();
  await expect.element(page.getByRole('progressbar', { name: 'Downloading the update' })).toBeVisible();
  await expect.element(page.getByText(/60 MB of 120 MB/)).toBeVisible();
  await button('Cancel').click();
  await expect.element(button('Continue the download (60 MB left)')).toBeVisible();
  await button('Delete the download').click();
  await expect.element(page.getByRole('heading', { name: 'Sarvi 0.2.0' })).not.toBeInTheDocument();
  expect(names(bridge)).toEqual(['updates.check', 'updates.download', 'updates.cancel', 'updates.discard']);
});

test('the installation says what it does, and asks', async () => {
  const updates = { ...STATUS, offer: { ...OFFER, bytesDone: OFFER.sizeBytes, isDownloaded: true } };
  const { bridge } = renderApp({ ...CORE, updates }, '#/settings/updates');
  await button('Install and restart').click();
  const dialog = page.getByRole('alertdialog');
  await expect.element(dialog.getByText(/backs up the history/)).toBeVisible();
  expect(names(bridge)).toEqual([]);
  await dialog.getByRole('button', { name: 'Install and restart' }).click();
  await expect.element(page.getByText('Installing: Sarvi closes now and starts again.')).toBeVisible();
  expect(names(bridge)).toEqual(['updates.install']);
});

test('where the system installs it, the file is shown with the command, in Finnish too', async () => {
  const offer = { ...OFFER, bytesDone: OFFER.sizeBytes, isDownloaded: true, installs: 'by-hand' } as const;
  const updates: UpdateStatus = { ...STATUS, programKind: 'deb', programPath: null, offer };
  const { bridge } = renderApp({ ...CORE, updates, settings: { language: 'fi' } }, '#/settings/updates');
  await expect.element(page.getByText('sudo apt install ./Sarvi-0.2.0-linux-amd64.deb')).toBeVisible();
  await expect.element(button('Asenna ja käynnistä uudelleen')).not.toBeInTheDocument();
  await button('Näytä tiedosto').click();
  await expect.poll(() => names(bridge)).toEqual(['updates.show']);
});

test('a failure is told once, in words', async () => {
  const error = { code: 'update-refused', details: { reason: 'feed-signature-wrong' }, message: '' } as const;
  renderApp({ ...CORE, updates: { ...STATUS, error } }, '#/settings/updates');
  await expect.element(page.getByText(/its signature is not that of Sarvi’s makers/)).toBeVisible();
});

test('a version that is found elsewhere than on this page is told there', async () => {
  const { bridge } = renderApp(CORE, '#/');
  await expect.element(page.getByRole('textbox').first()).toBeVisible();
  await bridge.call('updates.status', {});
  bridge.emit('updates.changed', { ...STATUS, offer: OFFER });
  await expect.element(page.getByText('Sarvi 0.2.0 is available.')).toBeVisible();
  await button('Show').click();
  await expect.element(page.getByRole('heading', { name: 'Sarvi 0.2.0' })).toBeVisible();
});
