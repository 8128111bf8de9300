import { randomUUID } from 'node:crypto';
import type { Conversation } from '#contract/conversations';
import { openConversation } from '../branches.ts';
import type { Change } from '../change.ts';
import { announceChanged } from '../conversations.ts';
import type { RequestInput } from '../protocol.ts';
import { openCell } from './cells.ts';
import { copyMessages } from './copy-messages.ts';

/**
 * Creates an ordinary conversation from a cell: its open branch and its settings. @throws SarviError
 * `comparison-unknown`
 */
export function openColumn(change: Change, input: RequestInput<'comparisons.openColumn'>): Conversation {
  const { database, nowMs } = change;
  const { conversationId } = openCell(change, input);
  const { branch } = openConversation(database, { conversationId });
  const id = randomUUID();
  database.write(
    `INSERT INTO conversations (id, system_prompt, model_id, model_name, sampling, adapters, created_at, updated_at)
     SELECT ?, system_prompt, model_id, model_name, sampling, adapters, ?, ? FROM conversations WHERE id = ?`,
    id,
    nowMs,
    nowMs,
    conversationId,
  );
  copyMessages(
    change,
    branch.filter(({ streaming }) => !streaming),
    id,
  );
  return announceChanged(change, id);
}
