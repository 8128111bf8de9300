import { expect, test } from 'vitest';
import type { SearchHit, SearchGroup } from '#contract/search-calls';
import { conversationOf, openHistory } from '../../../builders/history.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test('a search tells conversation, message, score and marked snippet, and its options filter', async () => {
  const data = await temporaryFolder();
  const history = await openHistory(data);
  const [question, answer] = await conversationOf(history, 'Missä kaduilla liikkuu ihmisiä?', 'Pääkadulla.');
  await conversationOf(history, 'Toinen katu');
  const folder = await history.ask('folders.create', { name: 'Työ' });
  const conversationId = question?.conversationId ?? '';
  await history.ask('updateConversation', { conversationId, folderId: folder.id, pinned: true });
  await history.close();
  const run = async (...words: string[]) => {
    const { status, lines } = await runSarvi(['search', 'katu ', ...words, '--json', '--data-dir', data]);
    return {
      status,
      result: lines.at(-1) as unknown as { hits: SearchHit[]; groups: SearchGroup[]; complete: boolean },
    };
  };
  const ids = async (...words: string[]) => (await run(...words)).result.hits.map(({ messageId }) => messageId);

  const { status, result } = await run();
  expect(status).toBe(0);
  expect(result.complete).toBe(true);
  expect(result.hits.find(({ messageId }) => messageId === answer?.id)).toEqual({
    conversationId,
    conversationTitle: 'Missä kaduilla liikkuu ihmisiä?',
    messageId: answer?.id,
    role: 'assistant',
    snippet: [
      { text: 'Pääkadulla', marked: true },
      { text: '.', marked: false },
    ],
    score: expect.any(Number) as number,
    createdAt: answer?.createdAt,
  });
  expect(result.groups).toMatchObject([
    { conversationTitle: 'Toinen katu', furtherHits: 1 },
    { conversationId, furtherHits: 2 },
  ]);
  expect(await ids('--role', 'assistant')).toEqual([answer?.id]);
  expect(await ids('--folder', 'työ', '--role', 'user')).toEqual([question?.id]);
  expect(await ids('--pinned', '--conversation', conversationId, '--until', '2025-12-31')).toEqual([]);
  expect(await ids('--archived')).toEqual([]);

  for (const wrong of [
    ['--from', '2026-02-30'],
    ['--role', 'nobody'],
    ['--archived', '--not-archived'],
    ['--limit', '0'],
  ]) {
    expect((await run(...wrong)).status).toBe(2);
  }
  expect(await run('--tag', 'nothing')).toMatchObject({ status: 1, result: { code: 'tag-unknown' } });
});
