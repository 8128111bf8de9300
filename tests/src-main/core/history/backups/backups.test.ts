import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { because } from '#contract/reasons';
import { backUp } from '../../../../../src-main/core/history/back-up.ts';
import { Backups, type BackupsPorts } from '../../../../../src-main/core/history/backups/backups.ts';
import { faultOfBackup } from '../../../../../src-main/core/history/backups/check-backup.ts';
import { DailyBackups } from '../../../../../src-main/core/history/backups/daily-backups.ts';
import { momentInWords } from '../../../../../src-main/core/history/backups/newest-good-backup.ts';
import type { History } from '../../../../../src-main/core/history/history.ts';
import { MIGRATIONS } from '../../../../../src-main/core/history/migrations/migrations.ts';
import { historyPaths } from '../../../../../src-main/core/history/history-paths.ts';
import { conversationOf, openHistory, openTestDatabase, steppingClock } from '../../../../builders/history.ts';
import { backupsPorts } from '../../../../builders/history-ports.ts';
import { openSqlite } from '../../../../builders/sqlite.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

async function place(now: () => number = Date.now) {
  const data = await temporaryFolder();
  const ports = backupsPorts(data, now);
  return { data, ports, paths: historyPaths(join(data, 'history')), backups: new Backups(ports) };
}

function dailyBackups(ports: BackupsPorts, backups: Backups, onFailure: (failure: unknown) => void = () => {}) {
  const daily = new DailyBackups({ ports: { ...ports, log: silent }, backups, onFailure, looksByItself: true });
  onTestFinished(() => daily.dispose());
  return daily;
}

const titles = async (history: History): Promise<string[]> =>
  (await history.ask('conversations.list', { limit: 100 })).conversations.map(({ title }) => title).sort();

test('a backup is made while a message streams, is whole, and says what it holds', async () => {
  const { data, paths, backups } = await place(() => Date.UTC(2026, 10, 23, 18, 30));
  const history = await openHistory(data);
  const [first] = await conversationOf(history, 'Metsät', 'ja järvet');
  const branch = { conversationId: first?.conversationId ?? '', parentId: first?.id ?? null };
  const answer = await history.ask('addMessage', { ...branch, role: 'assistant', text: '', streaming: true });
  let saves = 0;
  const making = backups.make('by-hand');
  let isMade = false;
  void making.finally(() => (isMade = true));
  while (!isMade) await history.ask('saveStreamedText', { messageId: answer.id, text: `sana ${(saves += 1)}` });

  const backup = await making;
  expect(backup).toEqual({
    id: 'by-hand-2026-11-23T18-30-00Z.db',
    path: join(paths.backups, 'by-hand-2026-11-23T18-30-00Z.db'),
    reason: 'by-hand',
    madeAt: Date.UTC(2026, 10, 23, 18, 30),
    sizeBytes: expect.any(Number) as number,
    conversations: 1,
    fault: null,
  });
  expect(saves).toBeGreaterThan(0);
  expect(await backups.list()).toEqual([backup]);
  expect(readdirSync(paths.backups)).toEqual([backup.id]);
});

test('restoring brings the backup’s conversations, and what was there is a backup then', async () => {
  const { data, paths, backups } = await place(steppingClock());
  const history = await openHistory(data);
  await conversationOf(history, 'Vanha');
  const { id, path } = await backups.make('by-hand');
  await conversationOf(history, 'Uusi');
  const heard: unknown[] = [];
  history.onReplaced((notice) => heard.push(notice));

  const restoring = history.whileClosed(() => backups.restore(path));
  // Asked while the files are being exchanged, and answered from the history that is there then.
  const list = titles(history);
  const former = await restoring;

  expect([await list, heard]).toEqual([['Vanha'], [null]]);
  const [newest, other] = await backups.list();
  expect([newest?.path, newest?.reason, newest?.conversations, other?.id]).toEqual([former, 'before-restore', 2, id]);
  await history.whileClosed(() => backups.restore(former ?? ''));
  expect(await titles(history)).toEqual(['Uusi', 'Vanha']);
  expect(readdirSync(join(data, 'history')).filter((name) => name.includes('incoming'))).toEqual([]);
  expect(existsSync(paths.damaged)).toBe(false);
});

