import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MIGRATIONS, type Migration } from '../../../../src-main/core/history/migrations/migrations.ts';
import { historyPaths } from '../../../../src-main/core/history/history-paths.ts';
import { openDatabase, suspectDamage } from '../../../../src-main/core/history/open-database.ts';
import { START_MS } from '../../../builders/history.ts';
import { openSqlite } from '../../../builders/sqlite.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const LATEST = MIGRATIONS.at(-1)?.version ?? 0;

/** A step that does not exist yet, on top of all that do. */
const NEXT: readonly Migration[] = [
  ...MIGRATIONS,
  { version: LATEST + 1, sql: 'ALTER TABLE conversations ADD COLUMN novelty TEXT;' },
];
const FAILING: readonly Migration[] = [
  ...MIGRATIONS,
  { version: LATEST + 1, sql: 'ALTER TABLE conversations ADD COLUMN novelty TEXT; INSERT INTO nowhere VALUES (1);' },
];

/** A closed history with one conversation. */
async function history(migrations = MIGRATIONS): Promise<string> {
  const folder = await temporaryFolder();
  const { database } = openDatabase(folder, { nowMs: START_MS, migrations });
  database.write(`INSERT INTO conversations (id, title, created_at, updated_at) VALUES ('c1', 'Säilyvä', 1, 1)`);
  database.write(
    `INSERT INTO messages (id, conversation_key, role, text, created_at) VALUES ('m1', 1, 'user', 'Hei', 1)`,
  );
  database.close();
  return folder;
}

function titles(path: string): unknown {
  const sqlite = openSqlite(path);
  const found = sqlite.prepare('SELECT title FROM conversations').pluck().all();
  sqlite.close();
  return found;
}

function version(path: string): unknown {
  const sqlite = openSqlite(path);
  const found = sqlite.pragma('user_version', { simple: true });
  sqlite.close();
  return found;
}

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

