import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  buildConversation,
  buildGenerationRecord,
  buildMessage,
  buildModel,
  buildPoro,
} from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const composer = page.getByRole('textbox', { name: 'Message', exact: true });
const messages = page.getByTestId('message');

async function send(text: string): Promise<void> {
  await composer.fill(text);
  await userEvent.keyboard('{Enter}');
}

test('a question is answered as it streams, and the conversation is in the list under its title', async () => {
  renderApp({ models: [buildModel()], answer: () => 'I am **the guide**.' });
  await send('Who are you?');

  await expect.element(messages.nth(0)).toMatchTextContent('Who are you?');
  await expect.element(messages.nth(1).getByText('the guide')).toBeVisible();
  await expect.element(messages.nth(1)).toHaveAttribute('aria-busy', 'false');
  expect(messages.nth(1).element().querySelector('strong')?.textContent).toBe('the guide');
  await expect.element(page.getByRole('link', { name: 'Who are you?' })).toHaveAttribute('aria-current', 'page');
  await expect.element(page.getByText(/^Answer finished\./)).toBeInTheDocument();
});

test('the text grows while the answer streams, and Stop keeps what has come', async () => {
  const words = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ');
  renderApp({ models: [buildModel()], answer: () => words, stepMs: 8 });
  await send('Go on and on');

  await expect.element(messages.nth(1)).toMatchTextContent('word3');
  await expect.element(messages.nth(1)).toMatchTextContent('42.5 tokens/s');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect.element(messages.nth(1)).toMatchTextContent('Stopped');
  await expect.element(messages.nth(1)).not.toMatchTextContent('word399');
  await expect.element(page.getByRole('button', { name: 'Send' })).toBeInTheDocument();
});

test('Escape stops an answer', async () => {
  const { bridge } = renderApp({ models: [buildModel()], answer: () => 'a '.repeat(500), stepMs: 8 });
  await send('Long');
  await expect.element(page.getByRole('button', { name: 'Stop' })).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await expect.element(messages.nth(1)).toMatchTextContent('Stopped');
  expect(bridge.calls.filter(({ name }) => name === 'chat.stop')).toHaveLength(1);
});

test('regenerating adds a branch, and the switcher leads back to the first', async () => {
  let count = 0;
  renderApp({ models: [buildModel()], answer: () => `answer number ${(count += 1)}` });
  await send('Again');
  await expect.element(messages.nth(1)).toMatchTextContent('answer number 1');
  await page.getByRole('button', { name: 'Regenerate' }).click();
  await expect.element(messages.nth(1)).toMatchTextContent('answer number 2');
  await expect.element(page.getByRole('group', { name: 'Version 2 of 2' })).toBeVisible();
  await page.getByRole('button', { name: 'Previous version' }).click();
  await expect.element(messages.nth(1)).toMatchTextContent('answer number 1');
  await expect.element(page.getByRole('group', { name: 'Version 1 of 2' })).toBeVisible();
});

test('an edited question is sent as a branch beside the old one', async () => {
  const { bridge } = renderApp({ models: [buildModel()] });
  await send('First wording');
  await expect.element(messages.nth(1)).toHaveAttribute('aria-busy', 'false');
  await messages.nth(0).hover();
  await page.getByRole('button', { name: 'Edit message' }).click();
  await page.getByRole('textbox', { name: 'Edited message' }).fill('Second wording');
  await userEvent.keyboard('{Enter}');
  await expect.element(messages.nth(0)).toMatchTextContent('Second wording');
  await expect.element(messages.nth(1)).toMatchTextContent('Kysyit: Second wording');
  await expect.element(messages.nth(0).getByRole('group', { name: 'Version 2 of 2' })).toBeVisible();
  const sent = bridge.calls.filter(({ name }) => name === 'chat.send').map(({ input }) => input);
  expect(sent).toEqual([
    expect.objectContaining({ parentId: null, text: 'First wording' }),
    expect.objectContaining({ parentId: null, text: 'Second wording' }),
  ]);
});

test('Shift+Enter makes a new line and does not send', async () => {
  const { bridge } = renderApp({ models: [buildModel()] });
  await composer.click();
  await userEvent.keyboard('one{Shift>}{Enter}{/Shift}two');
  await expect.element(composer).toHaveValue('one\ntwo');
  expect(bridge.calls.some(({ name }) => name === 'chat.send')).toBe(false);
});

