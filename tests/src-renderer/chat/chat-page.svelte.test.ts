import { because } from '#contract/reasons';
import { expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildConversation, buildMessage, buildModel, buildPoro } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const composer = page.getByRole('textbox', { name: 'Message', exact: true });
const greeting = page.getByRole('heading', { name: 'What shall we talk about?' });
const LONG_TITLE = 'Scaling a recipe for eight people and their dogs';

function core() {
  return {
    models: [buildPoro('instruct')],
    conversations: [buildConversation({ id: 'a', title: LONG_TITLE, modelId: buildPoro('instruct').id })],
    messages: [buildMessage({ id: 'a1', conversationId: 'a', text: 'Eight people are coming' })],
  };
}

async function narrow(): Promise<void> {
  await page.viewport(360, 740);
  onTestFinished(() => page.viewport(1280, 800));
}

const boxOf = (locator: { element: () => Element }): DOMRect => locator.element().getBoundingClientRect();

test('the greeting, the place to write and the examples stand together, and the focus stays when one is written', async () => {
  renderApp({ models: [buildModel()] });
  await expect.element(greeting).toBeVisible();
  await expect.element(composer).toHaveFocus();
  const area = composer.element();
  const examples = boxOf(page.getByRole('list', { name: 'Example questions' }));
  expect(boxOf(composer).top - boxOf(greeting).bottom).toBeLessThan(100);
  expect(examples.top - boxOf(composer).bottom).toBeLessThan(60);
  // In the middle of the page, not at its lower edge.
  expect(innerHeight - examples.bottom).toBeGreaterThan(100);
  await composer.fill('Hello');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByTestId('message').nth(1)).toHaveAttribute('aria-busy', 'false');
  expect(composer.element()).toBe(area);
  await expect.element(composer).toHaveFocus();
  await expect.poll(() => innerHeight - boxOf(composer).bottom).toBeLessThan(60);
});

test('at 360 px the title and the model are seen, and the field asks shortly', async () => {
  await narrow();
  renderApp(core(), '#/chat/a');
  const title = page.getByRole('heading', { level: 1, name: LONG_TITLE });
  await expect.element(title).toBeVisible();
  const model = page.getByRole('button', { name: 'Model: Poro 2 8B Instruct' });
  await expect.poll(() => boxOf(title).width).toBeGreaterThan(150);
  expect(boxOf(model).top).toBeGreaterThanOrEqual(boxOf(title).bottom);
  const name = model.element().querySelector('.name');
  expect(name?.scrollWidth).toBeLessThanOrEqual(name?.clientWidth ?? 0);
  await expect.element(composer).toHaveAttribute('placeholder', 'Write a message');
  await expect.element(page.getByText(/^Models can be wrong/)).toBeVisible();
});

test('one menu renames, copies, exports and deletes the open conversation', async () => {
  await narrow();
  const { bridge } = renderApp(core(), '#/chat/a');
  const menu = page.getByRole('button', { name: 'Conversation actions' });
  const choose = async (name: string): Promise<void> => {
    await menu.click();
    await page.getByRole('menuitem', { name }).click();
  };
  await choose('Rename');
  const field = page.getByRole('textbox', { name: 'Name' });
  await expect.element(field).toHaveValue(LONG_TITLE);
  await field.fill('Soup');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('heading', { level: 1, name: 'Soup' })).toBeVisible();
  await choose('Copy conversation as Markdown');
  await expect
    .poll(() => bridge.calls)
    .toContainEqual({ name: 'conversations.markdown', input: { conversationId: 'a', language: 'en' } });
  await choose('Export…');
  await expect.element(page.getByRole('dialog', { name: 'Export the conversation' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await choose('Delete');
  await expect.element(greeting).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.element(page.getByText('Eight people are coming')).toBeVisible();
});

test('a model whose file is gone is told in a notice that leads to the models and to the others', async () => {
  const models = [buildPoro('instruct', { available: false }), buildModel()];
  renderApp({ ...core(), models }, '#/chat/a');
  const told = page.getByText(/^The file of this model is missing\./);
  await expect.element(told).toBeVisible();
  expect(
    told
      .element()
      .closest('.notice')
      ?.contains(page.getByRole('link', { name: 'Go to models' }).element()),
  ).toBe(true);
  await page.getByRole('button', { name: 'Switch model' }).click();
  await expect.element(page.getByRole('dialog').getByRole('option', { name: /Sarven opas/ })).toBeVisible();
});

test('an answer that broke off goes on from the notice that says so', async () => {
  const report = { code: 'engine-crashed', details: { reason: because('out-of-memory') }, message: '' } as const;
  const answer = buildMessage({
    id: 'a2',
    parentId: 'a1',
    conversationId: 'a',
    role: 'assistant',
    text: 'Take eight',
    stopReason: 'failed',
    error: report,
  });
  const { messages, ...others } = core();
  const { bridge } = renderApp({ ...others, messages: [...messages, answer] }, '#/chat/a');
  const buttons = page.getByTestId('message').nth(1).getByRole('button', { name: 'Continue' });
  await expect.element(buttons).toBeVisible();
  expect(buttons.elements()).toHaveLength(1);
  expect(buttons.element().closest('.notice')).not.toBeNull();
  await buttons.click();
  await expect.poll(() => bridge.calls.map(({ name }) => name)).toContain('chat.continue');
});

test('a lost connection is told above the page and covers nothing of it', async () => {
  await narrow();
  const { setConnected } = renderApp(core(), '#/chat/a');
  const title = page.getByRole('heading', { level: 1, name: LONG_TITLE });
  await expect.element(title).toBeVisible();
  setConnected(false);
  const banner = page.getByRole('alert');
  await expect.element(banner).toMatchTextContent('Trying to reconnect');
  await expect.poll(() => boxOf(banner).bottom - boxOf(title).top).toBeLessThanOrEqual(0);
});

test('conversations that cannot be read are told in the page, not over it, until they can', async () => {
  const { bridge } = renderApp(core());
  bridge.failNext('conversations.list', 'history-unavailable', { reason: because('disk-error') });
  const told = page.getByText(/the disk reported an error/);
  await expect.element(told).toBeVisible();
  expect(told.elements().map((element) => element.closest('.notice') !== null)).toEqual([true]);
  await expect.element(greeting).not.toBeInTheDocument();
  await page.getByRole('region', { name: 'Conversation' }).getByRole('button', { name: 'Try again' }).click();
  await expect.element(greeting).toBeVisible();
  await expect.element(page.getByRole('link', { name: LONG_TITLE })).toBeVisible();
});

test('whoever has no model is offered both ways to one, and is greeted once it is there', async () => {
  renderApp({ settings: { welcomeDone: true } });
  await expect.element(page.getByRole('heading', { name: 'Add a model first' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Choose a model' })).toBeVisible();
  await expect.element(page.getByText('huggingface.co/LumiOpen/Llama-Poro-2-8B-Instruct')).toBeVisible();
  await expect.element(composer).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Set up Sarvi guide' }).click();
  await expect.element(greeting).toBeVisible();
  await expect.element(composer).toHaveFocus();
});
