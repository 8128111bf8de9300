import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HistoryDatabase, type WritableDB } from '../../../../src-main/core/history/database.ts';
import { removeMessages } from '../../../../src-main/core/history/remove-messages.ts';
import { searchHistory } from '../../../../src-main/core/history/search/search-history.ts';
import { Sweep } from '../../../../src-main/core/history/sweep.ts';
import { conversationOf, openHistory, openTestDatabase, START_MS } from '../../../builders/history.ts';
import { randomOf } from '../../../builders/random.ts';
import { openSqlite } from '../../../builders/sqlite.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

function addConversation(database: WritableDB, key: number, title: string, deletedAt: number | null): void {
  database.write(
    `INSERT INTO conversations (key, id, title, created_at, updated_at, deleted_at) VALUES (?, ?, ?, 1, 1, ?)`,
    key,
    `c${key}`,
    title,
    deletedAt,
  );
}

/** A line of messages in one conversation. */
function addMessages(database: WritableDB, conversationKey: number, texts: readonly string[]): void {
  let parent: number | null = null;
  for (const text of texts) {
    parent = database.write(
      `INSERT INTO messages (id, conversation_key, parent_key, role, text, created_at)
       VALUES (hex(randomblob(8)), ?, ?, 'user', ?, 1)`,
      conversationKey,
      parent,
      text,
    ).key;
  }
  database.write('UPDATE conversations SET active_leaf_key = ? WHERE key = ?', parent, conversationKey);
}

/** Sweeps to the end. */
function sweepAll(database: HistoryDatabase, nowMs = START_MS): { steps: number; changes: unknown[] } {
  const sweep = new Sweep(database);
  const changes: unknown[] = [];
  for (let steps = 1; ; steps += 1) {
    const done = sweep.step(nowMs);
    changes.push(...done.changes);
    if (!done.more) return { steps, changes };
  }
}

const count = (database: HistoryDatabase, table: string) =>
  database.row<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count;

