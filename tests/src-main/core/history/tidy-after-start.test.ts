import { expect, test } from 'vitest';
import { tidyAfterStart } from '../../../../src-main/core/history/tidy-after-start.ts';
import { openTestDatabase } from '../../../builders/history.ts';

test('answers of writers that are gone are closed as cut off with their text, those of living ones go on', async () => {
  const database = await openTestDatabase();
  database.write(`INSERT INTO conversations (key, id, created_at, updated_at) VALUES (1, 'c1', 1, 1)`);
  for (const writer of ['gone', 'alive', null]) {
    database.write(
      `INSERT INTO messages (id, conversation_key, role, text, created_at, streaming, writer)
       VALUES (?, 1, 'assistant', 'Kesken', 1, 1, ?)`,
      `of ${writer}`,
      writer,
    );
  }
  expect(database.writing((writable) => tidyAfterStart(writable, (writer) => writer === 'alive'))).toBe(2);
  const closed = { text: 'Kesken', streaming: 0, stop_reason: 'failed', code: 'generation-interrupted' };
  expect(
    database.rows(`SELECT id, text, streaming, stop_reason, error ->> '$.code' AS code FROM messages ORDER BY key`),
  ).toEqual([
    { id: 'of gone', ...closed },
    { id: 'of alive', text: 'Kesken', streaming: 1, stop_reason: null, code: null },
    { id: 'of null', ...closed },
  ]);
});
