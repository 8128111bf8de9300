/** Conversations and their branches. */
import * as v from 'valibot';
import { RequestedAdapters } from './adapters.ts';
import { call, event } from './call.ts';
import { HISTORY_ERRORS } from './declared-errors.ts';
import { Conversation, OpenConversation } from './conversations.ts';
import { BranchPage } from './messages.ts';
import { ConversationId, Count, FolderId, MessageId, ModelId, TagId } from './primitives.ts';
import { Sampling } from './sampling.ts';

/** How many messages are about a screen or two. */
const PageLimit = v.optional(v.pipe(Count, v.minValue(1), v.maxValue(1000)), 60);

/**
 * Newest first, pinned ones before all others. `cursor` is the `nextCursor` of the page before, which was asked for
 * with the same filters. Those in the archive are a list of their own; for those in the trash there is `trash.list`.
 */
export const listConversations = call('conversations.list', {
  input: v.strictObject({
    limit: v.pipe(Count, v.maxValue(1000)),
    cursor: v.optional(v.string()),
    archived: v.optional(v.boolean(), false),
    /** Null for those that lie in no folder; without it, all. */
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
  }),
  output: Conversation,
  errors: [...HISTORY_ERRORS, 'data-folder-gone'],
});

/**
 * The last `limit` messages of the open branch, or fewer where they are long. With `messageId`, those around that message, which may lie on another
 * branch: then of that branch, down to its newest leaf, and the open branch stays what it is.
 */
export const openConversation = call('conversations.open', {
  input: v.strictObject({ conversationId: ConversationId, messageId: v.optional(MessageId), limit: PageLimit }),
  output: OpenConversation,
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown'],
});

/**
 * The `limit` messages right before or right after one message of the branch that ends with `leafId`, or fewer where they are
 * long, but one at least.
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

/** Replaces the given fields and leaves the others. A title given here is the user's and is never renamed. */
export const updateConversation = call('conversations.update', {
  input: v.strictObject({
    conversationId: ConversationId,
    title: v.optional(v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(500))),
    systemPrompt: v.optional(v.pipe(v.string(), v.maxLength(100_000))),
    modelId: v.optional(v.nullable(ModelId)),
    sampling: v.optional(Sampling),
    /** All that the conversation has then. */
    adapters: v.optional(RequestedAdapters),
    pinned: v.optional(v.boolean()),
    archived: v.optional(v.boolean()),
    folderId: v.optional(v.nullable(FolderId)),
    /** All that the conversation has then. */
    tagIds: v.optional(v.pipe(v.array(TagId), v.maxLength(100))),
  }),
  output: Conversation,
  /** `adapter-unknown`: neither in the library nor among those that the conversation has. */
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

/** So many conversations are changed at once at most: nobody waits long for their transaction. */
export const MOST_AT_ONCE = 2000;

/**
 * Does one thing to several conversations at once: to all or, with an error, to none. Those that are not there any more
 * are left out; the answer names the others.
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

/** Makes the branch through `messageId` the open one, down to its newest leaf, and answers what lies around it. */
export const selectBranch = call('conversations.selectBranch', {
  input: v.strictObject({ conversationId: ConversationId, messageId: MessageId, limit: PageLimit }),
  output: OpenConversation,
  errors: [...HISTORY_ERRORS, 'conversation-unknown', 'message-unknown'],
});

/**
 * A conversation was made, changed or restored; `removed` names one that went to the trash, `deleted` those that are
 * gone for good. `outside` tells of conversations that another process has changed, or the
 * messages in them. `many` says that so many have changed that the lists are to be read anew.
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
