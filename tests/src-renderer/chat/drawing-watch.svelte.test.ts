import { expect, onTestFinished, test } from 'vitest';
import { page } from 'vitest/browser';
import { buildConversation, buildMessage, buildModel } from '../../builders/contract-values.ts';
import type { FakeCore } from '../../builders/fake-bridge.ts';
import { renderApp } from '../../builders/render-app.ts';

const KEY = 'sarvi.drawing';
const CORE: FakeCore = {
  models: [buildModel()],
  conversations: [buildConversation({ id: 'c1' }), buildConversation({ id: 'c2' })],
  messages: [
    buildMessage({ id: 'm1', conversationId: 'c1', text: 'Raskas viesti' }),
    buildMessage({ id: 'm2', conversationId: 'c2', text: 'Kevyt viesti' }),
  ],
};

/** What a page leaves behind that ended while it drew. */
function leaveCount(conversationId: string, times: number): void {
  sessionStorage.setItem(KEY, JSON.stringify({ conversationId, times }));
  onTestFinished(() => sessionStorage.removeItem(KEY));
}

test('a conversation that has ended its page twice is not opened by itself, but when it is asked for', async () => {
  leaveCount('c1', 2);
  const { bridge } = renderApp(CORE, '#/chat/c1');
  await expect.element(page.getByText(/The page crashed twice/)).toBeVisible();
  await expect.element(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  expect(location.hash).toBe('#/');
  expect(bridge.calls.filter(({ name }) => name === 'conversations.open')).toEqual([]);
  await page.getByRole('button', { name: 'Open it anyway' }).click();
  await expect.poll(() => sessionStorage.getItem(KEY)).toBe('{"conversationId":"c1","times":3}');
  await expect.element(page.getByText('Raskas viesti')).toBeVisible();
  await expect.element(page.getByText(/The page crashed twice/)).not.toBeInTheDocument();
  await expect.poll(() => sessionStorage.getItem(KEY)).toBeNull();
});

test('each is counted before it is drawn, and a page that ends in order takes the count away', async () => {
  leaveCount('c1', 1);
  const { bridge } = renderApp(CORE, '#/chat/c1');
  const release = bridge.holdNext('conversations.open');
  await expect.element(page.getByText('Opening the conversation…')).toBeVisible();
  expect(sessionStorage.getItem(KEY)).toBe('{"conversationId":"c1","times":2}');
  dispatchEvent(new PageTransitionEvent('pagehide'));
  expect(sessionStorage.getItem(KEY)).toBeNull();
  release();
  await expect.element(page.getByText('Raskas viesti')).toBeVisible();
});

test.each([
  ['another conversation', '{"conversationId":"c1","times":9}'],
  ['no JSON', '{"conversationId":"c2"'],
  ['no count', '{"conversationId":"c2","times":"often"}'],
  ['a bare value', '7'],
])('what is kept of %s keeps none from being opened', async (_, kept) => {
  leaveCount('c1', 1);
  sessionStorage.setItem(KEY, kept);
  renderApp(CORE, '#/chat/c2');
  await expect.element(page.getByText('Kevyt viesti')).toBeVisible();
});