function failure(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test('a new history has the latest schema, WAL, foreign keys and full flushes, and no backup', async () => {
  const folder = await temporaryFolder();
  const { database, notice } = openDatabase(folder, { nowMs: START_MS });
  const pragma = (name: string) => database.connection.pragma(name, { simple: true });
  expect({
    notice,
    version: pragma('user_version'),
    journal: pragma('journal_mode'),
    foreignKeys: pragma('foreign_keys'),
    synchronous: pragma('synchronous'),
    timeout: pragma('busy_timeout'),
  }).toEqual({ notice: null, version: LATEST, journal: 'wal', foreignKeys: 1, synchronous: 2, timeout: 5000 });
  database.close();
  expect(readdirSync(folder)).toEqual(['history.db']);
});

test('a streamed save does without the flush, and the next write has it again', async () => {
  const { database } = openDatabase(await temporaryFolder(), { nowMs: START_MS });
  const synchronous = () => database.connection.pragma('synchronous', { simple: true });
  expect(database.writing(synchronous, 'deferred')).toBe(1);
  expect(() => database.writing(() => expect.fail('as planned'), 'deferred')).toThrow('as planned');
  expect(database.writing(synchronous)).toBe(2);
  database.close();
});

test('a question that would write is refused whatever the types say', async () => {
  const { database } = openDatabase(await temporaryFolder(), { nowMs: START_MS });
  expect(() => database.rows('DELETE FROM messages RETURNING key')).toThrow('changes the database');
  database.close();
});

test('a migration is preceded by a checked backup of the earlier version', async () => {
  const folder = await history();
  const { database } = openDatabase(folder, { nowMs: START_MS, migrations: NEXT });
  expect(database.rows('SELECT title, novelty FROM conversations')).toEqual([{ title: 'Säilyvä', novelty: null }]);
  database.close();

  const paths = historyPaths(folder);
  const backup = `before-update-from-${LATEST}-2026-01-01T00-00-00Z.db`;
  expect(readdirSync(paths.backups)).toEqual([backup]);
  expect([version(join(paths.backups, backup)), version(paths.database)]).toEqual([LATEST, LATEST + 1]);
  expect(titles(join(paths.backups, backup))).toEqual(['Säilyvä']);
});

test('a migration that fails changes nothing', async () => {
  const folder = await history();
  const { database } = historyPaths(folder);
  const error = failure(() => openDatabase(folder, { nowMs: START_MS, migrations: FAILING }));
  expect(error).toMatchObject({ code: 'history-unavailable', details: { reason: 'no such table: nowhere' } });
  expect([version(database), titles(database)]).toEqual([LATEST, ['Säilyvä']]);
  openDatabase(folder, { nowMs: START_MS }).database.close();
});

test('no migration without a backup: when it cannot be written, nothing changes', async () => {
  const folder = await history();
  const paths = historyPaths(folder);
  writeFileSync(paths.backups, 'a file where the folder should be');
  const error = failure(() => openDatabase(folder, { nowMs: START_MS, migrations: NEXT }));
  expect(error).toMatchObject({ code: 'history-unavailable' });
  expect(version(paths.database)).toBe(LATEST);
});

test('a history of a newer app is refused, and every byte of it stays', async () => {
  const folder = await history(NEXT);
  const { database: path } = historyPaths(folder);
  const before = digest(path);
  expect(failure(() => openDatabase(folder, { nowMs: START_MS }))).toMatchObject({
    code: 'history-newer-version',
    details: { path, found: LATEST + 1, expected: LATEST },
  });
  expect(digest(path)).toBe(before);
  // A reader of a WAL database may leave an empty log behind, but no backup and nothing set aside.
  expect(readdirSync(folder).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(['history.db']);
  expect(existsSync(`${path}-wal`) ? statSync(`${path}-wal`).size : 0).toBe(0);
});

test.each([
  ['is no database', (path: string) => writeFileSync(path, 'x'.repeat(10_000))],
  ['is full of NULs', (path: string) => writeFileSync(path, Buffer.alloc(40_960))],
  ['was cut short', (path: string) => truncateSync(path, 12_288)],
  [
    'has a page of rubbish',
    (path: string) => {
      const bytes = readFileSync(path);
      bytes.fill(0xa5, 4096, 8192);
      writeFileSync(path, bytes);
    },
  ],
])('a file that %s is set aside as it is, and an empty history is begun', async (_, damage) => {
  const folder = await history();
  const paths = historyPaths(folder);
  damage(paths.database);
  const damaged = digest(paths.database);

  const { database, notice } = openDatabase(folder, { nowMs: START_MS });

  const aside = join(paths.damaged, 'history-2026-01-01T00-00-00.000Z.db');
  expect(notice).toMatchObject({ code: 'history-damaged', details: { path: aside } });
  expect(digest(aside)).toBe(damaged);
  expect(database.rows('SELECT * FROM conversations')).toEqual([]);
  database.close();
  const again = openDatabase(folder, { nowMs: START_MS });
  expect(again.notice).toBeNull();
  again.database.close();
});

test('a file under suspicion is checked and, being sound, kept', async () => {
  const folder = await history();
  const paths = historyPaths(folder);
  suspectDamage(folder);
  const { database, notice } = openDatabase(folder, { nowMs: START_MS });
  database.close();
  expect([notice, titles(paths.database), existsSync(paths.suspicion)]).toEqual([null, ['Säilyvä'], false]);
});

test('what a killed process left of a copy is removed, and what another may still write is not', async () => {
  const folder = await history();
  const { backups, incoming } = historyPaths(folder);
  mkdirSync(backups);
  const [old, young] = [join(backups, 'daily.db.partial'), `${incoming}.partial`];
  for (const path of [old, young]) writeFileSync(path, 'part');
  utimesSync(old, (START_MS - 7_200_000) / 1000, (START_MS - 7_200_000) / 1000);
  utimesSync(young, START_MS / 1000, START_MS / 1000);
  openDatabase(folder, { nowMs: START_MS }).database.close();
  expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
});

test('an empty file, as a crash at the very start leaves it, becomes a history', async () => {
  const folder = await temporaryFolder();
  writeFileSync(historyPaths(folder).database, '');
  const { database, notice } = openDatabase(folder, { nowMs: START_MS });
  expect([notice, database.rows('SELECT * FROM messages')]).toEqual([null, []]);
  database.close();
});
