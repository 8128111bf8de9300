import type { Change } from './change.ts';
import { updateConversation } from './conversations.ts';
import type { RequestInput, RequestOutput } from './protocol.ts';
import { CONVERSATION_COLUMNS, type ConversationRow, conversationOf } from './rows.ts';
import { removeConversation, restoreConversation } from './trash.ts';
import { GONE } from './trash-terms.ts';

/** With more changes than this, the lists are read again instead of an event for each. */
const MOST_TOLD = 100;

/**
 * Does one thing to several conversations in one transaction. Conversations to which it can no longer be done are left
 * out.
 *
 * @throws SarviError `folder-unknown`, `tag-unknown`; nothing is changed then
 */
export function changeSeveral(
  change: Change,
  { conversationIds, to }: RequestInput<'conversations.changeSeveral'>,
): RequestOutput<'conversations.changeSeveral'> {
  const ids = [...new Set(conversationIds)];
  // Every removed conversation needs an event, because its KV states are deleted by it.
  const isTold = ids.length <= MOST_TOLD || to.kind === 'remove';
  const told: Change = isTold ? change : { ...change, announce: () => undefined };
  const place = to.kind === 'restore' ? `deleted_at > ${GONE}` : 'deleted_at IS NULL';
  const done = ids.filter((id) => {
    const row = change.database.row<ConversationRow>(
      `SELECT ${CONVERSATION_COLUMNS} FROM conversations WHERE id = ? AND comparison_key IS NULL AND ${place}`,
      id,
    );
    if (row !== undefined) changeOne(told, row, to);
    return row !== undefined;
  });
  if (!isTold && done.length > 0) change.announce('conversation.changed', { kind: 'many' });
  return { conversationIds: done };
}

function changeOne(change: Change, row: ConversationRow, to: RequestInput<'conversations.changeSeveral'>['to']): void {
  const conversationId = row.id;
  const same = { conversationId, modelName: null };
  switch (to.kind) {
    case 'remove':
      removeConversation(change, { conversationId });
      return;
    case 'restore':
      restoreConversation(change, { conversationId });
      return;
    case 'archive':
      updateConversation(change, { ...same, archived: to.archived });
      return;
    case 'move':
      updateConversation(change, { ...same, folderId: to.folderId });
      return;
    case 'tag': {
      const others = conversationOf(row).tagIds.filter((id) => id !== to.tagId);
      updateConversation(change, { ...same, tagIds: to.carried ? [...others, to.tagId] : others });
    }
  }
}
