import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { because, reasonText } from '#contract/reasons';
import { Backups } from '../../../../../src-main/core/history/backups/backups.ts';
import { listBackups } from '../../../../../src-main/core/history/backups/backup-files.ts';
import { restoreBackup } from '../../../../../src-main/core/history/backups/restore-backup.ts';
import { checkHistory } from '../../../../../src-main/core/history/check-history.ts';
import { historyPaths } from '../../../../../src-main/core/history/history-paths.ts';
import { MIGRATIONS } from '../../../../../src-main/core/history/migrations/migrations.ts';
import { openDatabase } from '../../../../../src-main/core/history/open-database.ts';
import { conversationOf, openHistory, openTestDatabase, START_MS } from '../../../../builders/history.ts';
import { HOSTILE_BACKUPS } from '../../../../builders/hostile-backups.ts';
import { backupsPorts } from '../../../../builders/history-ports.ts';
import { openSqlite } from '../../../../builders/sqlite.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

const SCHEMA = 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name';

/** A closed history, and a good backup of it as bytes. */
async function place(upTo = MIGRATIONS.length) {
  const folder = await temporaryFolder();
  const paths = historyPaths(folder);
  const { database } = openDatabase(folder, { nowMs: START_MS, migrations: MIGRATIONS.slice(0, upTo) });
  database.write(`INSERT INTO conversations (id, title, created_at, updated_at) VALUES ('c1', 'Kantele soi', 1, 1)`);
  database.write(
    `INSERT INTO messages (id, conversation_key, role, text, created_at) VALUES ('m1', 1, 'user', 'metsä', 1)`,
  );
  database.write('UPDATE conversations SET active_leaf_key = 1');
  mkdirSync(paths.backups);
  const path = join(paths.backups, 'by-hand-2026-01-01T00-00-00Z.db');
  database.connection.prepare('VACUUM INTO ?').run(path);
  database.close();
  const restore = () => restoreBackup(folder, path, { migrations: MIGRATIONS, nowMs: START_MS });
  return { folder, paths, path, restore, list: () => listBackups([paths.backups], MIGRATIONS) };
}

test.each(HOSTILE_BACKUPS)('$name is refused by name, and nothing of it runs', async ({ make, reason }) => {
  const { paths, path, restore, list } = await place();
  make(path);
  const before = readFileSync(paths.database);
  const begunAt = performance.now();
  const [listed] = list();
  const found = String(listed?.fault?.details['reason']);
  expect(reasonText(found, 'en')).toMatch(reason);
  const refusal = { code: 'backup-damaged', details: { path, reason: found } };
  expect(list()).toMatchObject([{ conversations: null, fault: refusal }]);
  expect(restore).toThrow(expect.objectContaining(refusal));
  expect(performance.now() - begunAt).toBeLessThan(30_000);
  expect(readFileSync(paths.database).equals(before)).toBe(true);
});

test.each(MIGRATIONS.map(({ version }) => version))(
  'a backup of version %i is restored in the present one',
  async (version) => {
    const { folder, paths, restore, list } = await place(version);
    expect(list()).toMatchObject([{ conversations: 1, fault: null }]);
    expect(restore()).toContain('before-restore');
    const database = await openTestDatabase(folder);
    expect(database.rows(SCHEMA)).toEqual((await openTestDatabase()).rows(SCHEMA));
    expect(checkHistory(paths.database, MIGRATIONS)).toMatchObject({ messages: 1, lookedUp: 1, problems: [] });
  },
);

test('an index that lies does not come along', async () => {
  const { folder, path, restore } = await place();
  const sqlite = openSqlite(path);
  sqlite.exec(`DELETE FROM message_search; INSERT INTO message_search (rowid, words) VALUES (1, 'osta')`);
  sqlite.close();
  restore();
  const database = await openTestDatabase(folder);
  const find = (word: string) => database.rows(`SELECT rowid FROM message_search ('${word}')`);
  expect([find('osta'), find('metsä')]).toEqual([[], [{ rowid: 1 }]]);
});

test('pages of another size, and many rows, are copied', async () => {
  const { folder, path, restore } = await place();
  const sqlite = openSqlite(path);
  sqlite.pragma('page_size = 512');
  sqlite.exec(`VACUUM;
    WITH RECURSIVE many (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM many WHERE n < 20000)
    INSERT INTO due_work SELECT 'work ' || n FROM many`);
  sqlite.close();
  restore();
  const database = await openTestDatabase(folder);
  expect(database.row('SELECT count(*) AS count FROM due_work')).toEqual({ count: 19_999 });
});

test('a table whose pages lead to one another is refused and not counted for ever', async () => {
  const { path, restore, list } = await place();
  const sqlite = openSqlite(path);
  const insert = sqlite.prepare(`INSERT INTO drafts (text, saved_at, conversation_key) VALUES (?, 1, ?)`);
  sqlite.pragma('foreign_keys = OFF');
  for (let key = 1; key <= 300; key += 1) insert.run('x'.repeat(2000), key);
  const root = sqlite.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'drafts'`).pluck().get() as number;
  sqlite.close();
  const bytes = readFileSync(path);
  const page = (root - 1) * 4096;
  // Each of its cells, and the last pointer, leads to the table's own first page.
  for (let index = 0; index < bytes.readUInt16BE(page + 3); index += 1) {
    bytes.writeUInt32BE(root, page + bytes.readUInt16BE(page + 12 + 2 * index));
  }
  bytes.writeUInt32BE(root, page + 8);
  writeFileSync(path, bytes);
  // The list counts conversations, which are whole.
  expect(list()).toMatchObject([{ conversations: 1 }]);
  expect(restore).toThrow(expect.objectContaining({ code: 'backup-damaged' }));
});

test('a copy of an open history is restored as it was when its log was last written back', async () => {
  const { folder, path, restore, list } = await place();
  const sqlite = openSqlite(path);
  sqlite.pragma('journal_mode = WAL');
  sqlite.close();
  const copy = readFileSync(path);
  expect([copy[18], copy[19]]).toEqual([2, 2]);
  expect(list()).toMatchObject([{ fault: { details: { reason: because('copied-while-open') } } }]);
  restore();
  const database = await openTestDatabase(folder);
  expect(database.rows('SELECT title FROM conversations')).toEqual([{ title: 'Kantele soi' }]);
});

test('a log of changes that lies beside a backup is not brought in', async () => {
  const { path, list } = await place();
  writeFileSync(`${path}-journal`, 'x');
  expect(list()).toMatchObject([{ fault: { details: { reason: because('log-beside') } } }]);
});

test('a running app refuses one, and goes on as it was', async () => {
  const data = await temporaryFolder();
  const history = await openHistory(data);
  await conversationOf(history, 'Säilyy');
  const backups = new Backups(backupsPorts(data, Date.now));
  const { path } = await backups.make('by-hand');
  HOSTILE_BACKUPS[0]?.make(path);
  await expect(history.whileClosed(() => backups.restore(path))).rejects.toMatchObject({ code: 'backup-damaged' });
  expect((await history.ask('conversations.list', { limit: 5 })).conversations).toMatchObject([{ title: 'Säilyy' }]);
});
