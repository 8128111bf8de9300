import { describe, expect, test } from 'vitest';
import { openConversation } from '../../../../../src-main/core/history/branches.ts';
import type { HistoryDatabase } from '../../../../../src-main/core/history/database.ts';
import { listConversations } from '../../../../../src-main/core/history/list-conversations.ts';
import { MIGRATIONS } from '../../../../../src-main/core/history/migrations/migrations.ts';
import { openDatabase } from '../../../../../src-main/core/history/open-database.ts';
import { searchHistory } from '../../../../../src-main/core/history/search/search-history.ts';
import { listTrash } from '../../../../../src-main/core/history/trash.ts';
import { openTestDatabase, START_MS } from '../../../../builders/history.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

const LATEST = MIGRATIONS.at(-1)?.version ?? 0;
const upTo = (version: number) => MIGRATIONS.filter((migration) => migration.version <= version);

const RECORD = {
  sampling: { temperature: 0.7 },
  backend: 'CPU',
  seed: 1,
  freshTokens: 10,
  cachedTokens: 0,
  generatedTokens: 5,
  timeToFirstTokenMs: 1,
  promptMs: 1,
  generationMs: 1,
  contextTokens: 2048,
};
const byModel = (modelId: string, modelName: string): string => JSON.stringify({ ...RECORD, modelId, modelName });

test('every version has one migration', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
});

/**
 * What a history of version 1 may hold: branches, an answer that was cut off, a pinned one, one in the trash, a model
 * that was renamed and one that is not there any more, text of all kinds. In the words of that version, which later
 * code does not write.
 */
