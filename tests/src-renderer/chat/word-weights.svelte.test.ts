import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildConversation, buildGenerationRecord, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const choice = (token: number, text: string, probability: number, other: string) => ({
  ...{ token, text, probability },
  alternatives: [
    { token, text, probability },
    { token: token + 100, text: other, probability: 0.25 },
    { token: token + 200, text: '<|eot_id|>', probability: 0.01 },
  ],
});
const choices = [choice(1, 'Lynx', 0.9, 'A'), choice(2, ' purrs', 0.4, ' growls'), choice(3, '.', 0.99, '!')];

function render(generation = buildGenerationRecord({ choices })) {
  return renderApp(
    {
      models: [buildModel()],
      conversations: [buildConversation({ id: 'c1' })],
      messages: [
        buildMessage({ id: 'q', conversationId: 'c1', role: 'user', text: 'Sound?' }),
        buildMessage({
          ...{ id: 'a', conversationId: 'c1', parentId: 'q', role: 'assistant', text: 'Lynx purrs.', generation },
          stopReason: 'end-of-generation',
        }),
      ],
      answer: () => ' loudly',
    },
    '#/chat/c1',
  );
}

const open = () => page.getByRole('button', { name: 'How sure of each word' });

test('each piece says how sure the model was, by keyboard too, and another one is taken and continued', async () => {
  const { bridge } = render();
  await open().click();
  const first = page.getByRole('button', { name: 'Lynx: 90%. Else: A 25%, <|eot_id|> 1%' });
  await first.click();
  await expect.element(page.getByRole('dialog', { name: 'What else it might have said' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(first).toHaveFocus();
  await userEvent.keyboard('{ArrowRight}{Enter}');
  const others = page.getByRole('dialog', { name: 'What else it might have said' });
  await expect.element(others.getByRole('button', { name: /eot_id/ })).toBeDisabled();
  await others.getByRole('button', { name: 'Continue with “ growls”, 25%' }).click();
  await expect.element(page.getByTestId('message').nth(1)).toMatchTextContent('Lynx growls loudly');
  expect(bridge.calls.filter(({ name }) => /^chat\.(edit|cont)/.test(name)).map(({ input }) => input)).toEqual([
    expect.objectContaining({ messageId: 'a', text: 'Lynx growls' }),
    expect.objectContaining({ conversationId: 'c1' }),
  ]);
  expect(bridge.calls.some(({ name }) => name === 'scoring.start')).toBe(false);
});

test('without probabilities in the record the model reads its answer, and the colour is as one likes', async () => {
  const { bridge } = render(buildGenerationRecord());
  await open().click();
  await expect.element(page.getByTestId('word-weights').getByRole('button').first()).toBeVisible();
  expect(bridge.calls.find(({ name }) => name === 'scoring.start')?.input).toMatchObject({
    source: { kind: 'message', conversationId: 'c1', messageId: 'a' },
  });
  await page.getByRole('checkbox', { name: 'Colour what it was not sure of' }).click();
  await page.getByRole('button', { name: 'Back to the answer' }).click();
  await expect.element(page.getByTestId('word-weights')).not.toBeInTheDocument();
});

test('a model that is gone is told in words', async () => {
  const { bridge } = render(buildGenerationRecord());
  bridge.failNext('scoring.start', 'model-unknown', { model: 'x' });
  await open().click();
  await expect.element(page.getByRole('alert')).toBeVisible();
});
