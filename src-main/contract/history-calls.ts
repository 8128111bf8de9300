/** Conversations and their branches. */
import * as v from 'valibot';
import { RequestedAdapters } from './adapters.ts';
import { call, event } from './call.ts';
import { HISTORY_ERRORS } from './declared-errors.ts';
import { Conversation, OpenConversation } from './conversations.ts';
import { BranchPage } from './messages.ts';
import { ConversationId, Count, FolderId, MessageId, ModelId, TagId } from './primitives.ts';
import { Sampling } from './sampling.ts';

/** A screen or two of messages. */
const PageLimit = v.optional(v.pipe(Count, v.minValue(1), v.maxValue(1000)), 60);

/**
 * Newest first, pinned ones before all others. `cursor` is the `nextCursor` of the page before with the same filters.
 * Archived conversations are a list of their own; `trash.list` lists those in the trash.
 */
export const listConversations = call('conversations.list', {
  input: v.strictObject({
    limit: v.pipe(Count, v.maxValue(1000)),
    cursor: v.optional(v.string()),
    archived: v.optional(v.boolean(), false),
    /** Null for conversations outside of folders; without it, all. */
    folderId: v.optional(v.nullable(FolderId)),
    tagId: v.optional(TagId),
  }),
  output: v.strictObject({ conversations: v.array(Conversation), nextCursor: v.nullable(v.string()) }),
  errors: [...HISTORY_ERRORS, 'folder-unknown', 'tag-unknown'],
});

export const createConversation = call('conversations.create', {
  input: v.strictObject({
    modelId: v.optional(ModelId),
    systemPrompt: v.optional(v.pipe(v.string(), v.maxLength(100_000))),
    /** A temporary one is in none. */
    folderId: v.optional(FolderId),
    /** Nothing of it reaches the disk; `quick` for the quick window. */
    temporary: v.optional(v.union([v.literal(true), v.literal('quick')])),
  }),
  output: Conversation,
  errors: [...HISTORY_ERRORS, 'folder-unknown', 'data-folder-gone'],
});

/**
 * The last `limit` messages of the open branch, or fewer when they are long. With `messageId`, the messages around it.
 * If it is on another branch, that branch is read down to its newest leaf, and the open branch does not change.
 */
export const openConversation = call('conversations.open', {
  input: v.strictObject({ conversationId: ConversationId, messageId: v.optional(MessageId), limit: PageLimit }),
  output: OpenConversation,
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown'],
});

/**
 * At most `limit` messages directly before or after a message of the branch that ends with `leafId`; fewer when they
 * are long, but at least one.
 */
export const pageConversation = call('conversations.page', {
  input: v.strictObject({
    conversationId: ConversationId,
    leafId: MessageId,
    from: v.variant('side', [
      v.strictObject({ side: v.literal('before'), messageId: MessageId }),
      v.strictObject({ side: v.literal('after'), messageId: MessageId }),
    ]),
    limit: PageLimit,
  }),
  output: BranchPage,
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown'],
});

/**
 * Replaces the given fields and keeps the others. A title given here is the user's and is never changed automatically.
 */
export const updateConversation = call('conversations.update', {
  input: v.strictObject({
    conversationId: ConversationId,
    title: v.optional(v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(500))),
    systemPrompt: v.optional(v.pipe(v.string(), v.maxLength(100_000))),
    modelId: v.optional(v.nullable(ModelId)),
    sampling: v.optional(Sampling),
    /** All adapters that the conversation has afterwards. */
    adapters: v.optional(RequestedAdapters),
    pinned: v.optional(v.boolean()),
    archived: v.optional(v.boolean()),
    folderId: v.optional(v.nullable(FolderId)),
    /** True leaves its folder's instructions and files out. */
    withoutFolder: v.optional(v.boolean()),
    /** All tags that the conversation has afterwards. */
    tagIds: v.optional(v.pipe(v.array(TagId), v.maxLength(100))),
  }),
  output: Conversation,
  /** `adapter-unknown`: neither in the library nor among the conversation's adapters. */
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'folder-unknown', 'tag-unknown', 'adapter-unknown'],
});

/** Moves a conversation to the trash: out of lists and search; `conversations.restore` brings it back. */
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

/** The most conversations in one call, so that its transaction is short. */
export const MOST_AT_ONCE = 2000;

/**
 * Does one thing to several conversations: to all or, with an error, to none. Conversations that no longer exist are
 * left out; the answer names the others.
 */
export const changeSeveralConversations = call('conversations.changeSeveral', {
  input: v.strictObject({
    conversationIds: v.pipe(v.array(ConversationId), v.maxLength(MOST_AT_ONCE)),
    to: v.variant('kind', [
      v.strictObject({ kind: v.literal('remove') }),
      v.strictObject({ kind: v.literal('restore') }),
      v.strictObject({ kind: v.literal('archive'), archived: v.boolean() }),
      v.strictObject({ kind: v.literal('move'), folderId: v.nullable(FolderId) }),
      v.strictObject({ kind: v.literal('tag'), tagId: TagId, carried: v.boolean() }),
    ]),
  }),
  output: v.strictObject({ conversationIds: v.array(ConversationId) }),
  errors: [...HISTORY_ERRORS, 'folder-unknown', 'tag-unknown'],
});

/** Opens the branch through `messageId` down to its newest leaf, and answers the messages around it. */
export const selectBranch = call('conversations.selectBranch', {
  input: v.strictObject({ conversationId: ConversationId, messageId: MessageId, limit: PageLimit }),
  output: OpenConversation,
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown'],
});

/**
 * A conversation was created, changed or restored; `removed` names one that went to the trash, `deleted` those that
 * were deleted for good. `outside` names conversations that another process has changed, or their messages. `many` says
 * that the lists should be read again.
 */
export const conversationChanged = event(
  'conversation.changed',
  v.variant('kind', [
    v.strictObject({ kind: v.literal('changed'), conversation: Conversation }),
    v.strictObject({ kind: v.literal('removed'), conversationId: ConversationId }),
    v.strictObject({ kind: v.literal('deleted'), conversationIds: v.array(ConversationId) }),
    v.strictObject({ kind: v.literal('outside'), conversations: v.array(Conversation) }),
    v.strictObject({ kind: v.literal('many') }),
  ]),
);
