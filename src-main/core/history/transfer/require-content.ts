import { SarviError } from '#contract/errors';
import { isReadingFormat } from '#contract/transfers';
import type { History } from '../history.ts';
import type { ExportContent } from './export-conversations.ts';
import type { SarviConversation } from './sarvi-conversation.ts';

/**
 * Checks that all that shall be exported is there, before a file is begun.
 *
 * @throws SarviError `conversation-unknown`, `message-unknown`; `invalid-input` for messages of several conversations,
 *   or in a format that has whole conversations only
 */
export async function requireContent(history: History, content: ExportContent): Promise<void> {
  const { conversationIds, messageIds, format, language } = content;
  for (const id of conversationIds ?? []) await history.ask('conversation', { conversationId: id });
  if (messageIds === undefined) return;
  const [conversationId] = conversationIds ?? [];
  if (conversationId === undefined || conversationIds?.length !== 1 || !isReadingFormat(format))
    throw new SarviError('invalid-input');
  const asked = { conversationId, format: 'json' as const, allLeaves: false, language };
  const { messages } = JSON.parse((await history.ask('renderConversation', asked)).text) as SarviConversation;
  const known = new Set(messages.map(({ id }) => id));
  const missing = messageIds.find((id) => !known.has(id));
  if (missing !== undefined) throw new SarviError('message-unknown', { message: missing });
}
