import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reasonText } from '#contract/reasons';
import { checkHistory } from '../../../../src-main/core/history/check-history.ts';
import type { HistoryDatabase } from '../../../../src-main/core/history/database.ts';
import { contentTables } from '../../../../src-main/core/history/content-tables.ts';
import { historyPaths } from '../../../../src-main/core/history/history-paths.ts';
import { MIGRATIONS } from '../../../../src-main/core/history/migrations/migrations.ts';
import { openDatabase, suspectDamage } from '../../../../src-main/core/history/open-database.ts';
import { rebuildIndex } from '../../../../src-main/core/history/rebuild-index.ts';
import { searchHistory } from '../../../../src-main/core/history/search/search-history.ts';
import { START_MS } from '../../../builders/history.ts';
import { openSqlite } from '../../../builders/sqlite.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

/** A closed history with something in every table: branches, an answer that grows, tags, a folder, drafts, trash. */
async function fullHistory() {
  const folder = await temporaryFolder();
  const { database } = openDatabase(folder, { nowMs: START_MS });
  database.connection.exec(`
    INSERT INTO folders (key, id, name, name_key, position, created_at) VALUES (1, 'f1', 'Työ', 'työ', 0, 1);
    INSERT INTO folder_files (id, folder_key, name, text, added_at) VALUES ('ff1', 1, 'muistio.txt', 'Kokous', 1);
    INSERT INTO tags (key, id, name, name_key, colour, created_at) VALUES (1, 't1', 'Runot', 'runot', 2, 1);
    INSERT INTO conversations (key, id, title, created_at, updated_at, folder_key, model_name, model_id, deleted_at)
      VALUES (1, 'c1', 'Kalevala ja kantele', 1, 5, 1, 'Poro', 'poro', NULL), (4, 'c4', 'Roskissa', 1, 2, NULL, NULL, NULL, 9);
    INSERT INTO conversation_tags (conversation_key, tag_key, archived, pinned, updated_at) VALUES (1, 1, 0, 0, 5);
    INSERT INTO messages (key, id, conversation_key, parent_key, role, text, created_at, streaming, writer) VALUES
      (2, 'm2', 1, NULL, 'user', 'Kerro historiasta', 1, 0, NULL), (3, 'm3', 1, 2, 'assistant', 'Historia on pitkä.', 2, 0, NULL),
      (7, 'm7', 1, 2, 'assistant', 'Toinen vastaus: kaduilla', 3, 0, NULL), (9, 'm9', 1, 3, 'assistant', 'kesken', 4, 1, 'w'),
      (11, 'm11', 4, NULL, 'user', 'Poistettu', 1, 0, NULL);
    UPDATE conversations SET active_leaf_key = 7 WHERE key = 1;
    UPDATE messages SET asides = '[{"kind":"thinking","text":"hiljaa"}]' WHERE key = 3;
    INSERT INTO drafts (conversation_key, text, saved_at) VALUES (1, 'luonnos', 3), (NULL, 'uusi', 4);
    INSERT INTO removals (key, id, conversation_key, parent_id, leaf_id, removed_at) VALUES (1, 'r1', 1, 'm2', NULL, 5);
    INSERT INTO removed_messages (removal_key, key, id, parent_key, role, text, created_at)
      VALUES (1, 12, 'm12', 2, 'assistant', 'Pois otettu', 4);
    INSERT INTO comparisons (key, id, kind, created_at, updated_at) VALUES (1, 'v1', 'set', 1, 1);
    INSERT INTO comparison_columns (key, id, comparison_key, position, model_id, model_name)
      VALUES (1, 'k1', 1, 0, 'poro', 'Poro'), (2, 'k2', 1, 1, 'toinen', 'Toinen');
    INSERT INTO comparison_rows (key, id, comparison_key, position, cluster, turns) VALUES (1, 'r1', 1, 0, 'r1', '["Hei"]');
    INSERT INTO conversations (key, id, created_at, updated_at, comparison_key) VALUES (20, 'c20', 1, 1, 1);
    INSERT INTO comparison_cells (row_key, column_key, conversation_key) VALUES (1, 1, 20);
    INSERT INTO comparison_votes (key, id, comparison_key, row_key, a_column_key, b_column_key, a_message_id, b_message_id,
      outcome, drawn_at, decided_at) VALUES (1, 'p1', 1, 1, 1, 2, 'm', 'n', 'tie', 1, 2);
    INSERT INTO datasets (key, id, name, name_key, query, created_at, updated_at) VALUES (1, 'd1', 'Äänet', 'äänet', '{}', 1, 1);
    INSERT INTO dataset_decisions (dataset_key, row_id, excluded) VALUES (1, 'vote:p1', 1);
    INSERT INTO dataset_versions (key, id, dataset_key, number, frozen_at, digest, facts) VALUES (1, 'v1', 1, 1, 1, 'x', '{}');
    INSERT INTO dataset_version_rows (version_key, position, split, conversation_id, content) VALUES (1, 0, 'train', 'c1', '{}');
    INSERT INTO due_work (name) VALUES ('nothing in particular');
  `);
  const content = contentOf(database);
  const found = search(database);
  database.close();
  return { folder, paths: historyPaths(folder), content, found };
}

