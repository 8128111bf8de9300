import { expect, test } from 'vitest';
import type { HistoryChange } from '../../../../src-main/core/history/protocol.ts';
import { conversationOf, openHistory } from '../../../builders/history.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test('what another one adds and puts into the trash is told with its conversation', async () => {
  const folder = await temporaryFolder();
  const [looking, writing] = [await openHistory(folder), await openHistory(folder)];
  const heard: HistoryChange[] = [];
  looking.onChange((change) => heard.push(change));
  const told = () =>
    heard.flatMap(({ name, payload }) =>
      name === 'conversation.changed' && payload.kind === 'outside'
        ? payload.conversations.map(({ id, deletedAt }) => [id, deletedAt !== null])
        : [],
    );
  const [{ conversationId } = expect.unreachable()] = await conversationOf(writing, 'Kuka olet?');
  await expect.poll(told).toContainEqual([conversationId, false]);
  await writing.ask('conversations.remove', { conversationId });
  await expect.poll(told).toContainEqual([conversationId, true]);
});
