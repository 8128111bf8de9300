/** Conversations, and what is written in them but not sent. */
import * as v from 'valibot';
import { AdapterChoice } from './adapters.ts';
import { BranchMessage } from './messages.ts';
import { ConversationId, Count, FolderId, MessageId, ModelId, TagId, TimestampMs } from './primitives.ts';
import { Sampling } from './sampling.ts';

export const Conversation = v.strictObject({
  id: ConversationId,
  /** Empty until the first message names it. */
  title: v.string(),
  systemPrompt: v.string(),
  modelId: v.nullable(ModelId),
  /** What the model is called, kept here so that it can be told after the model is removed. */
  modelName: v.nullable(v.string()),
  sampling: Sampling,
  adapters: v.array(AdapterChoice),
  pinned: v.boolean(),
  archived: v.boolean(),
  folderId: v.nullable(FolderId),
  /** The tag that was made first, first. */
  tagIds: v.array(TagId),
  createdAt: TimestampMs,
  /** Of the newest message, or of the creation. */
  updatedAt: TimestampMs,
  /** When it went to the trash; null for one that is not there. */
  deletedAt: v.nullable(TimestampMs),
});
export type Conversation = v.InferOutput<typeof Conversation>;

/** What is written but not sent; `conversationId` is null for the conversation that is not made yet. */
export const Draft = v.strictObject({ conversationId: v.nullable(ConversationId), text: v.string() });
export type Draft = v.InferOutput<typeof Draft>;

/**
 * A part of one branch of a conversation, oldest first: the open branch, unless another was asked for. `leafId` names
 * the branch to `conversations.page`; null in a conversation without messages.
 */
export const OpenConversation = v.strictObject({
  conversation: Conversation,
  leafId: v.nullable(MessageId),
  branch: v.array(BranchMessage),
  earlierCount: Count,
  laterCount: Count,
});
export type OpenConversation = v.InferOutput<typeof OpenConversation>;
