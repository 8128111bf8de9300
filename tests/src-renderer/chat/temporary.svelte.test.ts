import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildConversation, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const composer = page.getByRole('textbox', { name: 'Message', exact: true });
const messages = page.getByTestId('message');
const bar = page.getByTestId('temporary-bar');

async function begin(core: Parameters<typeof renderApp>[0] = {}) {
  const { bridge } = renderApp({ models: [buildModel()], answer: () => 'A secret answer.', ...core });
  await expect.element(composer).toBeVisible();
  await composer.fill('My secret');
  await userEvent.keyboard('{Alt>}{Shift>}N{/Shift}{/Alt}');
  await expect.element(bar).toMatchTextContent(/saves nothing/);
  return bridge;
}

test('a temporary conversation takes what was written along, and is said all the time', async () => {
  await begin();
  await expect.element(composer).toHaveValue('My secret');
  await userEvent.keyboard('{Enter}');
  await expect.element(messages.nth(1)).toMatchTextContent('A secret answer.');
  await expect.element(bar).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Good answer' })).not.toBeInTheDocument();
  await expect.element(page.getByRole('button', { name: 'Add a bookmark' })).not.toBeInTheDocument();
  expect(document.title).toBe('Temporary conversation – Sarvi');
  await page.getByRole('button', { name: 'Details' }).click();
  await expect.element(page.getByText(/cannot be repeated, compared or read word by word/)).toBeVisible();
});

test('it is in no list, but above them while it is there', async () => {
  await begin({ conversations: [buildConversation({ title: 'Retki' })] });
  await userEvent.keyboard('{Enter}');
  await expect.element(messages.nth(1)).toMatchTextContent('A secret answer.');
  const own = page.getByRole('list', { name: 'Temporary conversations' });
  await expect.element(own.getByRole('link', { name: 'My secret' })).toBeVisible();
  await page.getByRole('button', { name: 'New conversation' }).first().click();
  await expect.element(bar).not.toBeInTheDocument();
  await own.getByRole('link', { name: 'My secret' }).click();
  await expect.element(bar).toBeVisible();
  const left = new Event('beforeunload', { cancelable: true });
  dispatchEvent(left);
  expect(left.defaultPrevented).toBe(true);
});

test('it becomes an ordinary conversation', async () => {
  const bridge = await begin();
  await userEvent.keyboard('{Enter}');
  await expect.element(messages.nth(1)).toMatchTextContent('A secret answer.');
  await page.getByRole('button', { name: 'Keep this one' }).click();
  await expect.element(page.getByText('The conversation is now among the others.')).toBeVisible();
  await expect.element(bar).not.toBeInTheDocument();
  const { value } = (await bridge.call('conversations.list', { limit: 5 })) as { value: { conversations: unknown[] } };
  expect(value.conversations).toMatchObject([{ title: 'My secret' }]);
});

test('it is discarded after a question, and an empty one at once', async () => {
  await begin();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect.element(bar).not.toBeInTheDocument();
  await expect.element(composer).toHaveValue('My secret');
  await page.getByRole('button', { name: /^Temporary conversation:/ }).click();
  await expect.element(bar).toBeVisible();
  await composer.fill('Another secret');
  await userEvent.keyboard('{Enter}');
  await expect.element(messages.nth(1)).toMatchTextContent('A secret answer.');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
  await expect.element(bar).not.toBeInTheDocument();
  await expect.element(messages).not.toBeInTheDocument();
});
