import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sentenceOf } from '#contract/error-sentences';
import { SarviError } from '#contract/errors';
import { Backups } from '../../../../src-main/core/history/backups/backups.ts';
import { checkHistory } from '../../../../src-main/core/history/check-history.ts';
import { History } from '../../../../src-main/core/history/history.ts';
import { historyPaths } from '../../../../src-main/core/history/history-paths.ts';
import { MIGRATIONS } from '../../../../src-main/core/history/migrations/migrations.ts';
import { openDatabase } from '../../../../src-main/core/history/open-database.ts';
import { conversationOf, openHistory } from '../../../builders/history.ts';
import { backupsPorts, historyPorts } from '../../../builders/history-ports.ts';
import { canMount, smallDisk } from '../../../builders/small-disk.ts';
import { openSqlite } from '../../../builders/sqlite.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const DISK_BYTES = 8_000_000;
const LONG = 'pitkä vastaus metsästä '.repeat(20_000);

async function failure(run: () => Promise<unknown>): Promise<SarviError> {
  try {
    await run();
  } catch (error) {
    return SarviError.from(error);
  }
  throw new Error('nothing failed');
}

async function streaming(history: History) {
  const [question] = await conversationOf(history, 'Kerro metsästä');
  const place = { conversationId: question?.conversationId ?? '', parentId: question?.id ?? null };
  const answer = await history.ask('addMessage', { ...place, role: 'assistant', text: '', streaming: true });
  await history.ask('saveStreamedText', { messageId: answer.id, text: 'alku' });
  return { ...place, messageId: answer.id };
}

// Where no disk can be mounted, sqlite-failure.test.ts has a database that may not grow.
describe.runIf(canMount())('on a disk of its own', () => {
  test('a full disk keeps what is there, is told in words, and is over when there is room', async () => {
    const disk = smallDisk(DISK_BYTES);
    const history = await openHistory(disk.folder);
    const { messageId, conversationId } = await streaming(history);
    disk.fill();

    const refused = await failure(() => history.ask('saveStreamedText', { messageId, text: LONG }));
    expect(refused).toMatchObject({ code: 'disk-full', details: { free: '0.0 MB' } });
    expect(sentenceOf(refused.toReport(), 'fi')).toMatch(/^Levy, jolla .*history\.db sijaitsee, on täynnä: /);
    const text = LONG;
    const message = { conversationId, parentId: messageId, role: 'user', text, streaming: false } as const;
    expect(await failure(() => history.ask('addMessage', message))).toMatchObject({ code: 'disk-full' });
    expect(await history.ask('message', { messageId })).toMatchObject({ text: 'alku', streaming: true });
    expect((await history.search({ query: 'metsä', limit: 5 })).hits.length).toBeGreaterThan(0);

    disk.free();
    await history.ask('saveStreamedText', { messageId, text: LONG });
    await history.ask('addMessage', message);
    expect((await history.ask('message', { messageId })).text).toBe(LONG);
    await history.close();
    const { database } = historyPaths(join(disk.folder, 'history'));
    expect(checkHistory(database, MIGRATIONS)).toMatchObject({ messages: 3, problems: [] });
  });

  test('an app that is closed on a full disk finds everything at its next start', async () => {
    const disk = smallDisk(DISK_BYTES);
    const history = await openHistory(disk.folder);
    const { messageId } = await streaming(history);
    disk.fill();
    await history.close();
    disk.free();
    const again = await openHistory(disk.folder);
    expect(await again.ask('message', { messageId })).toMatchObject({ text: 'alku', stopReason: 'failed' });
  });

  test('on a full disk Sarvi starts and shows what is there, and writes again when there is room', async () => {
    const disk = smallDisk(DISK_BYTES);
    const first = await openHistory(disk.folder);
    await conversationOf(first, 'Kerro metsästä');
    await first.close();
    disk.fill();
    const history = await openHistory(disk.folder);
    expect(history.notice?.code).toBe('disk-full');
    expect((await history.ask('conversations.list', { limit: 5 })).conversations).toHaveLength(1);
    expect(await failure(() => history.ask('createConversation', {}))).toMatchObject({ code: 'disk-full' });
    disk.free();
    await history.ask('createConversation', {});
    expect((await history.ask('conversations.list', { limit: 5 })).conversations).toHaveLength(2);
    expect(history.notice).toBeNull();
  });

  test('no backup is begun on a disk without room, and none is left half made', async () => {
    const disk = smallDisk(DISK_BYTES);
    const history = await openHistory(disk.folder);
    await conversationOf(history, 'Säilyy');
    const backups = new Backups(backupsPorts(disk.folder, Date.now));
    expect(await failure(() => backups.make('by-hand'))).toMatchObject({
      code: 'disk-full',
      details: { needed: expect.stringMatching(/MB$/) as string },
    });
    expect(readdirSync(historyPaths(join(disk.folder, 'history')).backups)).toEqual([]);
    expect((await history.ask('conversations.list', { limit: 5 })).conversations).toHaveLength(1);
  });

  test('a migration without room for its backup changes nothing, and is made when there is room', () => {
    const disk = smallDisk(DISK_BYTES);
    const paths = historyPaths(disk.folder);
    openDatabase(disk.folder, { nowMs: 1, migrations: MIGRATIONS.slice(0, 1) }).database.close();
    disk.fill();
    const before = readFileSync(paths.database);
    expect(() => openDatabase(disk.folder, { nowMs: 2 })).toThrow(expect.objectContaining({ code: 'disk-full' }));
    expect(readFileSync(paths.database).equals(before)).toBe(true);
    disk.free();
    const { database, notice } = openDatabase(disk.folder, { nowMs: 2 });
    database.close();
    expect([notice, checkHistory(paths.database, MIGRATIONS).problems]).toEqual([null, []]);
    expect(readdirSync(paths.backups)).toHaveLength(1);
  });

  test('a folder that may only be read is told as such, and the same history opens when it may be written', async () => {
    const disk = smallDisk(DISK_BYTES);
    const history = await openHistory(disk.folder);
    const { messageId } = await streaming(history);
    await history.close();
    disk.setReadOnly(true);
    const reading = await openHistory(disk.folder);
    expect(reading.notice?.code).toBe('history-read-only');
    // What was there is shown, found and exported.
    expect(await reading.ask('message', { messageId })).toMatchObject({ text: 'alku', stopReason: 'failed' });
    expect((await reading.search({ query: 'metsä', limit: 5 })).hits.length).toBeGreaterThan(0);
    const [conversationId = ''] = await reading.ask('listForExport', {});
    const input = { conversationId, language: 'fi', format: 'markdown', allLeaves: false } as const;
    expect((await reading.ask('renderConversation', input)).text).toContain('Kerro metsästä');
    const refused = await failure(() => reading.ask('createConversation', {}));
    expect(refused.code).toBe('history-read-only');
    expect(sentenceOf(refused.toReport(), 'fi')).toMatch(/^Sarvi voi vain lukea historiaa /);
    await reading.close();
    disk.setReadOnly(false);
    const again = await openHistory(disk.folder);
    expect((await again.ask('message', { messageId })).text).toBe('alku');
  });

  test('a running app whose thread starts again on a read-only disk goes on when that is mended', async () => {
    const disk = smallDisk(DISK_BYTES);
    const history = await openHistory(disk.folder);
    const { messageId } = await streaming(history);
    await history
      .whileClosed(() => {
        disk.setReadOnly(true);
        return Promise.resolve();
      })
      .catch(() => undefined);
    expect(await failure(() => history.ask('saveStreamedText', { messageId, text: 'alku ja' }))).toMatchObject({
      code: 'history-read-only',
    });
    disk.setReadOnly(false);
    await history.ask('saveStreamedText', { messageId, text: 'alku ja loppu' });
    expect(await history.ask('message', { messageId })).toMatchObject({ text: 'alku ja loppu', streaming: true });
  });
});

