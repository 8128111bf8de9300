import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildConversation, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

/** As browsers send the key that confirms a word: within the composition, or behind its end and known by its code. */
const CONFIRMING = [{ isComposing: true }, { keyCode: 229 }];

function press(key: string, how: KeyboardEventInit): boolean {
  const field = document.activeElement;
  if (!field?.matches('input, textarea')) throw new Error('no field has the focus');
  return field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...how }));
}

async function confirmIn(field: ReturnType<typeof page.getByRole>, text: string): Promise<void> {
  await field.fill(text);
  (field.element() as HTMLElement).focus();
  for (const how of CONFIRMING) {
    // Nothing is left that would send the form of the field.
    expect(press('Enter', how)).toBe(false);
    press('Escape', how);
  }
  await expect.element(field).toHaveValue(text);
}

test('Enter that confirms a composition sends nothing, and the next one does', async () => {
  const { bridge } = renderApp({ models: [buildModel()], answer: (question) => `On ${question}` });
  await confirmIn(page.getByRole('textbox', { name: 'Message', exact: true }), 'こんにちは');
  expect(bridge.calls.filter(({ name }) => name === 'chat.send')).toEqual([]);
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByTestId('message').nth(1)).toMatchTextContent('On こんにちは');
  await page.getByRole('button', { name: 'Edit message' }).click();
  await confirmIn(page.getByRole('textbox', { name: 'Edited message' }), '你好');
  expect(bridge.calls.filter(({ name }) => name === 'chat.send')).toHaveLength(1);
});

test('a name and a search are left as they are', async () => {
  const { bridge } = renderApp({
    models: [buildModel()],
    conversations: [buildConversation({ title: 'Marjat' })],
  });
  await page.getByRole('button', { name: 'Actions for Marjat' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await expect.poll(() => document.activeElement?.matches('input')).toBe(true);
  await confirmIn(page.getByRole('textbox', { name: 'Name' }), '漿果');
  await userEvent.keyboard('{Escape}');
  await userEvent.keyboard('{Control>}k{/Control}');
  await confirmIn(page.getByRole('combobox'), 'マル');
  expect(bridge.calls.filter(({ name }) => name === 'conversations.update')).toEqual([]);
});
