/** Conversations, their branches, and search. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import type { ErrorCode } from './errors.ts';
import {
  Conversation,
  ConversationId,
  Count,
  MessageId,
  ModelId,
  OpenConversation,
  Sampling,
  SearchHit,
} from './vocabulary.ts';

const HISTORY_ERRORS = ['history-unavailable', 'history-damaged', 'disk-full'] as const satisfies ErrorCode[];

/** Newest first, pinned ones before all others. `cursor` is the `nextCursor` of the page before. */
export const listConversations = call('conversations.list', {
  input: v.strictObject({ limit: v.pipe(Count, v.maxValue(1000)), cursor: v.optional(v.string()) }),
  output: v.strictObject({ conversations: v.array(Conversation), nextCursor: v.nullable(v.string()) }),
  errors: HISTORY_ERRORS,
});

export const createConversation = call('conversations.create', {
  input: v.strictObject({
    modelId: v.optional(ModelId),
    systemPrompt: v.optional(v.pipe(v.string(), v.maxLength(100_000))),
  }),
  output: Conversation,
  errors: HISTORY_ERRORS,
});

export const openConversation = call('conversations.open', {
  input: v.strictObject({ conversationId: ConversationId }),
  output: OpenConversation,
  errors: [...HISTORY_ERRORS, 'conversation-unknown'],
});

/** Replaces the given fields and leaves the others. A title given here is the user's and is never renamed. */
export const updateConversation = call('conversations.update', {
  input: v.strictObject({
    conversationId: ConversationId,
    title: v.optional(v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(500))),
    systemPrompt: v.optional(v.pipe(v.string(), v.maxLength(100_000))),
    modelId: v.optional(v.nullable(ModelId)),
    sampling: v.optional(Sampling),
    pinned: v.optional(v.boolean()),
  }),
  output: Conversation,
  errors: [...HISTORY_ERRORS, 'conversation-unknown'],
});

/** Hides a conversation from lists and search; `conversations.restore` brings it back. */
export const removeConversation = call('conversations.remove', {
  input: v.strictObject({ conversationId: ConversationId }),
  output: v.null(),
  errors: [...HISTORY_ERRORS, 'conversation-unknown'],
});

export const restoreConversation = call('conversations.restore', {
  input: v.strictObject({ conversationId: ConversationId }),
  output: Conversation,
  errors: [...HISTORY_ERRORS, 'conversation-unknown'],
});

/** Makes the branch through `messageId` the active one, down to its newest leaf. */
export const selectBranch = call('conversations.selectBranch', {
  input: v.strictObject({ conversationId: ConversationId, messageId: MessageId }),
  output: OpenConversation,
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown'],
});

/** Every word of `query` must be in the text; the last one may be a beginning. */
export const searchHistory = call('history.search', {
  input: v.strictObject({
    query: v.pipe(v.string(), v.maxLength(1000)),
    limit: v.optional(v.pipe(Count, v.minValue(1), v.maxValue(500)), 50),
  }),
  output: v.strictObject({ hits: v.array(SearchHit) }),
  errors: HISTORY_ERRORS,
});

/** A conversation was made, changed or restored; `removed` names one that left the list. */
export const conversationChanged = event(
  'conversation.changed',
  v.variant('kind', [
    v.strictObject({ kind: v.literal('changed'), conversation: Conversation }),
    v.strictObject({ kind: v.literal('removed'), conversationId: ConversationId }),
  ]),
);
