import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createConversation } from '../../../../src-main/core/history/conversations.ts';
import type { HistoryDatabase } from '../../../../src-main/core/history/database.ts';
import { historyPaths } from '../../../../src-main/core/history/history-paths.ts';
import { sarviErrorOf } from '../../../../src-main/core/history/sqlite-failure.ts';
import { conversationOf, openHistory, openTestDatabase, START_MS } from '../../../builders/history.ts';
import { openSqlite } from '../../../builders/sqlite.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

function add(database: HistoryDatabase, systemPrompt: string): void {
  database.writing((writable) =>
    createConversation({ database: writable, nowMs: START_MS, writer: 'test', announce: () => {} }, { systemPrompt }),
  );
}

function failure(run: () => void, path: string): unknown {
  try {
    run();
  } catch (error) {
    return sarviErrorOf(error, path);
  }
  throw new Error('nothing was thrown');
}

const count = (database: HistoryDatabase): unknown => database.rows('SELECT count(*) AS count FROM conversations');

test('a full disk is told with the room there is, keeps what is there, and is over when there is room', async () => {
  const folder = await temporaryFolder();
  const database = await openTestDatabase(folder);
  const path = historyPaths(folder).database;
  add(database, 'ensin');
  // A database that may not grow fails just as one on a full disk does.
  const pages = database.connection.pragma('page_count', { simple: true }) as number;
  database.connection.pragma(`max_page_count = ${pages}`);

  expect(failure(() => add(database, 'x'.repeat(100_000)), path)).toMatchObject({
    code: 'disk-full',
    details: { path, needed: '1.0 MB', free: expect.stringMatching(/^[\d.]+ MB$/) as string },
  });

  expect(count(database)).toEqual([{ count: 1 }]);
  database.connection.pragma('max_page_count = 1000000');
  add(database, 'x'.repeat(100_000));
  expect(count(database)).toEqual([{ count: 2 }]);
});

test('a locked or read-only database is told as such for as long as that lasts', async () => {
  const folder = await temporaryFolder();
  const database = await openTestDatabase(folder);
  const path = historyPaths(folder).database;
  database.connection.pragma('busy_timeout = 1');
  const other = openSqlite(path);
  other.exec('BEGIN IMMEDIATE');
  expect(failure(() => add(database, ''), path)).toMatchObject({
    code: 'history-locked',
    details: { path },
  });
  other.exec('ROLLBACK');
  other.close();
  add(database, '');

  database.connection.pragma('query_only = ON');
  expect(failure(() => add(database, ''), path)).toMatchObject({ code: 'history-read-only', details: { path } });
  database.connection.pragma('query_only = OFF');
  expect(count(database)).toEqual([{ count: 1 }]);
});

test('a defect of the app is no failure of the disk', async () => {
  const database = await openTestDatabase();
  expect(failure(() => database.rows('SELECT nothing'), 'x')).toMatchObject({ code: 'internal' });
});

test('damage met in use ends the thread, and the next request finds the file set aside', async () => {
  const folder = await temporaryFolder();
  const writer = await openHistory(folder);
  // Most of so long a text lies in pages of its own, which nothing reads at the start: SQLite has them from the disk alone.
  const [message] = await conversationOf(writer, 'Talteen. '.repeat(20_000));
  await writer.close();
  const history = await openHistory(folder);
  const path = historyPaths(join(folder, 'history')).database;
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 4096);
  writeFileSync(path, bytes);

  await expect(
    history.ask('conversations.open', { conversationId: message?.conversationId ?? '' }),
  ).rejects.toMatchObject({
    code: 'history-unavailable',
  });

  expect(await history.ask('conversations.list', { limit: 5 })).toEqual({ conversations: [], nextCursor: null });
  expect(history.notice).toMatchObject({
    code: 'history-damaged',
    details: { path: expect.stringContaining(join(folder, 'history', 'damaged')) as string },
  });
});
