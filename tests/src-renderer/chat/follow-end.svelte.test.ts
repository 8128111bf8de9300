import { beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { buildConversation, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

beforeEach(async () => {
  await page.viewport(1000, 600);
});

const scroller = () => page.getByRole('region', { name: 'Messages' }).element();
const distanceFromEnd = () => scroller().scrollHeight - scroller().clientHeight - scroller().scrollTop;

function longConversation() {
  return {
    models: [buildModel()],
    conversations: [buildConversation()],
    messages: Array.from({ length: 30 }, (_, index) =>
      buildMessage({
        id: `m${index}`,
        parentId: index === 0 ? null : `m${index - 1}`,
        role: index % 2 === 0 ? 'user' : 'assistant',
        text: `Message number ${index}.\n\n${'Some words to fill a line or two. '.repeat(12)}`,
      }),
    ),
  };
}

test('a conversation opens at its end', async () => {
  renderApp(longConversation(), '#/chat/c1');
  await expect.element(page.getByText(/Message number 29\./)).toBeInViewport();
  await expect.poll(distanceFromEnd).toBeLessThan(2);
});

test('growth follows a reader at the end, and never moves one who went up', async () => {
  const words = 'more words that wrap and wrap again '.repeat(600);
  const { bridge } = renderApp({ ...longConversation(), answer: () => words, stepMs: 2 }, '#/chat/c1');
  await expect.element(page.getByText(/Message number 29\./)).toBeInViewport();
  await bridge.call('chat.send', { conversationId: 'c1', parentId: 'm29', text: 'From another window' });
  await expect.element(page.getByText('From another window')).toBeInViewport();
  const height = scroller().scrollHeight;
  await expect.poll(() => scroller().scrollHeight).toBeGreaterThan(height + 100);
  await expect.poll(distanceFromEnd).toBeLessThan(2);

  scroller().scrollTop -= 500;
  await expect.element(page.getByRole('button', { name: 'To the end' })).toBeVisible();
  const held = scroller().scrollTop;
  const grown = scroller().scrollHeight;
  await expect.poll(() => scroller().scrollHeight).toBeGreaterThan(grown + 100);
  expect(scroller().scrollTop).toBe(held);

  await page.getByRole('button', { name: 'To the end' }).click();
  await expect.poll(distanceFromEnd).toBeLessThan(2);
});

test('a search hit is scrolled to and marked', async () => {
  renderApp(longConversation(), '#/chat/c1/m4');
  await expect.element(page.getByText(/Message number 4\./)).toBeInViewport();
  await expect.element(page.getByTestId('message').nth(4)).toHaveClass(/pointed/);
});
