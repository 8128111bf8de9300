import { expect, test } from 'vitest';
import type { Message } from '#contract/messages';
import { ChatState } from '../../../src-renderer/state/chat.svelte.ts';
import { DraftsState } from '../../../src-renderer/state/drafts.svelte.ts';
import { GenerationsState } from '../../../src-renderer/state/generations.svelte.ts';
import { buildConversation, buildMessage } from '../../builders/contract-values.ts';
import { FakeBridge } from '../../builders/fake-bridge.ts';

/** A line of messages m1 to m<count>, each under the one before. */
function line(count: number): Message[] {
  return Array.from({ length: count }, (_, index) =>
    buildMessage({ id: `m${index + 1}`, parentId: index === 0 ? null : `m${index}`, text: `${index + 1}` }),
  );
}

function openChat(messages: readonly Message[]): { bridge: FakeBridge; chat: ChatState } {
  const bridge = new FakeBridge({ conversations: [buildConversation()], messages });
  return { bridge, chat: new ChatState(bridge, new GenerationsState(bridge), () => null) };
}

const ids = (chat: ChatState): string[] => chat.branch.map(({ id }) => id);

test('a long conversation opens with its end, and the rest comes in without a hole', async () => {
  const messages = line(500);
  const { bridge, chat } = openChat(messages);
  const earlier = bridge.holdNext('conversations.page');
  await chat.open('c1');
  expect([ids(chat)[0], ids(chat).at(-1), chat.earlierCount, chat.laterCount]).toEqual(['m441', 'm500', 440, 0]);
  earlier();
  await expect.poll(() => chat.earlierCount).toBe(0);
  expect(ids(chat)).toEqual(messages.map(({ id }) => id));
});

test('a message in the middle opens with what lies around it, and then what follows it comes first', async () => {
  const messages = line(500);
  const { bridge, chat } = openChat(messages);
  const later = bridge.holdNext('conversations.page');
  await chat.open('c1', 'm250');
  expect([ids(chat)[0], ids(chat).at(-1), chat.earlierCount, chat.laterCount]).toEqual(['m220', 'm279', 219, 221]);
  later();
  await expect.poll(() => [chat.earlierCount, chat.laterCount]).toEqual([0, 0]);
  expect(ids(chat)).toEqual(messages.map(({ id }) => id));
  const sides = bridge.calls
    .filter(({ name }) => name === 'conversations.page')
    .map(({ input }) => (input as { from: { side: string } }).from.side);
  expect(sides).toEqual(['after', 'after', 'before']);
});

test('the rest of a very long conversation comes once the page is idle, in a few steps', async () => {
  const { bridge, chat } = openChat(line(2000));
  const steps = () => bridge.calls.filter(({ name }) => name === 'conversations.page').length;
  await chat.open('c1');
  expect(steps()).toBe(0);
  await expect.poll(() => chat.earlierCount).toBe(0);
  expect(steps()).toBeLessThanOrEqual(5);
  expect(chat.branch).toHaveLength(2000);
});

test('a hit on another branch shows that branch and leaves the open one as it was', async () => {
  const messages = [...line(3), buildMessage({ id: 'other', parentId: 'm1' })];
  const { bridge, chat } = openChat(messages);
  await chat.open('c1', 'm2');
  expect(ids(chat)).toEqual(['m1', 'm2', 'm3']);
  await chat.open(null);
  await chat.open('c1');
  expect(ids(chat)).toEqual(['m1', 'other']);
  expect(bridge.calls.some(({ name }) => name === 'conversations.selectBranch')).toBe(false);
});

test('a message that is sent while the end is not loaded yet comes after the end', async () => {
  const { bridge, chat } = openChat(line(500));
  const later = bridge.holdNext('conversations.page');
  await chat.open('c1', 'm100');
  bridge.failNext('chat.send', 'no-model');
  await chat.send('Next', () => Promise.resolve());
  expect(bridge.calls.at(-1)).toMatchObject({ name: 'chat.send', input: { parentId: 'm500' } });
  later();
});

test('an answer whose question is not loaded yet is regenerated, and all before it comes in', async () => {
  const messages = [...line(8), buildMessage({ id: 'm9', parentId: 'm8', role: 'assistant' })];
  const { bridge, chat } = openChat(messages);
  // As of a long last message: it comes alone.
  bridge.mostMessages = 1;
  const held = bridge.holdNext('conversations.page');
  await chat.open('c1');
  expect([ids(chat), chat.earlierCount]).toEqual([['m9'], 8]);
  const [last] = chat.branch;
  if (!last) expect.unreachable();
  await chat.regenerate(last);
  held();
  await expect.poll(() => chat.earlierCount).toBe(0);
  const [added] = ids(chat).slice(-1);
  expect(ids(chat)).toEqual([...messages.slice(0, -1).map(({ id }) => id), added]);
  expect(added).not.toBe('m9');
});

test('a draft goes to the history when typing pauses, and one from another window is taken over', async () => {
  const bridge = new FakeBridge({ conversations: [buildConversation()] });
  const drafts = new DraftsState(bridge);
  const other = new DraftsState(bridge);
  drafts.set('c1', 'Kirjoi');
  drafts.set('c1', 'Kirjoitettu');
  await expect.poll(() => bridge.draftOf('c1')).toBe('Kirjoitettu');
  expect(bridge.calls.filter(({ name }) => name === 'drafts.put')).toHaveLength(1);
  expect(other.get('c1')).toBe('Kirjoitettu');

  // What comes from elsewhere does not disturb what is being typed here.
  drafts.set('c1', 'Kirjoitettu ja jatkettu');
  bridge.emit('draft.changed', { conversationId: 'c1', text: 'muualta', from: 'elsewhere' });
  expect(drafts.get('c1')).toBe('Kirjoitettu ja jatkettu');
  expect(other.get('c1')).toBe('muualta');

  // Nor what has been typed and kept; only once it is sent or cleared does another window's text come in its place.
  await expect.poll(() => bridge.draftOf('c1')).toBe('Kirjoitettu ja jatkettu');
  bridge.emit('draft.changed', { conversationId: 'c1', text: 'muualta taas', from: 'elsewhere' });
  expect(drafts.get('c1')).toBe('Kirjoitettu ja jatkettu');
  drafts.set('c1', '');
  bridge.emit('draft.changed', { conversationId: 'c1', text: 'muualta taas', from: 'elsewhere' });
  expect(drafts.get('c1')).toBe('muualta taas');
});

test('drafts are there again at the next start, those of an earlier version too', async () => {
  const bridge = new FakeBridge({ conversations: [buildConversation()] });
  await bridge.call('drafts.put', { conversationId: null, text: 'Uusi' });
  localStorage.setItem('sarvi.draft.c1', 'Vanha');
  const drafts = new DraftsState(bridge);
  expect(await drafts.load()).toBe(null);
  expect([drafts.get(null), drafts.get('c1')]).toEqual(['Uusi', 'Vanha']);
  expect(localStorage.getItem('sarvi.draft.c1')).toBe(null);
  await expect.poll(() => bridge.draftOf('c1')).toBe('Vanha');
});
