import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { forgetDeleted } from '../../../../../src-main/core/engine/states/kept-states.ts';
import { conversationOf, openHistory } from '../../../../builders/history.ts';
import { keepBytes, openStore } from '../../../../builders/states.ts';

const TOKENS = Uint32Array.from({ length: 200 }, (_, index) => index);

test('what is kept for a conversation that was deleted while the app was ending goes at the next start', async () => {
  const history = await openHistory();
  const opened = await openStore();
  const ids: string[] = [];
  for (let count = 0; count < 2; count += 1) {
    const [message] = await conversationOf(history, 'Hei');
    ids.push(message?.conversationId ?? '');
    await keepBytes(opened, Buffer.alloc(10), { tokens: TOKENS, owner: ids.at(-1) ?? '' });
  }
  await keepBytes(opened, Buffer.alloc(10), { tokens: TOKENS, owner: 'never-was' });
  await history.ask('conversations.remove', { conversationId: ids[0] ?? '' });
  const { store } = opened.reopen();
  await forgetDeleted(store, (conversationId) => history.ask('conversation', { conversationId }));
  expect([...(await store.owners())]).toEqual([ids[1]]);
});

test('a history that cannot be asked takes nothing away', async () => {
  const opened = await openStore();
  await keepBytes(opened, Buffer.alloc(10), { tokens: TOKENS, owner: 'a' });
  const silent = (): Promise<never> => Promise.reject(new SarviError('history-unavailable', { reason: 'it ended' }));
  await forgetDeleted(opened.store, silent);
  expect([...(await opened.store.owners())]).toEqual(['a']);
});
