import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const CORE = { models: [buildModel()] };
const FIGURES = { endpoint: 'v1/chat/completions', modelName: 'Poro 2 8B', startedAt: Date.UTC(2026, 10, 29) };
const REQUEST = {
  ...{ id: 'a', client: 'Zed/1.2', ...FIGURES, promptTokens: 1200, generatedTokens: 40 },
  state: 'writing',
  tokensPerSecond: 12.4,
} as const;
const LINE = {
  ...{ id: 'b', client: '', ...FIGURES, promptTokens: 9000, generatedTokens: 0 },
  durationMs: 120,
  status: 400,
  error: 'context_length_exceeded',
};

test('the switch is off, makes the first key, and shows it once', async () => {
  const { bridge } = renderApp(CORE, '#/settings/programs');
  const toggle = page.getByRole('checkbox', { name: 'Let other programs of this computer use the models' });
  await expect.element(toggle).not.toBeChecked();
  await expect.element(page.getByText('There is no key yet.')).toBeVisible();
  await toggle.click();
  await expect.element(page.getByText(/^sarvi-k{43}$/)).toBeVisible();
  await expect.element(page.getByText('http://127.0.0.1:17276/v1')).toBeVisible();
  await expect.element(page.getByText(/Open for other programs of this computer: port 17276/)).toBeVisible();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'settings.update', input: { apiOn: true } });
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect.element(page.getByText(/^sarvi-k{43}$/)).not.toBeInTheDocument();
});

test('a new key is asked for before the old one ends', async () => {
  const { bridge } = renderApp(
    { ...CORE, settings: { apiOn: true }, programs: { requests: [], log: [] } },
    '#/settings',
  );
  await page.getByRole('button', { name: 'New key' }).click();
  expect(bridge.calls.filter(({ name }) => name === 'api.renewKey')).toEqual([]);
  await page.getByRole('alertdialog').getByRole('button', { name: 'New key' }).click();
  await expect.element(page.getByText(/^sarvi-k{43}$/)).toBeVisible();
});

test('it shows who asks, stops an answer, and lists the last requests in counts', async () => {
  const core = { ...CORE, settings: { apiOn: true }, programs: { requests: [REQUEST], log: [LINE] } };
  const { bridge } = renderApp(core, '#/settings/programs');
  const facts = 'v1/chat/completions · Poro 2 8B · writes · prompt 1,200 tokens, answer 40 tokens · 12 tokens/s';
  await expect.element(page.getByText(facts)).toBeVisible();
  await page.getByText('Last requests').click();
  await expect.element(page.getByText('A program without a name')).toBeVisible();
  await expect.element(page.getByText(/status 400, context_length_exceeded/)).toBeVisible();
  await page.getByRole('button', { name: 'Stop the answer to Zed/1.2' }).click();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'api.stop', input: { requestId: 'a' } });
  await expect.element(page.getByText('No program is asking.')).toBeVisible();
});

test('only origins of pages are kept', async () => {
  const { bridge } = renderApp({ ...CORE, settings: { apiOn: true } }, '#/settings/programs');
  const field = page.getByRole('textbox', { name: 'Web pages that may ask' });
  await field.fill('null');
  await userEvent.keyboard('{Tab}');
  await expect.element(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('app://obsidian.md\nhttps://example.org');
  await userEvent.keyboard('{Tab}');
  const input = { apiOrigins: ['app://obsidian.md', 'https://example.org'] };
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'settings.update', input });
});

test('a taken port is told of', async () => {
  const { bridge } = renderApp({ ...CORE, settings: { apiOn: true } }, '#/settings/programs');
  await expect.element(page.getByText('http://127.0.0.1:17276/v1')).toBeVisible();
  const error = { code: 'port-unavailable', details: { port: '17276', reason: 'EADDRINUSE' }, message: '' } as const;
  bridge.emit('api.changed', { state: 'failed', error, port: 17_276, hasKey: true, requests: [], log: [] });
  await expect.element(page.getByText(/The port 17276 cannot be used/)).toBeVisible();
});
