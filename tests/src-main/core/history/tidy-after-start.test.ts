import { expect, test } from 'vitest';
import { tidyAfterStart } from '../../../../src-main/core/history/tidy-after-start.ts';
import { openTestDatabase, START_MS } from '../../../builders/history.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

test('what has lain in the trash for more than 30 days goes, with its messages, however deep, and its index', async () => {
  const database = await openTestDatabase();
  database.writing((writable) => {
    for (const [key, deletedAt] of [
      [1, START_MS - 31 * DAY_MS],
      [2, START_MS - 29 * DAY_MS],
      [3, null],
    ] as const) {
      writable.write(
        `INSERT INTO conversations (key, id, title, created_at, updated_at, deleted_at) VALUES (?, ?, 'Otsikko', 1, 1, ?)`,
        key,
        `c${key}`,
        deletedAt,
      );
    }
    // Deeper than the thousand levels at which SQLite gives up on a cascade along the tree.
    for (let key = 1; key <= 3000; key += 1) {
      writable.write(
        `INSERT INTO messages (key, id, conversation_key, parent_key, role, text, created_at)
       VALUES (?, ?, 1, ?, 'user', 'syvyys', 1)`,
        key,
        `m${key}`,
        key === 1 ? null : key - 1,
      );
    }
    writable.write('UPDATE conversations SET active_leaf_key = 3000 WHERE key = 1');
  });

  expect(tidyAfterStart(database, START_MS, () => false)).toEqual({ interrupted: 0, purged: 1 });

  const count = (table: string) => database.row<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count;
  expect(['conversations', 'title_search', 'messages', 'message_search'].map(count)).toEqual([2, 2, 0, 0]);
  // The word that only the deleted messages had has left the index in all its parts.
  expect(database.rows('SELECT word FROM vocabulary')).toEqual([{ word: 'otsikko' }]);
  expect(count('word_lemmas WHERE word_key NOT IN (SELECT key FROM vocabulary)')).toBe(0);
  expect(database.rows(`SELECT rowid FROM vocabulary_parts ('"syv"')`)).toEqual([]);
  expect(database.connection.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
});
