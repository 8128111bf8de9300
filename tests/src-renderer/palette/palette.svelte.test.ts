import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildConversation, buildMessage, buildModel, buildPoro } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const field = page.getByRole('combobox');
const results = page.getByTestId('palette-results');
const selected = () => results.element().querySelector('[aria-selected="true"]')?.textContent.trim() ?? null;

function markedWords(): string[] {
  return [...(CSS.highlights.get('found-words') ?? [])].map(String);
}

function core() {
  const now = Date.now();
  return {
    models: [buildModel(), buildPoro('instruct')],
    conversationFolders: [{ id: 'work', name: 'Work' }],
    conversations: [
      buildConversation({ id: 'a', title: 'Alpha', updatedAt: now }),
      buildConversation({ id: 'b', title: 'Beta lynx', updatedAt: now - 1000, folderId: 'work' }),
    ],
    messages: [
      buildMessage({ id: 'a1', conversationId: 'a', text: 'The lynx of Lapland' }),
      buildMessage({
        id: 'a2',
        conversationId: 'a',
        parentId: 'a1',
        role: 'assistant',
        text: 'A lynx is a large cat.',
      }),
      buildMessage({ id: 'b1', conversationId: 'b', text: 'Recipes for turnips' }),
    ],
  };
}

async function open(): Promise<void> {
  await expect.element(page.getByRole('link', { name: 'Alpha' })).toBeVisible();
  await userEvent.keyboard('{Control>}k{/Control}');
  await expect.element(field).toHaveFocus();
}

