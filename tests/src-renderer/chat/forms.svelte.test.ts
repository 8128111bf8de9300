import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { buildConversation, buildGenerationRecord, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

function render(text = '[{"name": "lynx", "legs": 4}]') {
  const sampling = { grammar: { kind: 'json-schema' as const, text: '{"type":"array"}' } };
  return renderApp(
    {
      models: [buildModel()],
      conversations: [buildConversation({ id: 'c1' })],
      messages: [
        buildMessage({ id: 'q', conversationId: 'c1', role: 'user', text: 'Animals?' }),
        buildMessage({
          ...{ id: 'a', conversationId: 'c1', parentId: 'q', role: 'assistant', text },
          generation: buildGenerationRecord({ sampling }),
        }),
      ],
      more: (handlers) => ({
        ...handlers,
        'grammars.check': ({ grammar }) => {
          if (!grammar.text.includes('root')) {
            throw new SarviError('grammar-invalid', { reason: because('grammar-without-root') });
          }
          return null;
        },
      }),
    },
    '#/chat/c1',
  );
}

test('the form of answers is chosen, checked while it is typed, and kept only when it can be followed', async () => {
  const { bridge } = render();
  await page.getByRole('button', { name: 'Conversation settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Conversation settings' });
  await dialog.getByRole('combobox', { name: /^Form of answers/ }).click();
  await page.getByRole('option', { name: 'Grammar (GBNF)' }).click();
  await expect.element(dialog.getByText('This form can be followed.')).toBeVisible();
  const text = dialog.getByRole('textbox', { name: 'Grammar' });
  await text.fill('rot ::= "a"');
  await expect.element(dialog.getByText(/there is no rule “root”/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.element(dialog).toBeVisible();
  await text.fill('root ::= "a"');
  await expect.element(dialog.getByText('This form can be followed.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  expect(bridge.calls.findLast(({ name }) => name === 'conversations.update')?.input).toMatchObject({
    sampling: { grammar: { kind: 'gbnf', text: 'root ::= "a"' } },
  });
});

test('an answer that is JSON is shown as a table and as a tree', async () => {
  render();
  const answer = page.getByTestId('message').nth(1);
  await expect.element(answer.getByRole('columnheader', { name: 'legs' })).toBeVisible();
  await expect.element(answer.getByRole('cell', { name: 'lynx' })).toBeVisible();
  await answer.getByRole('radio', { name: 'Tree' }).click();
  await expect.element(answer.getByText('2 items')).toBeVisible();
  await answer.getByRole('radio', { name: 'Text' }).click();
  await expect.element(answer.getByText(/"legs": 4/)).toBeVisible();
});

test('an answer that was cut off in the middle of its form is shown as it is', async () => {
  render('[{"name": "ly');
  await expect.element(page.getByTestId('message').nth(1)).toMatchTextContent('[{"name": "ly');
});

test('the search within a conversation counts what is shown of an answer in its present form', async () => {
  render('[{"name": "lynx", "legs": 4}, {"name": "lynx", "legs": 3}]');
  const answer = page.getByTestId('message').nth(1);
  await expect.element(answer.getByRole('columnheader', { name: 'legs' })).toBeVisible();
  await userEvent.keyboard('{Control>}f{/Control}');
  const search = page.getByRole('search', { name: 'Find in the conversation' });
  await page.getByRole('textbox', { name: 'Find in the conversation' }).fill('legs');
  await expect.element(search).toMatchTextContent('1 / 1');
  await answer.getByRole('radio', { name: 'Text' }).click();
  await expect.element(search).toMatchTextContent('1 / 2');
});