test('what has lain in the trash for more than 30 days goes step by step, however deep, and nothing else', async () => {
  const database = await openTestDatabase();
  database.writing((writable) => {
    addConversation(writable, 1, 'Vanha otsikko', START_MS - 31 * DAY_MS);
    addConversation(writable, 2, 'Otsikko', START_MS - 29 * DAY_MS);
    addConversation(writable, 3, 'Otsikko', null);
    // Deeper than the thousand levels at which SQLite gives up on a cascade along the tree.
    addMessages(
      writable,
      1,
      Array.from({ length: 3000 }, () => 'syvyys'),
    );
    addMessages(writable, 3, ['vanha']);
    writable.write(`INSERT INTO drafts (conversation_key, text, saved_at) VALUES (1, 'kesken', 1), (3, 'muu', 1)`);
    writable.write(`INSERT INTO tags (key, id, name, name_key, colour, created_at) VALUES (1, 't', 'T', 't', 0, 1)`);
    writable.write('INSERT INTO conversation_tags VALUES (1, 1, 0, 0, 1), (3, 1, 0, 0, 1)');
  });

  const { steps, changes } = sweepAll(database);

  expect(steps).toBeGreaterThan(60);
  expect(changes).toEqual([{ name: 'conversation.changed', payload: { kind: 'deleted', conversationIds: ['c1'] } }]);
  const left = [
    'conversations',
    'title_search',
    'messages',
    'message_search',
    'drafts',
    'conversation_tags',
    'due_work',
  ];
  expect(left.map((table) => count(database, table))).toEqual([2, 2, 1, 1, 1, 1, 0]);
  // A word that only the deleted messages had has left the vocabulary in all its parts; one that others have stays.
  expect(database.rows('SELECT word FROM vocabulary ORDER BY word')).toEqual([{ word: 'otsikko' }, { word: 'vanha' }]);
  expect(count(database, 'word_lemmas WHERE word_key NOT IN (SELECT key FROM vocabulary)')).toBe(0);
  expect(database.rows(`SELECT rowid FROM vocabulary_parts ('"syv"')`)).toEqual([]);
  expect(database.connection.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(sweepAll(database)).toEqual({ steps: 1, changes: [] });
});

test('of a deleted conversation no byte of text is left in the files, and what was never deleted is found as before', async () => {
  const folder = await temporaryFolder();
  const database = await openTestDatabase(folder);
  // Words that begin like no other, so that the index does not shorten them against a neighbour.
  const secrets = ['zsalaisuus', 'qotsikko', 'xluonnos', 'yvälivaihe'];
  const [message = '', title = '', draft = '', passing = ''] = secrets;
  database.writing((writable) => {
    addConversation(writable, 1, `Tämä on ${title}`, 1);
    addConversation(writable, 2, 'Jää tänne', null);
    // Long enough to have pages of its own, and indexed in several parts.
    addMessages(
      writable,
      2,
      Array.from({ length: 300 }, (_, index) => `pysyvä viesti ${index} `.repeat(20)),
    );
  });
  for (let index = 0; index < 20; index += 1) {
    database.writing((writable) => addMessages(writable, 1, [`${message}${index} `.repeat(500)]));
  }
  database.writing((writable) => {
    // Text that was there for a moment only, as a streamed answer's is.
    addMessages(writable, 1, [`${passing} `.repeat(2000)]);
    writable.write(`UPDATE messages SET text = 'muutettu' WHERE text LIKE ?`, `${passing}%`);
    writable.write(`INSERT INTO drafts (conversation_key, text, saved_at) VALUES (1, ?, 1)`, `${draft} `.repeat(2000));
  });
  const found = () => {
    database.connection.pragma('wal_checkpoint(PASSIVE)');
    const bytes = ['history.db', 'history.db-wal'].map((name) => readFileSync(join(folder, name)).toString('latin1'));
    return secrets.filter((word) => bytes.some((content) => content.includes(Buffer.from(word).toString('latin1'))));
  };
  expect(found()).toEqual(expect.arrayContaining([message, title, draft]));
  database.write('UPDATE conversations SET deleted_at = 0 WHERE key = 1');

  sweepAll(database);

  expect(found()).toEqual([]);
  const { hits } = searchHistory(database, { query: 'pysyvä', limit: 500 });
  expect(hits.length).toBeGreaterThan(0);
  expect(searchHistory(database, { query: 'salaisuus', limit: 10 }).hits).toEqual([]);
});

/** Many of its transactions are undone at their end, as by a disk that is full then. */
class FailingDatabase extends HistoryDatabase {
  readonly #random = randomOf(7);

  override writing<Value>(change: (database: WritableDB) => Value, durability?: 'flushed' | 'deferred'): Value {
    return super.writing((writable) => {
      const value = change(writable);
      if (this.#random() < 0.3) throw new Error('full');
      return value;
    }, durability);
  }
}

test('a step that could not be committed is done again, and no word is passed over', async () => {
  const sound = await openTestDatabase();
  const letters = [...'abcdefghij'];
  const words = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => `sana${a}${b}${c}`)));
  sound.writing((writable) => {
    addConversation(writable, 1, 'Pois', 1);
    addMessages(writable, 1, [words.join(' ')]);
    addConversation(writable, 2, 'Jää', null);
  });
  const database = new FailingDatabase(sound.connection);
  const sweep = new Sweep(database);
  for (let more = true; more;) {
    try {
      more = sweep.step(START_MS).more;
    } catch {
      // It is tried again.
    }
  }
  expect(database.rows('SELECT word FROM vocabulary')).toEqual([{ word: 'jää' }]);
  expect(count(database, 'due_work')).toBe(0);
});

test('removed messages go 30 days after their removal, step by step, and no byte of them is left', async () => {
  const folder = await temporaryFolder();
  const database = await openTestDatabase(folder);
  const change = { database, nowMs: START_MS, writer: 'w', announce: () => {} };
  const secret = 'zsalaisuus';
  database.writing((writable) => {
    addConversation(writable, 1, 'Jää', null);
    addMessages(writable, 1, ['pysyvä', ...Array.from({ length: 60 }, (_, index) => `${secret}${index} `.repeat(300))]);
  });
  const idOf = (key: number) =>
    database.row<{ id: string }>('SELECT id FROM messages ORDER BY key LIMIT 1 OFFSET ?', key)?.id ?? '';
  removeMessages(change, { conversationId: 'c1', messageId: idOf(1) });
  sweepAll(database, START_MS + 29 * DAY_MS);
  expect([count(database, 'messages'), count(database, 'removed_messages')]).toEqual([1, 60]);

  const { changes } = sweepAll(database, START_MS + 31 * DAY_MS);
  expect(changes).toEqual([{ name: 'trash.changed', payload: { kind: 'messages' } }]);
  expect(['messages', 'removals', 'removed_messages', 'due_work'].map((table) => count(database, table))).toEqual([
    1, 0, 0, 0,
  ]);
  database.connection.pragma('wal_checkpoint(PASSIVE)');
  for (const name of ['history.db', 'history.db-wal']) {
    expect(readFileSync(join(folder, name)).includes(secret)).toBe(false);
  }
});

