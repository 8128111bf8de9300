import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildConversation, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const COUNT = 100_000;
const HOUR_MS = 3_600_000;
/** Rows of a view of 800 pixels and those drawn beyond it. */
const MOST_ROWS = 60;
const list = page.getByTestId('conversation-list');

function render(count: number) {
  const now = Date.now();
  const conversations = Array.from({ length: count }, (_, index) =>
    buildConversation({ id: `c${index}`, title: `Conversation ${index}`, updatedAt: now - index * HOUR_MS }),
  );
  return renderApp({ models: [buildModel()], conversations });
}

async function focusFirst(): Promise<void> {
  const first = page.getByRole('link', { name: 'Conversation 0', exact: true });
  await expect.element(first).toBeVisible();
  (first.element() as HTMLElement).focus();
}

const drawnRows = () => list.element().querySelectorAll('li').length;

test('of a hundred thousand conversations only those near the view are in the page, and End reaches the last', async () => {
  render(COUNT);
  await focusFirst();
  expect(drawnRows()).toBeLessThan(MOST_ROWS);

  await userEvent.keyboard('{End}');
  const last = page.getByRole('link', { name: `Conversation ${COUNT - 1}`, exact: true });
  await expect.element(last, { timeout: 30_000 }).toHaveFocus();
  await expect.element(last).toBeInViewport();
  expect(drawnRows()).toBeLessThan(MOST_ROWS);

  await userEvent.keyboard('{PageUp}{ArrowUp}{Home}');
  const first = page.getByRole('link', { name: 'Conversation 0', exact: true });
  await expect.element(first).toHaveFocus();
  await expect.element(first).toBeInViewport();
  expect(drawnRows()).toBeLessThan(MOST_ROWS);
});

test('scrolling on reads page after page, and the row with the focus stays in the page', async () => {
  const { bridge } = render(1000);
  await focusFirst();
  const readPages = () => bridge.calls.filter(({ name }) => name === 'conversations.list').length;
  const atFirst = readPages();
  const scroller = list.element();
  const last = page.getByRole('link', { name: 'Conversation 999', exact: true });
  await expect
    .poll(() => {
      scroller.scrollTop = scroller.scrollHeight;
      return last.elements().length;
    })
    .toBe(1);
  await expect.element(last).toBeVisible();
  expect(readPages() - atFirst).toBe(4);
  await expect.element(page.getByRole('link', { name: 'Conversation 0', exact: true })).toHaveFocus();
  expect(drawnRows()).toBeLessThan(MOST_ROWS);
});

test('a new message brings its conversation to the top without the others being read again', async () => {
  const { bridge } = render(500);
  await expect.element(page.getByRole('link', { name: 'Conversation 0', exact: true })).toBeVisible();
  const before = bridge.calls.length;
  const conversation = buildConversation({ id: 'c400', title: 'Woken', updatedAt: Date.now() + 1 });
  bridge.emit('conversation.changed', { kind: 'changed', conversation });
  await expect.element(list.getByRole('link').nth(0)).toMatchTextContent('Woken');
  expect(bridge.calls.slice(before).map(({ name }) => name)).toEqual([]);
});
