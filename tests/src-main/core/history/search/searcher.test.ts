import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { History } from '../../../../../src-main/core/history/history.ts';
import { historyPaths } from '../../../../../src-main/core/history/history-paths.ts';
import { conversationOf, openHistory } from '../../../../builders/history.ts';
import { historyPorts } from '../../../../builders/history-ports.ts';
import { openSqlite } from '../../../../builders/sqlite.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

const count = async (searching: ReturnType<History['search']>): Promise<number> => (await searching).hits.length;

test('a search sees what was kept before it, each time anew', async () => {
  const history = await openHistory();
  for (let number = 1; number <= 3; number += 1) {
    await conversationOf(history, `kissa ${number}`);
    // The title is the same text.
    expect(await count(history.search({ query: 'kissa', limit: 50 }))).toBe(2 * number);
  }
});

test('of two searches of one series the older is given up at once, and those of others go on', async () => {
  const history = await openHistory();
  await conversationOf(history, 'kissa ja koira');
  const typed = ['k', 'ki', 'kis', 'kiss'].map((query) => history.search({ query, limit: 5, series: 'sidebar' }));
  const other = history.search({ query: 'koira', limit: 5, series: 'other' });
  const without = history.search({ query: 'koira', limit: 5 });
  const last = history.search({ query: 'kissa', limit: 5, series: 'sidebar' });
  const settled = await Promise.allSettled(typed);
  expect(settled).toMatchObject(typed.map(() => ({ status: 'rejected', reason: { code: 'cancelled' } })));
  expect(await Promise.all([last, other, without].map(count))).toEqual([2, 2, 2]);
});

test('no other request waits for a search', async () => {
  const history = await openHistory();
  const [message] = await conversationOf(history, 'kissa');
  await history.search({ query: 'kissa', limit: 5 });
  const order: string[] = [];
  const searches = Array.from({ length: 200 }, () => history.search({ query: 'kissa koira hevonen', limit: 500 }));
  const searched = Promise.all(searches).then(() => order.push('searches'));
  await history.ask('message', { messageId: message?.id ?? '' }).then(() => order.push('message'));
  await searched;
  expect(order).toEqual(['message', 'searches']);
});

test('when its thread dies, the thread that owns the database answers, and the next search has a new one', async () => {
  const ports = historyPorts(await temporaryFolder(), Date.now);
  const mortal = fileURLToPath(new URL('../../../../builders/mortal-history-worker.ts', import.meta.url));
  const history = await History.open({ ...ports, entries: { ...ports.entries, history: mortal } });
  onTestFinished(() => history.close());
  await conversationOf(history, 'end this thread');
  expect(await count(history.search({ query: 'end this thread', limit: 5 }))).toBe(2);
  expect(await count(history.search({ query: 'this', limit: 5 }))).toBe(2);
});

test('its connection is closed while the files are worked on, and open again afterwards', async () => {
  const folder = await temporaryFolder();
  const history = await openHistory(folder);
  await conversationOf(history, 'kissa');
  expect(await count(history.search({ query: 'kissa', limit: 5 }))).toBe(2);
  await history.whileClosed(async () => {
    const alone = openSqlite(historyPaths(`${folder}/history`).database);
    // Nobody gets this lock beside another connection.
    expect(alone.pragma('journal_mode = DELETE', { simple: true })).toBe('delete');
    alone.close();
    return Promise.resolve();
  });
  expect(await count(history.search({ query: 'kissa', limit: 5 }))).toBe(2);
});

test('a closed history answers no search', async () => {
  const history = await openHistory();
  await history.search({ query: 'kissa', limit: 5 });
  await history.close();
  await expect(history.search({ query: 'kissa', limit: 5 })).rejects.toMatchObject({ code: 'history-unavailable' });
});
