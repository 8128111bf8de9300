import { expect, test } from 'vitest';
import {
  branchTo,
  openConversation,
  pageConversation,
  selectBranch,
} from '../../../../src-main/core/history/branches.ts';
import type { Change } from '../../../../src-main/core/history/change.ts';
import { createConversation, nameModel, updateConversation } from '../../../../src-main/core/history/conversations.ts';
import type { HistoryDatabase } from '../../../../src-main/core/history/database.ts';
import { createFolder, removeFolder } from '../../../../src-main/core/history/folders.ts';
import { listConversations } from '../../../../src-main/core/history/list-conversations.ts';
import { addMessage, saveStreamedText } from '../../../../src-main/core/history/messages.ts';
import { removeMessages } from '../../../../src-main/core/history/remove-messages.ts';
import {
  deleteRemovals,
  listRemovals,
  sweepRemovals,
  sweepRemovalsOf,
} from '../../../../src-main/core/history/removed-in-trash.ts';
import { restoreMessages } from '../../../../src-main/core/history/restore-messages.ts';
import { searchHistory } from '../../../../src-main/core/history/search/search-history.ts';
import { createTag, removeTag } from '../../../../src-main/core/history/tags.ts';
import { listTrash } from '../../../../src-main/core/history/trash.ts';
import { tidyAfterStart } from '../../../../src-main/core/history/tidy-after-start.ts';
import { type NotedStatement, noting, openTestDatabase, START_MS } from '../../../builders/history.ts';

/** What SQLite says it will do for each statement, without the lines that only name a subquery. */
function plansOf(database: HistoryDatabase, statements: readonly NotedStatement[]): string[] {
  return statements.flatMap(({ sql, parameters }) =>
    (database.connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[]).map(
      ({ detail }) => detail,
    ),
  );
}

/** Steps that read a whole table or sort what they found: what a large history cannot afford. */
const costly = (plans: readonly string[]): string[] =>
  plans.filter(
    (plan) =>
      /^SCAN (?!CONSTANT|branch|below|s VIRTUAL|wanted VIRTUAL)|TEMP B-TREE/.test(plan) && !/USING.* INDEX/.test(plan),
  );

async function noted(
  run: (change: Change, conversationId: string, messageIds: string[]) => void,
  of: (statement: NotedStatement) => boolean = () => true,
) {
  const database = await openTestDatabase();
  const change = (writable: Change['database']): Change => ({
    database: writable,
    nowMs: START_MS,
    writer: 'test',
    announce: () => {},
  });
  const { id } = createConversation(change(database), {});
  const messageIds: string[] = [];
  for (const text of ['Kysymys', 'Vastaus']) {
    const place = { conversationId: id, parentId: messageIds.at(-1) ?? null };
    messageIds.push(addMessage(change(database), { ...place, role: 'user', text, streaming: true }).id);
  }
  const { database: watched, statements } = noting(database);
  run(change(watched), id, messageIds);
  return plansOf(database, statements.filter(of));
}

/** The steps that choose the rows, without those that fill in the folder and the tags of each. */
const walks = (plans: readonly string[]): string[] =>
  plans.filter((plan) => !/^CORRELATED|^SEARCH (folders|own|tags) USING (INTEGER )?PRIMARY KEY/.test(plan));

test('a page of every list is one walk along an index, the first page and the later ones', async () => {
  const plans = await noted(
    (change, conversationId) => {
      const { database } = change;
      const { id: folderId } = createFolder(change, { name: 'Kansio' });
      const { id: tagId } = createTag(change, { name: 'Tunniste', colour: 0 });
      updateConversation(change, { conversationId, folderId, tagIds: [tagId] });
      for (const cursor of [{}, { cursor: '0.1700000000000.5' }]) {
        for (const filter of [{}, { folderId }, { folderId: null }, { tagId }, { folderId, tagId }]) {
          listConversations(database, { limit: 50, ...filter, ...cursor });
        }
        listTrash(database, { limit: 50, ...(cursor.cursor === undefined ? {} : { cursor: '1700000000000.5' }) });
      }
    },
    ({ sql }) => sql.includes('LIMIT'),
  );
  const byTag = (bound: string) => [
    `SEARCH place USING COVERING INDEX conversations_by_tag (tag_key=? AND archived=?${bound})`,
    'SEARCH conversations USING INTEGER PRIMARY KEY (rowid=?)',
  ];
  const lists = (bound: string, tagBound: string) => [
    `SEARCH conversations USING INDEX conversations_by_recency (archived=?${bound})`,
    `SEARCH conversations USING INDEX conversations_in_folder (folder_key=? AND comparison_key=? AND deleted_at=? AND archived=?${bound})`,
    `SEARCH conversations USING INDEX conversations_in_folder (folder_key=? AND comparison_key=? AND deleted_at=? AND archived=?${bound})`,
    ...byTag(tagBound),
    ...byTag(tagBound),
    'SEARCH conversations USING INDEX conversations_in_trash (deleted_at>? AND deleted_at<?)',
  ];
  expect(walks(plans)).toEqual([
    ...lists('', ''),
    ...lists(' AND (pinned,updated_at)<(?,?)', ' AND (pinned,updated_at,conversation_key)<(?,?,?)'),
  ]);
});