test('a search marks the words, arrows walk over what it found, and Enter leads to the very message', async () => {
  renderApp(core());
  await open();
  await userEvent.keyboard('lynx');
  await expect.element(results.getByRole('option').nth(0)).toMatchTextContent('Beta lynx');
  await expect.element(results.getByRole('group', { name: 'Messages' }).getByRole('option').nth(1)).toBeVisible();
  expect([...results.element().querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual([
    'lynx',
    'lynx',
    'lynx',
  ]);
  expect(selected()).toContain('Beta lynx');
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  await expect.poll(selected).toContain('A lynx is a large cat.');
  await expect
    .element(field)
    .toHaveAttribute('aria-activedescendant', results.element().querySelector('[aria-selected="true"]')?.id);
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(selected).toContain('Beta lynx');
  await userEvent.keyboard('{ArrowUp}{Enter}');
  await expect.element(field).not.toBeInTheDocument();
  expect(location.hash).toBe('#/chat/a/a2');
  await expect.poll(markedWords).toEqual(['lynx']);
  await expect.element(page.getByTestId('message').nth(1)).not.toHaveClass(/pointed/);
  // The same hit once more leads there once more.
  await open();
  await expect.element(field).toHaveValue('lynx');
});

test('only the newest query shows its hits, however late an older one answers', async () => {
  const { bridge } = renderApp(core());
  await open();
  const release = bridge.holdNext('history.search');
  await userEvent.keyboard('lynx');
  await expect.poll(() => bridge.calls.filter(({ name }) => name === 'history.search').length).toBe(1);
  await field.fill('turnips');
  await expect.element(results.getByRole('option', { name: /turnips/ })).toBeVisible();
  release();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect.element(results.getByRole('option', { name: /Lapland/ })).not.toBeInTheDocument();
  const series = bridge.calls.flatMap(({ name, input }) =>
    name === 'history.search' ? [(input as { series?: string }).series] : [],
  );
  expect(new Set(series).size).toBe(1);
  expect(series[0]).toMatch(/^palette /);
});

test('a search that finds nothing says so, and one that fails can be tried again', async () => {
  const { bridge } = renderApp(core());
  await open();
  await field.fill('walrus');
  await expect.element(page.getByText(/^Nothing found for “walrus”\./)).toBeVisible();
  bridge.failNext('history.search', 'history-unavailable', { reason: 'test' });
  await field.fill('lynx');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.element(results.getByRole('option', { name: /Lapland/ })).toBeVisible();
});

test('commands do what they say, and models are chosen by name', async () => {
  const { bridge } = renderApp(core(), '#/chat/a');
  await open();
  await userEvent.keyboard('theme dark');
  await expect.poll(selected).toContain('Theme: Dark');
  await userEvent.keyboard('{Enter}');
  await expect.element(field).not.toBeInTheDocument();
  await expect.poll(() => bridge.calls).toContainEqual({ name: 'settings.update', input: { theme: 'dark' } });

  await userEvent.keyboard('{Control>}l{/Control}');
  await expect.element(page.getByRole('combobox', { name: 'Switch model' })).toHaveFocus();
  await userEvent.keyboard('instruct');
  await expect.poll(selected).toContain('Instruct');
  await userEvent.keyboard('{Enter}');
  await expect
    .poll(() => bridge.calls)
    .toContainEqual({
      name: 'conversations.update',
      input: { conversationId: 'a', modelId: 'poro-2-8b-instruct' },
    });
  // Its keys are heard again once it has faded.
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();

  await open();
  await userEvent.keyboard('keyboard');
  await expect.poll(selected).toContain('Keyboard shortcuts');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});

test('filters narrow the search to what they say, and go away again', async () => {
  const { bridge } = renderApp(core());
  await open();
  await userEvent.keyboard('lynx');
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByRole('combobox', { name: 'Written by' }).selectOptions('assistant');
  await expect.element(results.getByRole('option')).toMatchTextContent(/A lynx is a large cat/);
  expect(bridge.calls.at(-1)?.input).toMatchObject({ query: 'lynx', filters: { role: 'assistant' } });
  await page.getByRole('combobox', { name: 'Folder' }).selectOptions('Work');
  await expect.element(page.getByText('Nothing found for “lynx” with these filters.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect.element(results.getByRole('option', { name: /Lapland/ })).toBeVisible();
});

test('before anything is asked it offers recent conversations and all commands', async () => {
  renderApp(core());
  await open();
  const recent = results.getByRole('group', { name: 'Recent conversations' });
  await expect.element(recent.getByRole('option').nth(1)).toMatchTextContent('Beta lynx');
  await expect.element(results.getByRole('option', { name: /New conversation/ })).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await expect.element(field).not.toBeInTheDocument();
});

test('behind forty hits there are more, counted truly, and the last word of a long message is scrolled into sight', async () => {
  const long = `${'Trees and snow.\n\n'.repeat(200)}Here is the **wolverine** at last.`;
  const messages = Array.from({ length: 55 }, (_, index) =>
    buildMessage({
      id: `m${index}`,
      conversationId: 'a',
      parentId: index === 0 ? null : `m${index - 1}`,
      text: `wolf ${index}`,
    }),
  );
  renderApp({
    ...core(),
    messages: [
      ...messages,
      buildMessage({ id: 'long', conversationId: 'a', parentId: 'm54', role: 'assistant', text: long }),
    ],
  });
  await open();
  await userEvent.keyboard('wolf ');
  const more = results.getByRole('option', { name: /Show more/ });
  await expect.element(more).toMatchTextContent('40 of 55');
  await expect.element(page.getByRole('status').filter({ hasText: '55 results' })).toBeInTheDocument();
  await more.click();
  await expect.element(more).not.toBeInTheDocument();
  expect(results.getByRole('option').elements()).toHaveLength(55);
  await expect.element(field).toHaveFocus();

  await field.fill('wolverine');
  await expect.element(results.getByRole('option', { name: /wolverine/ })).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.poll(markedWords).toEqual(['wolverine']);
  const isInSight = (): boolean => {
    const [range] = CSS.highlights.get('found-words') ?? [];
    const { top, bottom } = (range as Range).getBoundingClientRect();
    return top > 0 && bottom < innerHeight;
  };
  await expect.poll(isInSight).toBe(true);
});

test('filters end with the palette', async () => {
  renderApp(core());
  await open();
  await userEvent.keyboard('lynx');
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByLabelText('Written by').selectOptions('Written by you');
  await expect.poll(() => results.getByRole('option').elements().length).toBe(1);
  await userEvent.keyboard('{Escape}');
  await expect.element(field).not.toBeInTheDocument();
  await open();
  await expect.poll(() => results.getByRole('option').elements().length).toBeGreaterThan(1);
  await expect.element(page.getByLabelText('Written by')).not.toBeInTheDocument();
});

test('where nothing is found, Enter asks the model instead', async () => {
  renderApp(core());
  await open();
  await userEvent.keyboard('walrus');
  await expect.element(results.getByRole('option', { name: 'Ask the model: walrus' })).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('heading', { name: 'What shall we talk about?' })).toBeVisible();
  await expect.element(page.getByRole('textbox', { name: 'Message', exact: true })).toHaveValue('walrus');
});