test('a database that another process keeps locked is told as such, and loses nothing when the lock is gone', async () => {
  const data = await temporaryFolder();
  const history = await openHistory(data);
  const { messageId } = await streaming(history);
  const { database } = historyPaths(join(data, 'history'));
  const holder = fork(join(import.meta.dirname, '../../../builders/lock-holder.ts'), [database]);
  onTestFinished(() => void holder.kill('SIGKILL'));
  await once(holder, 'message');

  const refused = await failure(() => history.ask('saveStreamedText', { messageId, text: 'alku ja' }));
  expect(refused).toMatchObject({ code: 'history-locked', details: { path: database } });
  // Readers are not held up.
  expect(await history.ask('message', { messageId })).toMatchObject({ text: 'alku', streaming: true });

  holder.kill('SIGKILL');
  await once(holder, 'exit');
  await history.ask('saveStreamedText', { messageId, text: 'alku ja loppu' });
  expect((await history.ask('message', { messageId })).text).toBe('alku ja loppu');
});

test('a database that another process has for itself is told as such at the start', async () => {
  const data = await temporaryFolder();
  const first = await openHistory(data);
  await conversationOf(first, 'Säilyy');
  await first.close();
  const owner = openSqlite(historyPaths(join(data, 'history')).database);
  owner.pragma('locking_mode = EXCLUSIVE');
  owner.exec('BEGIN EXCLUSIVE; COMMIT');
  expect(await failure(() => History.open(historyPorts(data, Date.now)))).toMatchObject({ code: 'history-locked' });
  owner.close();
  const history = await openHistory(data);
  expect((await history.ask('conversations.list', { limit: 5 })).conversations).toHaveLength(1);
  expect(history.notice).toBeNull();
});