test('removing a folder or a tag, and renaming a model, find their conversations by an index', async () => {
  const plans = await noted(
    (change) => {
      const { id: folderId } = createFolder(change, { name: 'Kansio' });
      const { id: tagId } = createTag(change, { name: 'Tunniste', colour: 0 });
      removeFolder(change, { folderId });
      removeTag(change, { tagId });
      nameModel(change, { modelId: 'm', name: 'M' });
    },
    ({ sql }) => /^\s*(UPDATE|DELETE)/.test(sql),
  );
  // Twice each: once by the statement itself, once by the foreign key, which is all that files of a folder have.
  expect(plans).toEqual([
    'SEARCH conversations USING COVERING INDEX conversations_in_folder (folder_key=?)',
    'SEARCH folders USING INTEGER PRIMARY KEY (rowid=?)',
    'SEARCH folder_files USING COVERING INDEX folder_files_of (folder_key=?)',
    'SEARCH conversations USING COVERING INDEX conversations_in_folder (folder_key=?)',
    'SEARCH conversation_tags USING COVERING INDEX conversations_by_tag (tag_key=?)',
    'SEARCH tags USING INTEGER PRIMARY KEY (rowid=?)',
    'SEARCH conversation_tags USING COVERING INDEX conversations_by_tag (tag_key=?)',
    'SEARCH conversations USING INDEX conversations_by_model (model_id=?)',
  ]);
});

test('opening a conversation and selecting a branch read no whole table', async () => {
  const plans = await noted((change, conversationId, messageIds) => {
    openConversation(change.database, { conversationId, limit: 60 });
    openConversation(change.database, { conversationId, messageId: messageIds[0] ?? '', limit: 60 });
    const [messageId = '', leafId = ''] = messageIds;
    pageConversation(change.database, { conversationId, leafId, from: { side: 'after', messageId } });
    branchTo(change.database, { messageId: leafId });
    selectBranch(change, { conversationId, messageId: messageIds[0] ?? '' });
  });
  expect(plans.join('\n')).toContain(
    'SEARCH s USING COVERING INDEX messages_by_parent (conversation_key=? AND parent_key=?)',
  );
  expect(costly(plans)).toEqual([]);
});

test('adding a message and saving streamed text read no whole table', async () => {
  const plans = await noted((change, conversationId, messageIds) => {
    addMessage(change, { conversationId, parentId: messageIds[0] ?? '', role: 'user', text: 'x', streaming: false });
    saveStreamedText(change, { messageId: messageIds[1] ?? '', text: 'Pidempi vastaus' });
  });
  expect(costly(plans)).toEqual([]);
});

test('removing messages, listing them, bringing them back and letting them go read no whole table', async () => {
  const plans = await noted(
    (change, conversationId) => {
      const { database } = change;
      const parent = addMessage(change, { conversationId, parentId: null, role: 'user', text: 'x', streaming: false });
      const place = { conversationId, parentId: parent.id };
      const child = addMessage(change, { ...place, role: 'user', text: 'y', streaming: false });
      database.write('UPDATE messages SET streaming = 0 WHERE streaming = 1');
      const removal = removeMessages(change, { conversationId, messageId: child.id });
      removeMessages(change, { conversationId, messageId: parent.id });
      listRemovals(database, { limit: 5 });
      listRemovals(database, { limit: 5, cursor: '1700000000000.5' });
      restoreMessages(change, { removalId: removal.removalId });
      deleteRemovals(change, ['nobody']);
      sweepRemovals(database, START_MS + 1, 5);
      sweepRemovalsOf(database, 1, 5);
    },
    ({ sql }) => !sql.includes('SET streaming'),
  );
  expect(plans.join('\n')).toContain('SEARCH r USING INDEX removals_by_time (removed_at>? AND removed_at<?)');
  expect(costly(plans).filter((plan) => !plan.startsWith('SCAN gone'))).toEqual([]);
});

test('a search walks the full-text index newest first and sorts nothing', async () => {
  const plans = await noted(
    ({ database }) => searchHistory(database, { query: 'kysymys vast', limit: 20 }),
    ({ sql }) => sql.includes('_search MATCH'),
  );
  expect(plans.join('\n')).toMatch(/SCAN s VIRTUAL TABLE INDEX [^\n]*M/);
  expect(costly(plans)).toEqual([]);
});

test('the vocabulary is asked by lemma, by beginning and by parts, and never read through', async () => {
  const plans = await noted(
    ({ database }) => searchHistory(database, { query: 'kysimys', limit: 20 }),
    ({ sql }) => sql.includes('vocabulary'),
  );
  expect(plans).toContain('SEARCH l USING PRIMARY KEY (lemma=?)');
  expect(plans).toContain('SEARCH vocabulary USING INDEX vocabulary_by_bare (bare>? AND bare<?)');
  expect(plans.filter((plan) => /^SCAN (?!wanted VIRTUAL|p VIRTUAL)/.test(plan))).toEqual([]);
});

test('starting finds what a crash left open by its own index', async () => {
  const plans = await noted(({ database }) => tidyAfterStart(database, () => false));
  expect(plans).toEqual([
    'SCAN messages USING COVERING INDEX messages_streaming',
    // The two that were found.
    'SEARCH messages USING INTEGER PRIMARY KEY (rowid=?)',
    'SEARCH messages USING INTEGER PRIMARY KEY (rowid=?)',
  ]);
});

test('the streamed saves of a message leave the full-text index alone until it is finished', async () => {
  const database = await openTestDatabase();
  const change: Change = { database, nowMs: START_MS, writer: 'test', announce: () => {} };
  const { id: conversationId } = createConversation(change, {});
  const message = addMessage(change, { conversationId, parentId: null, role: 'assistant', text: '', streaming: true });
  const indexed = () => database.row<{ count: number }>('SELECT count(*) AS count FROM message_search')?.count;
  saveStreamedText(change, { messageId: message.id, text: 'Pitkä vastaus' });
  expect(indexed()).toBe(0);
  tidyAfterStart(database, () => false);
  expect(indexed()).toBe(1);
});
