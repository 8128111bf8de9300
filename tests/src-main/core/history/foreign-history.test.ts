import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { because } from '#contract/reasons';
import { restoreBackup } from '../../../../src-main/core/history/backups/restore-backup.ts';
import { historyPaths } from '../../../../src-main/core/history/history-paths.ts';
import { MIGRATIONS } from '../../../../src-main/core/history/migrations/migrations.ts';
import { openDatabase } from '../../../../src-main/core/history/open-database.ts';
import { openTestDatabase, START_MS } from '../../../builders/history.ts';
import { openSqlite } from '../../../builders/sqlite.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test.each([
  ['of another program', 'CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 12'],
  ['without a version', 'CREATE TABLE bookmarks (url TEXT)'],
  ['without tables', 'PRAGMA application_id = 7; PRAGMA user_version = 99'],
])('a history.db %s is refused untouched', async (_, sql) => {
  const folder = await temporaryFolder();
  const { database } = historyPaths(folder);
  mkdirSync(dirname(database), { recursive: true });
  const sqlite = openSqlite(database);
  sqlite.exec(sql);
  sqlite.close();
  const before = readFileSync(database);
  expect(() => openDatabase(folder, { nowMs: START_MS })).toThrow(
    expect.objectContaining({
      code: 'history-foreign',
      details: { path: database, reason: because('foreign-database') },
    }),
  );
  expect(readFileSync(database).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(['history.db']);
});

test('a backup takes the place of another program’s file, which is kept as it is', async () => {
  const { folder, paths } = await historyWith('SELECT 1');
  const backup = join(folder, 'backup.db');
  copyFileSync(paths.database, backup);
  rmSync(paths.database);
  const sqlite = openSqlite(paths.database);
  sqlite.exec('PRAGMA journal_mode = WAL; CREATE TABLE bookmarks (url TEXT)');
  sqlite.close();
  const before = readFileSync(paths.database);
  const former = restoreBackup(folder, backup, { migrations: MIGRATIONS, nowMs: START_MS });
  expect(readFileSync(String(former)).equals(before)).toBe(true);
  expect(dirname(String(former))).toBe(paths.damaged);
  const database = await openTestDatabase(folder);
  expect(database.rows('SELECT title FROM conversations')).toEqual([{ title: 'Kantele' }]);
});

test('a history whose own tables were changed is refused untouched', async () => {
  const { folder, paths } = await historyWith('ALTER TABLE messages ADD COLUMN evil TEXT');
  const before = readFileSync(paths.database);
  expect(() => openDatabase(folder, { nowMs: START_MS })).toThrow(
    expect.objectContaining({
      code: 'history-foreign',
      details: { path: paths.database, reason: because('object-differs', { type: 'table', name: 'messages' }) },
    }),
  );
  expect(readFileSync(paths.database).equals(before)).toBe(true);
});

test.each([
  [
    because('object-not-own', { type: 'trigger', name: 'evil' }),
    'CREATE TRIGGER evil BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, "x"); END',
  ],
  [because('object-not-own', { type: 'view', name: 'evil' }), 'CREATE VIEW evil AS SELECT 1'],
  [because('object-missing', { type: 'trigger', name: 'message_search_delete' }), 'DROP TRIGGER message_search_delete'],
])('what was added to a history or taken from it (%s) does not stay', async (reason, sql) => {
  const { folder, paths } = await historyWith(sql.replaceAll('"', "'"));
  const { database, notice } = openDatabase(folder, { nowMs: START_MS });
  expect(notice).toMatchObject({ code: 'history-cleaned', details: { reason } });
  expect(existsSync(String(notice?.details['path']))).toBe(true);
  expect(database.rows('SELECT title FROM conversations')).toEqual([{ title: 'Kantele' }]);
  database.close();
  const again = openDatabase(folder, { nowMs: START_MS });
  again.database.close();
  expect(again.notice).toBeNull();
  expect(readdirSync(paths.damaged)).toHaveLength(1);
});

async function historyWith(sql: string) {
  const folder = await temporaryFolder();
  const paths = historyPaths(folder);
  const { connection } = await openTestDatabase(folder);
  connection.exec(`INSERT INTO conversations (id, title, created_at, updated_at) VALUES ('c1', 'Kantele', 1, 1)`);
  connection.exec(sql);
  connection.close();
  return { folder, paths };
}