function fillVersion1(database: HistoryDatabase): void {
  const addConversation = database.connection.prepare(
    `INSERT INTO conversations (key, id, title, title_source, system_prompt, model_id, sampling, pinned, created_at,
       updated_at, deleted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const addMessage = database.connection.prepare(
    `INSERT INTO messages (key, id, conversation_key, parent_key, role, text, created_at, streaming, writer, stop_reason,
       error, generation)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  addConversation.run(
    1,
    'talvisota',
    'Talvisodan alku',
    'automatic',
    'Vastaa.',
    'poro',
    '{"topP":0.9}',
    0,
    10,
    40,
    null,
  );
  addConversation.run(2, 'pinned', 'Oma nimi', 'user', '', 'removed', '{}', 1, 20, 20, null);
  addConversation.run(3, 'trash', 'Roskiin', 'automatic', '', null, '{}', 0, 30, 30, START_MS);
  addConversation.run(4, 'empty', '', 'none', '', 'never-answered', '{}', 0, 5, 5, null);
  addMessage.run(1, 'q1', 1, null, 'user', 'Milloin talvisota alkoi?', 10, 0, null, null, null, null);
  const end = 'end-of-generation';
  addMessage.run(2, 'a1', 1, 1, 'assistant', 'Marraskuussa.', 11, 0, null, end, null, byModel('poro', 'Poro'));
  addMessage.run(3, 'a2', 1, 1, 'assistant', '30.11.1939 😀\u0000', 12, 0, null, end, null, byModel('poro', 'Poro 2'));
  addMessage.run(4, 'q2', 1, 3, 'user', '<script>alert(1)</script>', 13, 0, null, null, null, null);
  addMessage.run(5, 'a3', 1, 4, 'assistant', 'Kesken', 14, 1, 'a writer', null, null, null);
  addMessage.run(6, 'q3', 2, null, 'user', 'Kysymys', 20, 0, null, null, null, null);
  const failed = JSON.stringify({ code: 'engine-crashed', details: {}, message: 'engine-crashed' });
  addMessage.run(7, 'a4', 2, 6, 'assistant', '', 21, 0, null, 'failed', failed, byModel('other', 'Toinen'));
  addMessage.run(8, 'q4', 3, null, 'user', 'Poistettu kysymys', 30, 0, null, null, null, null);
  database.connection.exec(`
    UPDATE conversations SET active_leaf_key = 5 WHERE key = 1;
    UPDATE conversations SET active_leaf_key = 7 WHERE key = 2;
    UPDATE conversations SET active_leaf_key = 8 WHERE key = 3;`);
}

/** Columns of version 1, which no later version may change. */
function contentOfVersion1(database: HistoryDatabase): unknown {
  return [
    database.rows(`SELECT key, id, title, title_source, system_prompt, model_id, sampling, pinned, created_at, updated_at,
      deleted_at, active_leaf_key FROM conversations ORDER BY key`),
    database.rows(`SELECT key, id, conversation_key, parent_key, role, text, created_at, streaming, writer, stop_reason,
      error, generation FROM messages ORDER BY key`),
  ];
}

describe.each(upTo(LATEST - 1))('a history of version $version', ({ version }) => {
  /** Made by version 1, used up to this version, and then opened by the present one. */
  async function migrated(): Promise<{ before: unknown; database: HistoryDatabase }> {
    const folder = await temporaryFolder();
    const { database: first } = openDatabase(folder, { nowMs: START_MS, migrations: upTo(1) });
    fillVersion1(first);
    const before = contentOfVersion1(first);
    first.close();
    openDatabase(folder, { nowMs: START_MS, migrations: upTo(version) }).database.close();
    return { before, database: await openTestDatabase(folder) };
  }

  test('becomes one of the present version, and nothing of it is lost', async () => {
    const { before, database } = await migrated();
    expect(database.connection.pragma('user_version', { simple: true })).toBe(LATEST);
    expect(contentOfVersion1(database)).toEqual(before);
    expect(database.connection.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(database.connection.pragma('foreign_key_check')).toEqual([]);
    const fresh = await openTestDatabase();
    const schemaOf = (one: HistoryDatabase) =>
      one.rows('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name');
    expect(schemaOf(database)).toEqual(schemaOf(fresh));
  });

  test('is listed, opened and searched as before', async () => {
    const { database } = await migrated();
    const { conversations } = listConversations(database, { limit: 10 });
    expect(
      conversations.map(({ id, pinned, archived, folderId, tagIds }) => [id, pinned, archived, folderId, tagIds]),
    ).toEqual([
      ['pinned', true, false, null, []],
      ['talvisota', false, false, null, []],
      ['empty', false, false, null, []],
    ]);
    expect(listTrash(database, { limit: 10 }).conversations.map(({ id, deletedAt }) => [id, deletedAt])).toEqual([
      ['trash', START_MS],
    ]);
    const { branch } = openConversation(database, { conversationId: 'talvisota' });
    expect(branch.map(({ id, siblingIds }) => [id, siblingIds.length])).toEqual([
      ['q1', 1],
      ['a2', 2],
      ['q2', 1],
      ['a3', 1],
    ]);
    const hits = searchHistory(database, { query: 'talvisodan', limit: 10 }).hits;
    expect(hits.map(({ conversationId }) => conversationId)).toContain('talvisota');
  });

  test('has the thinking of its answers apart from their text, out of the search', async () => {
    const folder = await temporaryFolder();
    const { database: first } = openDatabase(folder, { nowMs: START_MS, migrations: upTo(version) });
    const thought = '\n<think>\nEnsin salaisuus.\n</think>\n\nVastaus.';
    const texts: readonly [string, string][] = [
      ['user', thought],
      ['assistant', thought],
      ['assistant', 'Tagi on <think> ja </think>.'],
      ['assistant', '<think>kesken'],
      ['assistant', '<think>a</think>b\0c'],
    ];
    first.connection.exec(
      `INSERT INTO conversations (key, id, created_at, updated_at, active_leaf_key) VALUES (1, 'c', 1, 1, NULL)`,
    );
    const add = first.connection.prepare(
      `INSERT INTO messages (id, conversation_key, role, text, created_at) VALUES (hex(randomblob(8)), 1, ?, ?, 1)`,
    );
    for (const row of texts) add.run(...row);
    first.close();
    const database = await openTestDatabase(folder);
    if (version >= 5) return;
    expect(database.rows('SELECT text, asides FROM messages ORDER BY key')).toEqual([
      { text: thought, asides: null },
      { text: 'Vastaus.', asides: '[{"kind":"thinking","text":"Ensin salaisuus."}]' },
      ...texts.slice(2).map(([, text]) => ({ text, asides: null })),
    ]);
    const hits = searchHistory(database, { query: 'salaisuus', limit: 10 }).hits;
    expect(hits.map(({ role }) => role)).toEqual(['user']);
    expect(database.rows('SELECT name FROM due_work')).toEqual([{ name: 'search index' }]);
  });

  test('has no adapters in any conversation, and takes some', async () => {
    const { database } = await migrated();
    const { conversations } = listConversations(database, { limit: 10 });
    expect(conversations.map(({ adapters }) => adapters)).toEqual([[], [], []]);
    expect(() => database.write("UPDATE conversations SET adapters = 'no JSON' WHERE id = 'empty'")).toThrow(/CHECK/);
  });

  test('tells what its models were called, the newest name first, where an answer tells it', async () => {
    const { database } = await migrated();
    expect(database.rows('SELECT id, model_name FROM conversations ORDER BY key')).toEqual([
      { id: 'talvisota', model_name: 'Poro 2' },
      // Another model answered than the one that is chosen now.
      { id: 'pinned', model_name: null },
      { id: 'trash', model_name: null },
      { id: 'empty', model_name: null },
    ]);
  });
});

test('words that are made in another way since version 7 are found in older texts', async () => {
  const folder = await temporaryFolder();
  const { database: old } = openDatabase(folder, { nowMs: START_MS, migrations: upTo(6) });
  old.connection.exec(`
    INSERT INTO conversations (key, id, title, created_at, updated_at) VALUES (1, 'c', '한국어', 1, 1);
    INSERT INTO messages (key, id, conversation_key, role, text, created_at) VALUES (1, 'm', 1, 'user', '한국어를 \ufb01loso\ufb01a', 1);
    DELETE FROM message_search; DELETE FROM title_search; DELETE FROM vocabulary;
    INSERT INTO message_search (rowid, words) VALUES (1, '한국어를 \ufb01loso\ufb01a');
    INSERT INTO title_search (rowid, words) VALUES (1, '한국어');`);
  old.close();
  const { database } = openDatabase(folder, { nowMs: START_MS });
  const found = (query: string) => searchHistory(database, { query, limit: 9 }).hits.map(({ messageId }) => messageId);
  expect([found('국어 '), found('filosofia '), found('filosofian ')]).toEqual([[null, 'm'], ['m'], ['m']]);
  database.close();
});
