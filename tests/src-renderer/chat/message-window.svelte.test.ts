/** A conversation of 2,000 messages: how much of it is in the page, and whether what is read stays in its place. */
import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { estimateHeight } from '../../../src-renderer/chat/estimate-height.ts';
import { buildConversation, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const COUNT = 2000;
/** What the app takes without a conversation is below 500, and a message below 40. */
const MOST_NODES = 1800;
/** What the messages near the view may differ from their estimates; a page of the conversation is higher. */
const MEASURED_PX = 10_000;

beforeEach(async () => {
  await page.viewport(1000, 700);
});

const scroller = () => page.getByRole('region', { name: 'Messages' }).element();
const distanceFromEnd = () => scroller().scrollHeight - scroller().clientHeight - scroller().scrollTop;
const rowOf = (id: string) => document.querySelector(`[data-message-id="${id}"]`);
const nodeCount = () => document.querySelectorAll('*').length;
const frames = async (count: number) => {
  for (let frame = 0; frame < count; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
};

/** The rest of a conversation comes once it is open; only then has the list its height, but for what was measured. */
async function allIsLoaded(): Promise<void> {
  const estimatedPx = veryLongConversation().messages.reduce(
    (sum, message) => sum + estimateHeight({ ...message, siblingIds: [] }),
    0,
  );
  await expect.poll(() => scroller().scrollHeight).toBeGreaterThan(estimatedPx - MEASURED_PX);
}

/** Of the first message that is in view, and how far it is from the top of the view. */
function firstInView(): { id: string; top: number } {
  const view = scroller().getBoundingClientRect();
  for (const element of document.querySelectorAll('[data-message-id]')) {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom > view.top + 20) return { id: element.getAttribute('data-message-id') ?? '', top: top - view.top };
  }
  throw new Error('no message is in view');
}

function veryLongConversation() {
  return {
    models: [buildModel()],
    conversations: [buildConversation()],
    messages: Array.from({ length: COUNT }, (_, index) =>
      buildMessage({
        id: `m${index}`,
        parentId: index === 0 ? null : `m${index - 1}`,
        role: index % 2 === 0 ? 'user' : 'assistant',
        // Heights that no estimate foresees.
        text: `Message number ${index}.\n\n${'- an item\n'.repeat((index * 7) % 13)}${'Some words to fill a line. '.repeat((index * 5) % 31)}`,
      }),
    ),
  };
}

test('only what is near the view is in the page, at the end and wherever the reader goes', async () => {
  renderApp(veryLongConversation(), '#/chat/c1');
  await expect.element(page.getByText(/Message number 1999\./)).toBeInViewport();
  await allIsLoaded();
  await expect.poll(distanceFromEnd).toBeLessThan(2);
  expect(nodeCount()).toBeLessThan(MOST_NODES);
  for (const share of [0.8, 0.31, 0.05, 0]) {
    scroller().scrollTop = scroller().scrollHeight * share;
    await frames(4);
    expect(nodeCount()).toBeLessThan(MOST_NODES);
    expect(firstInView().top).toBeLessThan(scroller().clientHeight);
  }
  expect(rowOf('m0')).not.toBeNull();
  expect(rowOf('m1999')).toBeNull();
});

test('what is read stays in its place while unseen messages are measured on the way up', async () => {
  renderApp(veryLongConversation(), '#/chat/c1');
  await expect.element(page.getByText(/Message number 1999\./)).toBeInViewport();
  await allIsLoaded();
  for (let step = 0; step < 60; step += 1) {
    scroller().scrollTop -= 237;
    const before = firstInView();
    await frames(2);
    const element = rowOf(before.id);
    const top = (element?.getBoundingClientRect().top ?? NaN) - scroller().getBoundingClientRect().top;
    expect(Math.abs(top - before.top), `${before.id} in step ${step}`).toBeLessThanOrEqual(0.5);
  }
});

test('a reader elsewhere is not moved by an answer that grows, and the button leads to its end', async () => {
  const words = 'more words that wrap and wrap again '.repeat(120);
  const { bridge } = renderApp({ ...veryLongConversation(), answer: () => words, stepMs: 2 }, '#/chat/c1/m700');
  await expect.element(page.getByText(/Message number 700\./)).toBeInViewport();
  await allIsLoaded();
  await frames(3);
  const before = firstInView();
  await bridge.call('chat.send', { conversationId: 'c1', parentId: 'm1999', text: 'From another window' });
  await frames(30);
  const after = firstInView();
  expect(after.id).toBe(before.id);
  // A browser scrolls by whole pixels.
  expect(Math.abs(after.top - before.top)).toBeLessThanOrEqual(0.5);
  await page.getByRole('button', { name: 'To the end' }).click();
  await expect.element(page.getByText('From another window')).toBeInTheDocument();
  await expect.poll(distanceFromEnd).toBeLessThan(2);
});

test('a message that is far away is brought to the middle of the view and marked for a moment', async () => {
  renderApp(veryLongConversation(), '#/chat/c1/m1234');
  const target = page.getByText(/Message number 1234\./);
  await expect.element(target).toBeInViewport();
  await expect.element(page.getByTestId('message').filter({ has: target })).toHaveClass(/pointed/);
  await expect.poll(() => rowOf('m1234')?.getAttribute('aria-posinset')).toBe('1235');
  await expect
    .poll(() => {
      const { top, height } = rowOf('m1234')!.getBoundingClientRect();
      const view = scroller().getBoundingClientRect();
      return Math.abs(top + height / 2 - (view.top + view.height / 2));
    })
    .toBeLessThan(40);
  await expect.poll(() => rowOf('m1234')?.className, { timeout: 20_000 }).not.toContain('pointed');
});

test('a message that is being edited keeps what was typed, wherever the reader goes meanwhile', async () => {
  renderApp(veryLongConversation(), '#/chat/c1');
  await expect.element(page.getByText(/Message number 1999\./)).toBeInViewport();
  await allIsLoaded();
  await page.getByText(/Message number 1998\./).hover();
  await page.getByRole('button', { name: 'Edit message' }).last().click();
  await page.getByRole('textbox', { name: 'Edited message' }).fill('Half a thought');
  await page.getByRole('textbox', { name: 'Message', exact: true }).click();
  scroller().scrollTop = 0;
  await frames(4);
  expect(rowOf('m1990')).toBeNull();
  await expect.element(page.getByRole('textbox', { name: 'Edited message' })).toHaveValue('Half a thought');
});

test('a message with the focus stays in the page', async () => {
  renderApp(veryLongConversation(), '#/chat/c1');
  await expect.element(page.getByText(/Message number 1999\./)).toBeInViewport();
  await allIsLoaded();
  const button = rowOf('m1999')?.querySelector('button');
  button?.focus();
  await userEvent.keyboard('{Shift}');
  scroller().scrollTop = 0;
  await frames(4);
  expect(document.activeElement).toBe(button);
});
