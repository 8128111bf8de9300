import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { ToastsState } from '../../../src-renderer/state/toasts.svelte.ts';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const DAMAGED = {
  code: 'history-damaged',
  details: { path: '/data/history-damaged-1.sqlite' },
  message: '',
} as const;

test('what was found broken at start is told in words until it is dismissed', async () => {
  const { bridge } = renderApp({ models: [buildModel()], description: { notices: [DAMAGED] } });
  const note = page.getByText(/It was set aside as \/data\/history-damaged-1\.sqlite/);
  await expect.element(note).toBeVisible();
  const bottom = note.element().getBoundingClientRect().bottom;
  const head = page.getByRole('button', { name: 'Model: Sarven opas' }).element().getBoundingClientRect();
  expect(bottom).toBeLessThanOrEqual(head.top);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect.element(note).not.toBeInTheDocument();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'app.noticeSeen', input: {} });
});

test('a lasting note is not pushed out by others, nor told twice', () => {
  const toasts = new ToastsState();
  toasts.show('broken', { lasting: true });
  for (const text of ['one', 'two', 'three', 'four']) toasts.show(text);
  toasts.show('broken', { lasting: true });
  expect(toasts.all.map(({ text }) => text)).toEqual(['broken', 'two', 'three', 'four']);
  for (const { id } of toasts.all) toasts.dismiss(id);
});
