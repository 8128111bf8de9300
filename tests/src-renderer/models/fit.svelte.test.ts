import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildModel, buildPoro } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const PORO = buildPoro('instruct');
const TOO_LARGE = {
  verdict: 'does-not-fit',
  neededBytes: 6.1e9,
  freeBytes: 5e9,
  suggestedQuantization: 'Q3_K_M',
} as const;
const CORE = { models: [buildModel(), PORO], fits: { [PORO.id]: TOO_LARGE }, settings: { defaultModelId: PORO.id } };

test('a card tells whether its model fits, and what would', async () => {
  renderApp(CORE, '#/models');
  const card = page.getByRole('listitem').filter({ hasText: PORO.name });
  await expect.element(card.getByText(/Does not fit into memory\./)).toBeVisible();
  await expect.element(card.getByText(/Takes about 6\.1 GB of memory; 5 GB is free\./)).toBeVisible();
  await expect.element(card.getByText(/The same model would fit as Q3_K_M\./)).toBeVisible();
});

test('the choice of models marks the one that does not fit', async () => {
  renderApp(CORE, '#/');
  await page.getByRole('button', { name: /^Model:/ }).click();
  await expect.element(page.getByText(/Does not fit into memory/)).toBeVisible();
});

test('sending to one that does not fit asks, and loads it when the user says so', async () => {
  const { bridge } = renderApp(CORE, '#/');
  bridge.failNext('chat.send', 'model-does-not-fit', {
    modelId: PORO.id,
    name: PORO.name,
    needed: '6.1 GB',
    free: '5.0 GB',
  });
  await page.getByRole('textbox', { name: /message/i }).fill('Hei');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText(/does not fit into the memory: it takes about 6\.1 GB/)).toBeVisible();
  await page.getByRole('button', { name: 'Load anyway' }).click();
  await expect.element(page.getByText('Kysyit: Hei')).toBeVisible();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'models.loadAnyway', input: { modelId: PORO.id } });
});

test('a card counts the windows of all answers at a time, and what of the file may stay mapped besides', async () => {
  const fit = { windows: 2, cacheBytes: 2.1e9, mappedBytes: 3.4e9 } as const;
  renderApp({ ...CORE, fits: { [PORO.id]: fit } }, '#/models');
  const card = page.getByRole('listitem').filter({ hasText: PORO.name });
  await card.getByRole('button', { name: 'About this model' }).click();
  await expect.element(card.getByText(/2 windows 2\.1 GB/)).toBeVisible();
  await expect.element(card.getByText(/Up to 3\.4 GB of the file may also stay in memory/)).toBeVisible();
});
