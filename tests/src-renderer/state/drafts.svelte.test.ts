import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { buildConversation, buildModel } from '../../builders/contract-values.ts';
import type { FakeBridge } from '../../builders/fake-bridge.ts';
import { renderApp } from '../../builders/render-app.ts';

const CORE = { models: [buildModel()], conversations: [buildConversation({ id: 'c1' })] };

const putsOf = (bridge: FakeBridge): unknown[] =>
  bridge.calls.filter(({ name }) => name === 'drafts.put').map(({ input }) => (input as { text: string }).text);

test('a draft that was not kept while the connection was gone is kept as soon as it is back', async () => {
  const { bridge, setConnected } = renderApp(CORE, '#/chat/c1');
  const field = page.getByRole('textbox', { name: 'Message' });
  await expect.element(field).toBeEnabled();
  setConnected(false);
  bridge.failNext('drafts.put', 'connection-lost');
  await field.fill('kesken jäänyt');
  await expect.poll(() => putsOf(bridge)).toEqual(['kesken jäänyt']);
  expect(bridge.draftOf('c1')).toBeUndefined();
  setConnected(true);
  await expect.poll(() => bridge.draftOf('c1'), { timeout: 2500 }).toBe('kesken jäänyt');
  expect(putsOf(bridge)).toHaveLength(2);
});

test('a draft that a full disk refused is tried again without another key', async () => {
  const { bridge } = renderApp(CORE, '#/chat/c1');
  const field = page.getByRole('textbox', { name: 'Message' });
  await expect.element(field).toBeEnabled();
  bridge.failNext('drafts.put', 'disk-full');
  await field.fill('levy täynnä');
  await expect.poll(() => putsOf(bridge)).toEqual(['levy täynnä']);
  await expect.poll(() => bridge.draftOf('c1'), { timeout: 20_000 }).toBe('levy täynnä');
});
