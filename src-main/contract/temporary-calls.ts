/** Temporary conversations, which are in memory alone. All other calls take their ids like any others. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { Conversation } from './conversations.ts';
import { HISTORY_ERRORS } from './declared-errors.ts';
import { ConversationId } from './primitives.ts';

/** Ids begin with it, so that nothing of such a conversation can be taken for one of the history. */
export const TEMPORARY_PREFIX = 'temporary.';

export function isTemporary(conversationId: string | null | undefined): boolean {
  return conversationId?.startsWith(TEMPORARY_PREFIX) ?? false;
}

/** Begins the id of a temporary conversation of the quick window, which other windows do not show. */
export const QUICK_PREFIX = `${TEMPORARY_PREFIX}quick.`;

export function isOfQuickWindow(conversationId: string): boolean {
  return conversationId.startsWith(QUICK_PREFIX);
}

/** In the order of their beginning. */
export const listTemporary = call('temporary.list', {
  input: v.strictObject({}),
  output: v.strictObject({ conversations: v.array(Conversation) }),
  errors: HISTORY_ERRORS,
});

/** Moves a temporary conversation, with its draft, into the history, where it gets another id. */
export const keepTemporary = call('temporary.keep', {
  input: v.strictObject({ conversationId: ConversationId }),
  output: Conversation,
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'generation-running', 'conversation-refused', 'data-folder-gone'],
});

/** Stops its answer and forgets it for good. */
export const discardTemporary = call('temporary.discard', {
  input: v.strictObject({ conversationId: ConversationId }),
  output: v.null(),
  errors: [...HISTORY_ERRORS, 'conversation-unknown'],
});

/** These were kept or discarded. */
export const temporaryGone = event('temporary.gone', v.strictObject({ conversationIds: v.array(ConversationId) }));
