import { expect, expectTypeOf, test } from 'vitest';
import { addMessage } from '../../../../src-main/core/history/messages.ts';
import type { Change } from '../../../../src-main/core/history/change.ts';
import type { HistoryDatabase, ReadableDB, WritableDB } from '../../../../src-main/core/history/database.ts';
import { listConversations } from '../../../../src-main/core/history/list-conversations.ts';
import { OPERATIONS } from '../../../../src-main/core/history/operations.ts';
import { setTags } from '../../../../src-main/core/history/tags.ts';
import { openTestDatabase } from '../../../builders/history.ts';

/** Operations by whether they may write, as their types say. */
type RunOf<Kind> = Extract<(typeof OPERATIONS)[keyof typeof OPERATIONS], { kind: Kind }>['run'];

test('a reader has nothing to write with, and cannot be handed to what writes', () => {
  expectTypeOf<ReadableDB>().not.toHaveProperty('write');
  expectTypeOf<ReadableDB>().not.toHaveProperty('connection');
  expectTypeOf<ReadableDB>().not.toExtend<WritableDB>();
  expectTypeOf<WritableDB>().toExtend<ReadableDB>();
  expectTypeOf(listConversations).parameter(0).toEqualTypeOf<ReadableDB>();
  expectTypeOf(setTags).parameter(0).toEqualTypeOf<WritableDB>();
  expectTypeOf(addMessage).parameter(0).toEqualTypeOf<Change>();
  expectTypeOf<RunOf<'reading'>>().parameter(0).toEqualTypeOf<ReadableDB>();
  expectTypeOf<RunOf<'writing' | 'writing-deferred'>>().parameter(0).toEqualTypeOf<Change>();
  expectTypeOf<HistoryDatabase['reading']>().parameter(0).parameter(0).toEqualTypeOf<ReadableDB>();
});

test('what a type cannot see, SQL that writes in the place of a question, is refused', async () => {
  const database = await openTestDatabase();
  for (const sql of [
    `INSERT INTO tags (id, name, name_key, colour, created_at) VALUES ('t', 't', 't', 0, 1) RETURNING key`,
    'DELETE FROM conversations RETURNING key',
    'PRAGMA user_version = 99',
  ]) {
    expect(() => database.reading((readable) => readable.rows(sql))).toThrow('changes the database');
  }
  expect(database.rows('SELECT * FROM tags')).toEqual([]);
});

test('what only asks is a reading operation, and what changes something is none', () => {
  const reading = Object.entries(OPERATIONS)
    .filter(([, { kind }]) => kind === 'reading')
    .map(([name]) => name);
  expect(reading).toEqual(
    expect.arrayContaining([
      'branchTo',
      'conversation',
      'conversations.list',
      'drafts.list',
      'folders.list',
      'tags.list',
      'trash.list',
      'message',
      'conversations.open',
      'conversations.page',
    ]),
  );
  for (const name of ['addMessage', 'trash.empty', 'drafts.put', 'updateConversation'])
    expect(reading).not.toContain(name);
});