test('a conversation takes its removed messages along, in small steps', async () => {
  const database = await openTestDatabase();
  const change = { database, nowMs: START_MS, writer: 'w', announce: () => {} };
  database.writing((writable) => {
    addConversation(writable, 1, 'Pois', null);
    addMessages(writable, 1, ['yksi', ...Array.from({ length: 100 }, () => 'monta')]);
  });
  const [, second] = database.rows<{ id: string }>('SELECT id FROM messages ORDER BY key');
  removeMessages(change, { conversationId: 'c1', messageId: second?.id ?? '' });
  database.write('UPDATE conversations SET deleted_at = 0 WHERE key = 1');
  const sweep = new Sweep(database);
  sweep.step(START_MS);
  expect(count(database, 'removed_messages')).toBe(75);
  sweepAll(database);
  expect(['conversations', 'removals', 'removed_messages'].map((table) => count(database, table))).toEqual([0, 0, 0]);
});

test('removed messages have every column that messages have, but for those of one that grows', async () => {
  const database = await openTestDatabase();
  const columns = (table: string) =>
    database
      .rows<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
      .map(({ name }) => name)
      .filter((name) => !['removal_key', 'conversation_key', 'streaming', 'writer'].includes(name));
  expect(columns('removed_messages').sort()).toEqual(columns('messages').sort());
});

test('the text of a deleted message and of a cleared draft leaves the files within seconds', async () => {
  const folder = await temporaryFolder();
  const history = await openHistory(folder);
  const [message] = await conversationOf(history, 'Salaisuus qzviesti');
  const conversationId = message?.conversationId ?? '';
  await history.ask('drafts.put', { conversationId, text: 'Salaisuus qzluonnos' });
  const found = () => {
    const bytes = ['history.db', 'history.db-wal'].map((name) => readFileSync(join(folder, 'history', name), 'latin1'));
    return ['Salaisuus qzviesti', 'Salaisuus qzluonnos'].filter((text) =>
      bytes.some((content) => content.includes(text)),
    );
  };
  expect(found()).toHaveLength(2);
  await history.ask('updateConversation', { conversationId, title: 'Otsikko' });
  await history.ask('drafts.put', { conversationId, text: '' });
  await history.ask('conversations.remove', { conversationId });
  await history.ask('trash.empty', {});
  await expect.poll(found, { timeout: 15_000 }).toEqual([]);
});

test('an end in the middle is gone on with at the next start', async () => {
  const folder = await temporaryFolder();
  const database = await openTestDatabase(folder);
  database.writing((writable) => {
    addConversation(writable, 1, 'Pois', 1);
    addMessages(
      writable,
      1,
      Array.from({ length: 120 }, (_, index) => `viesti ${index}`),
    );
  });
  const sweep = new Sweep(database);
  expect([sweep.step(START_MS).more, count(database, 'messages')]).toEqual([true, 95]);
  // It cannot be restored any more, and it is the first to go on with.
  expect(database.rows('SELECT deleted_at FROM conversations')).toEqual([{ deleted_at: 0 }]);
  sweepAll(database);
  expect(['conversations', 'messages', 'vocabulary', 'due_work'].map((table) => count(database, table))).toEqual([
    0, 0, 0, 0,
  ]);
});

