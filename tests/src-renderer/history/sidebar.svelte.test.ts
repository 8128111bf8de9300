import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildConversation, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const DAY = 86_400_000;
const list = page.getByTestId('conversation-list');

function core() {
  const now = Date.now();
  return {
    models: [buildModel()],
    conversations: [
      buildConversation({ id: 'a', title: 'Alpha', updatedAt: now }),
      buildConversation({ id: 'b', title: 'Beta', updatedAt: now - 3 * DAY }),
    ],
    messages: [
      buildMessage({ id: 'a1', conversationId: 'a', text: 'The lynx of Lapland' }),
      buildMessage({ id: 'b1', conversationId: 'b', text: 'Recipes for turnips' }),
    ],
  };
}

test('conversations are grouped by date, pinned ones first', async () => {
  renderApp(core());
  await expect.element(list.getByRole('heading').nth(0)).toMatchTextContent('Today');
  await page.getByRole('link', { name: 'Beta' }).hover();
  await page.getByRole('button', { name: 'Actions for Beta' }).click();
  await page.getByRole('menuitem', { name: 'Pin' }).click();
  await expect.element(list.getByRole('heading').nth(0)).toMatchTextContent('Pinned');
  await expect.element(list.getByRole('link').nth(0)).toMatchTextContent('Beta');
});

test('a deleted conversation comes back with Undo', async () => {
  renderApp(core(), '#/chat/a');
  await page.getByRole('button', { name: 'Actions for Alpha' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect.element(page.getByRole('link', { name: 'Alpha' })).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.element(page.getByRole('link', { name: 'Alpha' })).toBeVisible();
  await expect.element(page.getByText('The lynx of Lapland')).toBeVisible();
});

test('a conversation is renamed', async () => {
  const { bridge } = renderApp(core(), '#/chat/a');
  await page.getByRole('button', { name: 'Actions for Alpha' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await expect.element(page.getByRole('textbox', { name: 'Name' })).toHaveFocus();
  await page.getByRole('textbox', { name: 'Name' }).fill('Omega');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('link', { name: 'Omega' })).toBeVisible();
  await expect
    .poll(() => bridge.calls)
    .toContainEqual({
      name: 'conversations.update',
      input: { conversationId: 'a', title: 'Omega' },
    });
});

test('the shortcuts open a new chat and the settings, and hide the sidebar', async () => {
  renderApp(core(), '#/chat/a');
  await expect.element(page.getByText('The lynx of Lapland')).toBeVisible();
  await userEvent.keyboard('{Control>}n{/Control}');
  await expect.element(page.getByRole('heading', { name: 'What shall we talk about?' })).toBeVisible();
  await userEvent.keyboard('{Control>},{/Control}');
  await expect.element(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await userEvent.keyboard('{Control>}b{/Control}');
  await expect.element(list).not.toBeInTheDocument();
  await userEvent.keyboard('{Control>}b{/Control}');
  await expect.element(list).toBeVisible();
});

test('on a narrow page the sidebar is a drawer that closes when a conversation is chosen', async () => {
  await page.viewport(360, 720);
  renderApp(core());
  await page.getByRole('button', { name: 'Open sidebar' }).click();
  await page.getByRole('link', { name: 'Alpha' }).click();
  await expect.element(page.getByText('The lynx of Lapland')).toBeVisible();
  await expect.element(list).not.toBeInTheDocument();
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
  await page.viewport(1280, 800);
});
