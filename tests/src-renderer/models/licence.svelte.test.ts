import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildModel, buildPoro } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const NOTHING_ACCEPTED = { acceptedLicences: [] };

test('the terms are asked for at the first message, and the message is sent once they are accepted', async () => {
  const { bridge } = renderApp({ models: [buildPoro('instruct')], settings: NOTHING_ACCEPTED });
  await page.getByRole('textbox', { name: /message/i }).fill('Hei');
  await userEvent.keyboard('{Enter}');
  const dialog = page.getByRole('dialog', { name: 'Terms of the model' });
  await expect.element(dialog).toBeVisible();
  await expect.element(dialog).toMatchTextContent('Llama 3.3 Community License');
  await dialog.getByRole('button', { name: 'I accept the terms' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.poll(() => bridge.calls.filter(({ name }) => name === 'chat.send').length).toBe(2);
  const updates = bridge.calls.filter(({ name }) => name === 'settings.update').map(({ input }) => input);
  expect(updates).toEqual([{ acceptedLicences: ['llama3.3'] }]);
});

test('one acceptance holds for every model of the licence, and the guide needs none', async () => {
  renderApp(
    { models: [buildModel(), buildPoro('instruct'), buildPoro('sft')], settings: NOTHING_ACCEPTED },
    '#/models',
  );
  for (const heading of ['Sarven opas', 'Poro 2 8B Instruct']) {
    const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: heading, level: 2 }) });
    await card.getByRole('button', { name: 'About this model' }).click();
  }
  await page.getByRole('button', { name: 'Show the terms' }).click();
  await page.getByRole('button', { name: 'I accept the terms' }).click();
  await expect.element(page.getByText('Terms accepted').first()).toBeVisible();
  const sft = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Poro 2 8B SFT' }) });
  await sft.getByRole('button', { name: 'Start a conversation', exact: true }).click();
  await expect.element(page.getByRole('textbox', { name: /message/i })).toBeVisible();
});

test('terms that are not accepted keep the user where they are', async () => {
  renderApp({ models: [buildPoro('sft')], settings: NOTHING_ACCEPTED }, '#/models');
  await page.getByRole('button', { name: 'Start a conversation', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect.element(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
});

test('a card tells what the model is for, its limits and how to cite it', async () => {
  renderApp({ models: [buildPoro('sft')] }, '#/models');
  await page.getByRole('button', { name: 'About this model' }).click();
  await expect.element(page.getByText(/research version without preference tuning: answers/)).toBeVisible();
  await expect.element(page.getByText(/LumiOpen\/Llama-Poro-2-8B-SFT/)).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Copy the citation' })).toBeVisible();
  await expect.element(page.getByText('Built with Llama', { exact: true })).toBeVisible();
});