test('what is removed while the index is gone through leaves it too', async () => {
  const database = await openTestDatabase();
  const change = { database, nowMs: START_MS, writer: 'w', announce: () => {} };
  database.writing((writable) => {
    addConversation(writable, 1, 'Jää', null);
    addMessages(writable, 1, ['pysyvä', 'salaisuus', 'ensin']);
  });
  const idOf = (text: string) => database.row<{ id: string }>('SELECT id FROM messages WHERE text = ?', text)?.id ?? '';
  removeMessages(change, { conversationId: 'c1', messageId: idOf('ensin') });
  const sweep = new Sweep(database);
  // The words have been gone through then, the index has not.
  for (let step = 0; step < 2; step += 1) expect(sweep.step(START_MS).more).toBe(true);
  removeMessages(change, { conversationId: 'c1', messageId: idOf('salaisuus') });
  while (sweep.step(START_MS).more);
  expect(database.rows('SELECT word FROM vocabulary ORDER BY word')).toEqual([{ word: 'jää' }, { word: 'pysyvä' }]);
  expect(count(database, 'due_work')).toBe(0);
});

test('what is removed by a clock that is behind has its 30 days when the clock is right again', async () => {
  let nowMs = START_MS;
  const folder = await temporaryFolder();
  const history = await openHistory(folder, () => nowMs);
  const [message] = await conversationOf(history, 'Tärkeä');
  nowMs = Date.UTC(2001, 0, 1);
  await history.ask('conversations.remove', { conversationId: message?.conversationId ?? '' });
  await history.close();
  const sweep = new Sweep(await openTestDatabase(join(folder, 'history')));
  expect([sweep.step(START_MS + 29 * DAY_MS).more, sweep.step(START_MS + 31 * DAY_MS).more]).toEqual([false, true]);
});

test('the trash is listed removed last first, and emptied or deleted from for good', async () => {
  const folder = await temporaryFolder();
  const history = await openHistory(folder);
  const ids: string[] = [];
  for (const text of ['yksi', 'kaksi', 'kolme', 'neljä']) {
    const [message] = await conversationOf(history, text);
    ids.push(message?.conversationId ?? '');
  }
  const [one = '', two = '', three = '', four = ''] = ids;
  for (const conversationId of [two, one, three]) await history.ask('conversations.remove', { conversationId });

  const first = await history.ask('trash.list', { limit: 2 });
  expect(first.conversations.map(({ id }) => id)).toEqual([three, one]);
  const second = await history.ask('trash.list', { limit: 2, cursor: first.nextCursor ?? '' });
  expect([second.conversations.map(({ id }) => id), second.nextCursor]).toEqual([[two], null]);
  const [removedLast, before] = first.conversations;
  expect((removedLast?.deletedAt ?? 0) > (before?.deletedAt ?? 0) && (before?.deletedAt ?? 0) > START_MS).toBe(true);
  await expect(history.ask('trash.list', { limit: 2, cursor: 'x' })).rejects.toMatchObject({ code: 'invalid-input' });

  const changes: unknown[] = [];
  history.onChange((change) => changes.push(change));
  // One that is not in the trash, and one that does not exist, are left alone.
  expect(await history.ask('trash.delete', { conversationIds: [one, four, 'nobody'] })).toEqual({ deleted: 1 });
  await expect(history.ask('conversations.restore', { conversationId: one })).rejects.toMatchObject({
    code: 'conversation-unknown',
  });
  expect(await history.ask('trash.empty', {})).toEqual({ deleted: 2 });
  expect(await history.ask('trash.list', { limit: 10 })).toEqual({ conversations: [], nextCursor: null });
  expect(await history.ask('trash.empty', {})).toEqual({ deleted: 0 });
  expect((await history.ask('conversations.list', { limit: 10 })).conversations.map(({ id }) => id)).toEqual([four]);
  expect(changes).toEqual([
    { name: 'conversation.changed', payload: { kind: 'deleted', conversationIds: [one] } },
    {
      name: 'conversation.changed',
      payload: { kind: 'deleted', conversationIds: expect.arrayContaining([two, three]) as unknown },
    },
  ]);
  // The worker removes them by and by without being asked, from the file too.
  await expect.poll(() => conversationsIn(folder)).toEqual([four]);
});

/** What another process sees of the file. */
function conversationsIn(folder: string): unknown {
  const sqlite = openSqlite(join(folder, 'history', 'history.db'));
  try {
    return sqlite.prepare('SELECT id FROM conversations').pluck().all();
  } finally {
    sqlite.close();
  }
}