test('an answer that grew while the backup was made is closed where it is restored', async () => {
  const { data, backups } = await place();
  const history = await openHistory(data);
  const [question] = await conversationOf(history, 'Kysymys');
  const branch = { conversationId: question?.conversationId ?? '', parentId: question?.id ?? null };
  const { id } = await history.ask('addMessage', { ...branch, role: 'assistant', text: 'Alku', streaming: true });
  const { path } = await backups.make('by-hand');
  await history.ask('finishMessage', {
    messageId: id,
    text: 'Alku ja loppu',
    stopReason: 'stopped',
    error: null,
    generation: null,
  });
  await history.whileClosed(() => backups.restore(path));
  expect(await history.ask('message', { messageId: id })).toMatchObject({
    text: 'Alku',
    streaming: false,
    stopReason: 'failed',
  });
});

test('a history that is closed stays closed', async () => {
  const { data } = await place();
  const history = await openHistory(data);
  await history.close();
  await expect(history.whileClosed(() => Promise.resolve())).rejects.toMatchObject({ code: 'history-unavailable' });
  expect(readdirSync(join(data, 'history', 'writers'))).toEqual([]);
});

test('two who want the history closed come one after the other, and leave no thread behind', async () => {
  const { data, paths, backups } = await place(steppingClock());
  const history = await openHistory(data);
  await conversationOf(history, 'Vanha');
  const { path } = await backups.make('by-hand');
  await conversationOf(history, 'Uusi');
  const acts: string[] = [];
  const closed = (name: string, act: () => Promise<unknown>): Promise<unknown> =>
    history.whileClosed(async () => {
      acts.push(`${name} begins`);
      await act();
      acts.push(`${name} ends`);
    });
  const both = [closed('restore', () => backups.restore(path)), closed('delete', () => backups.removeAll())];
  const failing = history.whileClosed(() => Promise.reject(new Error('no')));
  expect(await Promise.allSettled([...both, failing])).toMatchObject([
    { status: 'fulfilled' },
    { status: 'fulfilled' },
    { status: 'rejected', reason: { message: 'no' } },
  ]);
  expect(acts).toEqual(['restore begins', 'restore ends', 'delete begins', 'delete ends']);
  await conversationOf(history, 'Alusta');
  expect(await titles(history)).toEqual(['Alusta']);

  await history.close();
  // Leaving the log takes a lock that nobody gets beside another connection.
  const sqlite = openSqlite(paths.database);
  expect(sqlite.pragma('journal_mode = DELETE', { simple: true })).toBe('delete');
  sqlite.close();
});

test('a history that is closed while it is being replaced stays closed', async () => {
  const { data, paths, backups } = await place(steppingClock());
  const history = await openHistory(data);
  const { path } = await backups.make('by-hand');
  const first = history.whileClosed(() => backups.restore(path));
  const second = history.whileClosed(() => backups.restore(path));
  const closing = history.close();
  expect(await first).toContain('before-restore');
  await expect(second).rejects.toMatchObject({ code: 'history-unavailable' });
  await closing;
  const sqlite = openSqlite(paths.database);
  expect(sqlite.pragma('journal_mode = DELETE', { simple: true })).toBe('delete');
  sqlite.close();
});

test('a search before a restore does not keep the files open', async () => {
  const { data, backups } = await place();
  const history = await openHistory(data);
  await conversationOf(history, 'Kantele');
  const { path } = await backups.make('by-hand');
  expect((await history.search({ query: 'kantele', limit: 5 })).hits).toHaveLength(2);
  await history.whileClosed(() => backups.restore(path));
  expect((await history.search({ query: 'kantele', limit: 5 })).hits).toHaveLength(2);
});

test.each([
  ['is no database', (path: string) => writeFileSync(path, 'x'.repeat(9000))],
  ['has a damaged page', (path: string) => writeFileSync(path, readFileSync(path).fill(0xa5, 8192, 12_288))],
  ['belongs to another program', (path: string) => change(path, 'PRAGMA application_id = 7')],
  ['has a broken reference', (path: string) => change(path, 'UPDATE conversations SET active_leaf_key = 999')],
  ['holds no history', (path: string) => change(path, 'PRAGMA application_id = 7; PRAGMA user_version = 0')],
])('a backup that %s is found out', async (_, damage) => {
  const { folder, database } = await databaseWith('Säilyy');
  const path = backUp(database.connection, folder, 'copy');
  expect(faultOfBackup(path, MIGRATIONS)).toBeNull();
  damage(path);
  expect(faultOfBackup(path, MIGRATIONS)).toMatchObject({ code: 'backup-damaged', details: { path } });
});