const contentOf = ({ connection }: HistoryDatabase) =>
  Object.fromEntries(
    contentTables(connection).map((table) => [table, connection.prepare(`SELECT * FROM ${table}`).all()]),
  );

const search = (database: HistoryDatabase) =>
  ['historia', 'katu', 'kantele', 'poistettu'].map((query) =>
    searchHistory(database, { query, limit: 10 }, () => {}).hits.map(({ messageId, score }) => [messageId, score]),
  );

/** Overwrites the page that a table of the index begins with. */
function damage(path: string, table: string): void {
  const sqlite = openSqlite(path);
  const page = sqlite.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table) as number;
  sqlite.close();
  writeFileSync(path, readFileSync(path).fill(0xa5, (page - 1) * 4096, page * 4096));
}

test('every table has content, and the new index finds what the former one found', async () => {
  const { paths, folder, content, found } = await fullHistory();
  expect(Object.entries(content).filter(([, rows]) => rows.length === 0)).toEqual([]);
  expect(found.map((hits) => hits.length > 0)).toEqual([true, true, true, false]);

  const former = rebuildIndex(paths, MIGRATIONS, START_MS);

  expect(checkHistory(paths.database, MIGRATIONS)).toMatchObject({
    conversations: 1,
    inTrash: 1,
    messages: 5,
    branches: 1,
    lookedUp: 4,
    problems: [],
  });
  const { database, notice } = openDatabase(folder, { nowMs: START_MS });
  expect([notice, contentOf(database), search(database)]).toEqual([null, content, found]);
  database.close();
  expect(existsSync(former)).toBe(true);
});

test.each(['message_search_data', 'title_search_idx', 'vocabulary', 'vocabulary_parts_data', 'word_lemmas'])(
  'damage of %s alone is mended at the next start, and told',
  async (table) => {
    const { paths, folder, content, found } = await fullHistory();
    damage(paths.database, table);
    expect(checkHistory(paths.database, MIGRATIONS).problems[0]).toMatchObject({ in: 'index' });

    const { database, notice } = openDatabase(folder, { nowMs: START_MS });

    expect(notice).toMatchObject({ code: 'history-index-rebuilt' });
    expect([contentOf(database), search(database)]).toEqual([content, found]);
    database.close();
    expect(checkHistory(paths.database, MIGRATIONS).problems).toEqual([]);
  },
);

test('damage of the messages is no matter of the index', async () => {
  const { paths, folder } = await fullHistory();
  damage(paths.database, 'messages');
  damage(paths.database, 'message_search_data');
  suspectDamage(folder);
  expect(checkHistory(paths.database, MIGRATIONS).problems[0]).toMatchObject({ in: 'file' });
  const { database, notice } = openDatabase(folder, { nowMs: START_MS });
  expect(notice).toMatchObject({ code: 'history-damaged' });
  database.close();
});

test.each([
  ['DELETE FROM message_search WHERE rowid = 3', 'index', '1 message is not in the search index'],
  [
    `DELETE FROM message_search WHERE rowid = 3; INSERT INTO message_search (rowid, words) VALUES (3, 'muuta')`,
    'index',
    'the message m3 is not found by its words',
  ],
  [`INSERT INTO message_search (rowid, words) VALUES (99, 'muuta')`, 'index', '1 entry of the search index'],
  ['UPDATE conversations SET active_leaf_key = 11 WHERE key = 1', 'tree', 'the open version of the conversation c1'],
  ['UPDATE conversations SET active_leaf_key = 500 WHERE key = 1', 'references', 'refers to no row of messages'],
])('a check names what is wrong: %s', async (sql, place, text) => {
  const { paths } = await fullHistory();
  const sqlite = openSqlite(paths.database);
  sqlite.pragma('foreign_keys = OFF');
  sqlite.exec(sql);
  sqlite.close();
  const problems = checkHistory(paths.database, MIGRATIONS).problems.map(({ in: where, text: reason }) => [
    where,
    reasonText(reason, 'en'),
  ]);
  expect(problems).toContainEqual([place, expect.stringContaining(text)]);
});

test('an index is not made anew while another process has the history open', async () => {
  const { paths, folder, content } = await fullHistory();
  const { database } = openDatabase(folder, { nowMs: START_MS });
  expect(() => rebuildIndex(paths, MIGRATIONS, START_MS)).toThrow('locked');
  expect(contentOf(database)).toEqual(content);
  database.close();
});