test('each conversation keeps its own draft', async () => {
  renderApp({
    models: [buildModel()],
    conversations: [buildConversation({ id: 'a', title: 'Alpha' }), buildConversation({ id: 'b', title: 'Beta' })],
  });
  await page.getByRole('link', { name: 'Alpha' }).click();
  await composer.fill('draft of alpha');
  await page.getByRole('link', { name: 'Beta' }).click();
  await expect.element(composer).toHaveValue('');
  await page.getByRole('link', { name: 'Alpha' }).click();
  await expect.element(composer).toHaveValue('draft of alpha');
});

test('a refused message stays in the composer, with the reason in words', async () => {
  const { bridge } = renderApp({ models: [buildModel()] });
  bridge.failNext('chat.send', 'model-file-missing', { name: 'Guide', path: '/models/guide.gguf' });
  await send('Hello');
  await expect
    .element(page.getByRole('alert'))
    .toMatchTextContent('The file of the model Guide is missing (/models/guide.gguf). Import the model again.');
  await expect.element(composer).toHaveValue('Hello');
});

describe('while a message is on its way', () => {
  const alphaAndBeta = {
    models: [buildModel()],
    conversations: [buildConversation({ id: 'a', title: 'Alpha' }), buildConversation({ id: 'b', title: 'Beta' })],
  };
  const refusal = ['adapter-unknown', { name: 'Runot' }] as const;

  test('what is written meanwhile stays, after the message that was refused', async () => {
    const { bridge } = renderApp(alphaAndBeta, '#/chat/a');
    const answer = bridge.holdNext('chat.send');
    await send('first');
    await composer.fill('second');
    bridge.failNext('chat.send', ...refusal);
    answer();
    await expect.element(composer).toHaveValue('first\nsecond');
    await expect.element(page.getByRole('alert')).toMatchTextContent('Runot');
  });

  test('a refused message and its reason wait in their own conversation, and another one can be used', async () => {
    const { bridge } = renderApp(alphaAndBeta, '#/chat/a');
    const answer = bridge.holdNext('chat.send');
    await send('for alpha');
    await page.getByRole('link', { name: 'Beta' }).click();
    await composer.fill('for beta');
    await expect.element(page.getByRole('button', { name: 'Send' })).toBeEnabled();
    bridge.failNext('chat.send', ...refusal);
    answer();
    await expect.poll(() => bridge.draftOf('a')).toBe('for alpha');
    await expect.element(composer).toHaveValue('for beta');
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();

    await page.getByRole('link', { name: 'Alpha' }).click();
    await expect.element(composer).toHaveValue('for alpha');
    await expect.element(page.getByRole('alert')).toMatchTextContent('Runot');
  });

  test('what is written while a new chat becomes a conversation goes along', async () => {
    const { bridge } = renderApp({ models: [buildModel()] });
    const made = bridge.holdNext('conversations.create');
    await send('Hello');
    await composer.fill('and another thing');
    made();
    await expect.element(messages.nth(1)).toHaveAttribute('aria-busy', 'false');
    await expect.element(composer).toHaveValue('and another thing');
    expect(location.hash).toMatch(/^#\/chat\/c-new/);
  });

  test('a new chat that was left before it was made does not call the user back', async () => {
    const { bridge } = renderApp(alphaAndBeta);
    const made = bridge.holdNext('conversations.create');
    await send('Hello');
    await page.getByRole('link', { name: 'Beta' }).click();
    made();
    await expect.element(page.getByRole('link', { name: 'Hello' })).toBeVisible();
    await expect.element(page.getByRole('link', { name: 'Beta' })).toHaveAttribute('aria-current', 'page');
    await expect.element(messages).not.toBeInTheDocument();
    await page.getByRole('link', { name: 'Hello' }).click();
    await expect.element(messages.nth(1)).toMatchTextContent('Kysyit: Hello');
  });

  test('a conversation that was left and come back to has the whole exchange', async () => {
    const { bridge } = renderApp(alphaAndBeta, '#/chat/a');
    const answer = bridge.holdNext('chat.send');
    await send('Hello');
    await page.getByRole('link', { name: 'Beta' }).click();
    await page.getByRole('link', { name: 'Alpha' }).click();
    answer();
    await expect.element(messages.nth(1)).toMatchTextContent('Kysyit: Hello');
    await expect.element(messages).toHaveLength(2);
  });

  test('an edited message that is refused after its conversation was left becomes its draft', async () => {
    const { bridge } = renderApp(
      { ...alphaAndBeta, messages: [buildMessage({ conversationId: 'a', text: 'First wording' })] },
      '#/chat/a',
    );
    await messages.nth(0).hover();
    await page.getByRole('button', { name: 'Edit message' }).click();
    await page.getByRole('textbox', { name: 'Edited message' }).fill('Second wording');
    const answer = bridge.holdNext('chat.send');
    await userEvent.keyboard('{Enter}');
    await page.getByRole('link', { name: 'Beta' }).click();
    bridge.failNext('chat.send', ...refusal);
    answer();
    await expect.poll(() => bridge.draftOf('a')).toBe('Second wording');
  });
});

test('without a model the composer of a conversation says why nothing can be sent', async () => {
  renderApp(
    {
      models: [],
      settings: { welcomeDone: true },
      conversations: [buildConversation()],
      messages: [buildMessage()],
    },
    '#/chat/c1',
  );
  await composer.fill('Hello');
  await expect.element(page.getByRole('button', { name: 'Send' })).toBeDisabled();
  await expect.element(page.getByText(/Import a model first, and then you can start a conversation\./)).toBeVisible();
});

test('an answer that failed keeps its text and shows its error in words', async () => {
  renderApp(
    {
      models: [buildModel()],
      conversations: [buildConversation()],
      messages: [
        buildMessage(),
        buildMessage({
          id: 'm2',
          parentId: 'm1',
          role: 'assistant',
          text: 'Half an ans',
          stopReason: 'failed',
          error: { code: 'engine-crashed', details: { reason: 'SIGKILL' }, message: '' },
        }),
      ],
    },
    '#/chat/c1',
  );
  await expect.element(messages.nth(1)).toMatchTextContent('Half an ans');
  await expect.element(messages.nth(1)).toMatchTextContent('The engine stopped in the middle of an answer (SIGKILL).');
  await expect.element(messages.nth(1)).not.toMatchTextContent('engine-crashed');
});

test('a message whose view fails is shown as plain text, and the others as always', async () => {
  // A code that this version has no sentence for, as a newer one may have written it.
  const error = { code: 'not-known-yet' as 'internal', details: {}, message: '' };
  renderApp(
    {
      isOfOtherVersion: true,
      models: [buildModel()],
      conversations: [buildConversation()],
      messages: [
        buildMessage(),
        buildMessage({ id: 'm2', parentId: 'm1', role: 'assistant', text: 'Half an ans', error }),
        buildMessage({ id: 'm3', parentId: 'm2', text: 'And then?' }),
      ],
    },
    '#/chat/c1',
  );
  await expect.element(messages.nth(0)).toMatchTextContent('Kuka olet?');
  await expect.element(messages.nth(1)).toMatchTextContent('This message could not be shown as usual.');
  await expect.element(messages.nth(1)).toMatchTextContent('Half an ans');
  await expect.element(messages.nth(2)).toMatchTextContent('And then?');
});

test('an answer of nothing but quote marks can be opened', async () => {
  const text = `${'>'.repeat(20_000)} end`;
  renderApp(
    {
      models: [buildModel()],
      conversations: [buildConversation()],
      messages: [buildMessage(), buildMessage({ id: 'm2', parentId: 'm1', role: 'assistant', text })],
    },
    '#/chat/c1',
  );
  // So high that its question is out of sight, and out of the page.
  await expect.element(messages.last()).toMatchTextContent('> end');
});

test('the details of an answer tell the model, the tokens and the times, and its sampling on demand', async () => {
  const generation = buildGenerationRecord({ seed: 77, generatedTokens: 100, generationMs: 4000 });
  renderApp(
    {
      models: [buildModel()],
      conversations: [buildConversation()],
      messages: [buildMessage(), buildMessage({ id: 'm2', parentId: 'm1', role: 'assistant', text: 'Hi', generation })],
    },
    '#/chat/c1',
  );
  await page.getByRole('button', { name: 'Details' }).click();
  const details = page.getByRole('dialog', { name: 'Message details' });
  const headings = details.getByRole('heading', { level: 4 });
  await expect.poll(() => headings.elements().map(({ textContent }) => textContent)).toEqual(['Answer', 'Times']);
  await expect.element(details.getByText('77', { exact: true })).not.toBeVisible();
  await details.getByText('Sampling', { exact: true }).click();
  await expect.element(details.getByText('77', { exact: true })).toBeVisible();
  await expect.element(details).toMatchTextContent(/Speed\s*25 tokens/);
  await expect.element(details).toMatchTextContent(/Tokens generated\s*100/);
});

test('a link in an answer is opened only after its target has been shown and agreed to', async () => {
  const open = vi.spyOn(window, 'open').mockReturnValue(null);
  renderApp({ models: [buildModel()], answer: () => 'See [the site](https://example.org/page).' });
  await send('Link, please');
  await page.getByRole('link', { name: 'the site' }).click();
  await expect.element(page.getByRole('alertdialog')).toMatchTextContent('https://example.org/page');
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(open).not.toHaveBeenCalled();
  await page.getByRole('link', { name: 'the site' }).click();
  await page.getByRole('button', { name: 'Open in browser' }).click();
  await expect.poll(() => open.mock.calls).toEqual([['https://example.org/page', '_blank', 'noopener,noreferrer']]);
});

test('the model and the tuning that are chosen for a new chat go with its first message', async () => {
  const { bridge } = renderApp({ models: [buildModel(), buildPoro('instruct')] });
  await page.getByRole('button', { name: 'Model: Sarven opas' }).click();
  await page.getByRole('menuitemradio', { name: /Poro 2 8B Instruct/ }).click();
  await page.getByRole('button', { name: 'Conversation settings' }).click();
  await page.getByRole('textbox', { name: 'System prompt' }).fill('Be brief.');
  await page.getByRole('textbox', { name: 'Temperature' }).fill('0,2');
  await page.getByRole('button', { name: 'Save' }).click();
  await send('Hello');
  await expect.element(messages.nth(1)).toHaveAttribute('aria-busy', 'false');
  const inputs = bridge.calls.filter(({ name }) => name.startsWith('conversations.')).map(({ input }) => input);
  expect(inputs).toContainEqual({ modelId: 'poro-2-8b-instruct', systemPrompt: 'Be brief.' });
  expect(inputs).toContainEqual(expect.objectContaining({ sampling: { temperature: 0.2 } }));
});

test('a lost connection is told, and what was missed is asked for when it is back', async () => {
  const { bridge, setConnected } = renderApp({ models: [buildModel()], conversations: [buildConversation()] });
  await expect.element(page.getByRole('link', { name: 'Kuka olet?' })).toBeVisible();
  setConnected(false);
  await expect.element(page.getByRole('alert')).toMatchTextContent('The connection to Sarvi is gone.');
  await composer.fill('Hello');
  await expect.element(page.getByRole('button', { name: 'Send' })).toBeDisabled();
  const before = bridge.calls.length;
  setConnected(true);
  await expect.element(page.getByRole('button', { name: 'Send' })).toBeEnabled();
  const asked = bridge.calls.slice(before).map(({ name }) => name);
  expect(asked).toEqual(expect.arrayContaining(['settings.get', 'models.list', 'conversations.list', 'engine.status']));
});

test('a quiet line tells where the memory of the model begins', async () => {
  const message = (id: string, parentId: string | null, role: 'user' | 'assistant', memoryBeginsAt: string | null) =>
    buildMessage({
      id,
      parentId,
      role,
      text: `text of ${id}`,
      generation: role === 'assistant' ? buildGenerationRecord({ memoryBeginsAt }) : null,
    });
  renderApp(
    {
      models: [buildModel()],
      conversations: [buildConversation()],
      messages: [
        message('q1', null, 'user', null),
        message('a1', 'q1', 'assistant', null),
        message('q2', 'a1', 'user', null),
        message('a2', 'q2', 'assistant', 'q2'),
      ],
    },
    '#/chat/c1',
  );
  const mark = page.getByText('The model remembers from here on');
  await expect.element(mark).toBeVisible();
  const next = mark.element().nextElementSibling;
  expect(next?.getAttribute('data-message-id')).toBe('q2');
});