test('a backup that is not whole is refused, and the history goes on as it was', async () => {
  const { data, paths, backups } = await place();
  const history = await openHistory(data);
  await conversationOf(history, 'Säilyy');
  const { path } = await backups.make('by-hand');
  writeFileSync(path, 'x'.repeat(9000));
  await expect(history.whileClosed(() => backups.restore(path))).rejects.toMatchObject({
    code: 'backup-damaged',
    details: { path },
  });
  expect(await titles(history)).toEqual(['Säilyy']);
  expect([readdirSync(paths.backups).length, existsSync(paths.incoming)]).toEqual([1, false]);
});

test('a backup of a newer Sarvi is refused', async () => {
  const { data, backups } = await place();
  const history = await openHistory(data);
  const { path } = await backups.make('by-hand');
  const sqlite = openSqlite(path);
  sqlite.pragma('user_version = 999');
  sqlite.close();
  await expect(history.whileClosed(() => backups.restore(path))).rejects.toMatchObject({
    code: 'history-newer-version',
  });
});

test('restoring beside another process that has the history open is refused', async () => {
  const { data, backups } = await place();
  const history = await openHistory(data);
  await conversationOf(history, 'Oma');
  const { path } = await backups.make('by-hand');
  // As `sarvi history restore` would beside the window.
  await expect(backups.restore(path)).rejects.toMatchObject({ code: 'history-locked' });
  expect(await titles(history)).toEqual(['Oma']);
});

test('a restore that was cut off before the last step is ended by the next start', async () => {
  const { data, paths, backups } = await place();
  const history = await openHistory(data);
  await conversationOf(history, 'Palautettu');
  const { path } = await backups.make('by-hand');
  await history.close();
  copyFileSync(path, paths.incoming);
  // The present one had been moved away when the app was killed.
  rmSync(paths.database);

  const again = await openHistory(data);
  expect([await titles(again), again.notice, existsSync(paths.incoming)]).toEqual([['Palautettu'], null, false]);
});

test('a restore that was cut off before the first step never happened', async () => {
  const { data, paths, backups } = await place();
  const history = await openHistory(data);
  const { path } = await backups.make('by-hand');
  await conversationOf(history, 'Nykyinen');
  await history.close();
  copyFileSync(path, paths.incoming);
  const again = await openHistory(data);
  expect([await titles(again), existsSync(paths.incoming)]).toEqual([['Nykyinen'], false]);
});

test('a damaged history is not backed up over its good backups, and stays where it is', async () => {
  const { data, paths, backups } = await place();
  const history = await openHistory(data);
  await conversationOf(history, 'Talteen');
  const { id } = await backups.make('daily');
  await history.close();
  writeFileSync(paths.database, readFileSync(paths.database).fill(0xa5, 4096));
  await expect(backups.make('daily')).rejects.toMatchObject({ code: 'history-unsound' });
  expect(readdirSync(paths.backups)).toEqual([id]);
  expect(existsSync(paths.damaged)).toBe(false);
});

test('a damaged history names the newest backup that is good', async () => {
  const { data, paths, ports } = await place(() => Date.UTC(2026, 4, 1));
  const history = await openHistory(data);
  await conversationOf(history, 'Talteen');
  const good = await new Backups(ports).make('by-hand');
  const bad = await new Backups({ ...ports, now: () => Date.UTC(2026, 4, 2) }).make('by-hand');
  writeFileSync(bad.path, readFileSync(bad.path).fill(0xa5, 4096));
  await history.close();
  writeFileSync(paths.database, readFileSync(paths.database).fill(0xa5, 4096));

  const again = await openHistory(data);
  expect(again.notice).toMatchObject({ code: 'history-damaged', details: { backupId: good.id } });
  expect(again.notice?.details['backup']).toMatch(/^2026-0[45]-\d\d \d\d:00$/);
  await again.whileClosed(() => new Backups(ports).restore(good.path));
  expect([await titles(again), again.notice]).toEqual([['Talteen'], null]);
});

test('a daily backup is due once a day, when the history has changed', async () => {
  let nowMs = Date.now();
  const { data, ports, paths, backups } = await place(() => nowMs);
  const due = () => backups.isDue();
  expect(await due()).toBe(false);
  const history = await openHistory(data);
  await conversationOf(history, 'Ensin');
  expect(await due()).toBe(true);
  const daily = dailyBackups(ports, backups);
  await daily.look();
  expect((await backups.list()).map(({ reason }) => reason)).toEqual(['daily']);
  await conversationOf(history, 'Sitten');
  expect(await due()).toBe(false);
  nowMs += DAY_MS + 1;
  // Changed before the last backup was made: nothing to add.
  const earlier = new Date(nowMs - 2 * DAY_MS);
  for (const path of [paths.database, `${paths.database}-wal`]) utimesSync(path, earlier, earlier);
  expect(await due()).toBe(false);
  await conversationOf(history, 'Ja vielä');
  expect(await due()).toBe(true);
  nowMs += 1000;
  ports.settings.change({ backups: false });
  await daily.look();
  expect(await backups.list()).toHaveLength(1);
  ports.settings.change({ backups: true });
  await daily.look();
  expect(await backups.list()).toHaveLength(2);
  await daily.dispose();
});

