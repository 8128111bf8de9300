import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { CudaStatus } from '#contract/cuda-calls';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const CORE = { models: [buildModel()] };
const ABSENT: CudaStatus = {
  ...{ isInstalled: false, installedBytes: 0, host: 'downloads.example' },
  ...{ phase: 'idle', offer: null, error: null },
};

test('nothing is shown where there is nothing to offer', async () => {
  const { bridge } = renderApp(CORE, '#/settings/engine');
  await expect.poll(() => bridge.calls.map(({ name }) => name)).toContain('cuda.status');
  expect(page.getByRole('group', { name: 'NVIDIA cards (CUDA)' }).query()).toBeNull();
});

test('each step is a click, which says what comes from where', async () => {
  const { bridge } = renderApp({ ...CORE, cuda: ABSENT }, '#/settings/engine');
  const group = page.getByRole('group', { name: 'NVIDIA cards (CUDA)' });
  await expect.element(group.getByText(/asks downloads\.example about it only when you press/)).toBeVisible();
  expect(bridge.calls.map(({ name }) => name)).not.toContain('cuda.look');
  await group.getByRole('button', { name: 'Look for the package' }).click();
  await expect.element(group.getByText(/252 MB from downloads\.example, 536 MB on the disk/)).toBeVisible();
  await group.getByRole('button', { name: 'Download and install' }).click();
  const bar = group.getByRole('progressbar', { name: 'Download of the package' });
  await expect.element(bar).toHaveAttribute('aria-valuenow', '50');
  await group.getByRole('button', { name: 'Cancel' }).click();
  await expect.element(group.getByRole('button', { name: 'Continue the download' })).toBeVisible();
});

test('a look that a server draws out is ended by a click', async () => {
  const { bridge } = renderApp({ ...CORE, cuda: { ...ABSENT, phase: 'looking' } }, '#/settings/engine');
  const group = page.getByRole('group', { name: 'NVIDIA cards (CUDA)' });
  await expect.element(group.getByRole('status')).toBeVisible();
  await group.getByRole('button', { name: 'Cancel' }).click();
  await expect.element(group.getByRole('button', { name: 'Look for the package' })).toBeVisible();
  expect(bridge.calls.map(({ name }) => name)).toContain('cuda.cancel');
});

test('it shows what failed, and an installed package can be removed', async () => {
  const error = { code: 'update-file-differs', details: { name: 'a.zip' }, message: '' } as const;
  const installed: CudaStatus = { ...ABSENT, isInstalled: true, installedBytes: 536_000_000, error };
  const { bridge } = renderApp({ ...CORE, cuda: installed, settings: { language: 'fi' } }, '#/settings/engine');
  const group = page.getByRole('group', { name: 'NVIDIA-näytönohjaimet (CUDA)' });
  await expect.element(group.getByRole('alert').getByText(/a\.zip/)).toBeVisible();
  await expect.element(group.getByText(/Paketti on asennettu ja vie 536 Mt/)).toBeVisible();
  await group.getByRole('button', { name: 'Poista paketti' }).click();
  await expect.poll(() => bridge.calls.map(({ name }) => name)).toContain('cuda.remove');
});