test('a backup by a clock that was ahead does not keep the next ones from being made', async () => {
  const { data, backups, paths } = await place();
  await conversationOf(await openHistory(data), 'Talteen');
  mkdirSync(paths.backups);
  writeFileSync(join(paths.backups, 'daily-2136-01-01T00-00-00Z.db'), '');
  expect(await backups.isDue()).toBe(true);
  await backups.make('daily');
  expect(await backups.isDue()).toBe(false);
});

test('a daily backup that fails is told once, until one is made again', async () => {
  let nowMs = Date.now();
  const { data, ports, backups } = await place(() => nowMs);
  const history = await openHistory(data);
  await conversationOf(history, 'Talteen');
  const here = await backups.make('by-hand');
  // A disk that is not there any more leaves a file, or nothing that may be written to.
  const gone = join(await temporaryFolder(), 'levy');
  writeFileSync(gone, '');
  ports.settings.change({ backupFolder: join(gone, 'varmuuskopiot') });
  const told: unknown[] = [];
  const daily = dailyBackups(ports, backups, (failure) => told.push(failure));
  for (let look = 0; look < 3; look += 1) await daily.look();
  const details = { path: backups.folder, reason: because('folder-is-away'), backup: momentInWords(here.madeAt) };
  expect(told).toMatchObject([{ code: 'backup-failed', details }]);
  expect(daily.failure).toEqual(told[0]);

  ports.settings.change({ backupFolder: null });
  nowMs += DAY_MS;
  await conversationOf(history, 'Lisää');
  await daily.look();
  expect([daily.failure, told.length]).toEqual([null, 1]);
});

test('a restore waits for a backup that is being made', async () => {
  const { data, backups } = await place(steppingClock());
  const history = await openHistory(data);
  await conversationOf(history, 'Talteen');
  const { path } = await backups.make('by-hand');
  await conversationOf(history, 'metsä järvi '.repeat(50_000));
  const ended: string[] = [];
  const making = backups.make('daily').then(({ conversations }) => ended.push(`copied ${conversations}`));
  await history.whileClosed(() => backups.restore(path).finally(() => ended.push('restored')));
  await making;
  expect([await titles(history), ended]).toEqual([['Talteen'], ['copied 2', 'restored']]);
});

test('a backup that is made by a clock set far back is not the one to go', async () => {
  const { data, backups, paths } = await place(() => Date.UTC(2001, 0, 1));
  await openHistory(data);
  mkdirSync(paths.backups);
  for (let day = 0; day < 60; day += 1) {
    const date = new Date(Date.UTC(2026, 0, 1) + day * DAY_MS).toISOString().slice(0, 10);
    writeFileSync(join(paths.backups, `daily-${date}T00-00-00Z.db`), '');
  }
  expect(existsSync((await backups.make('daily')).path)).toBe(true);
});

test('backups go where the settings say, and all are listed', async () => {
  const { data, ports, backups } = await place();
  const elsewhere = join(await temporaryFolder(), 'varmuuskopiot');
  await openHistory(data);
  const here = await backups.make('by-hand');
  ports.settings.change({ backupFolder: elsewhere });
  const there = await backups.make('daily');
  expect(there.path.startsWith(elsewhere)).toBe(true);
  expect((await backups.list()).map(({ path }) => path).sort()).toEqual([here.path, there.path].sort());
  await expect(backups.find('../../x')).rejects.toMatchObject({ code: 'backup-unknown' });
});

async function databaseWith(title: string) {
  const folder = await temporaryFolder();
  const database = await openTestDatabase(folder);
  database.write(`INSERT INTO conversations (id, title, created_at, updated_at) VALUES ('c1', ?, 1, 1)`, title);
  return { folder, database };
}

function change(path: string, sql: string): void {
  const sqlite = openSqlite(path);
  sqlite.pragma('foreign_keys = OFF');
  sqlite.exec(sql);
  sqlite.close();
}

const silent = { info: () => {}, warn: () => {}, error: () => {} };
