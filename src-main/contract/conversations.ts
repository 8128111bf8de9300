/** Conversations and drafts. */
import * as v from 'valibot';
import { AdapterChoice } from './adapters.ts';
import { BranchMessage } from './messages.ts';
import { ConversationId, Count, FolderId, MessageId, ModelId, TagId, TimestampMs } from './primitives.ts';
import { RemoteHost } from './remotes.ts';
import { Sampling } from './sampling.ts';

export const Conversation = v.strictObject({
  id: ConversationId,
  /** Empty until the first message names it. */
  title: v.string(),
  systemPrompt: v.string(),
  modelId: v.nullable(ModelId),
  /** The model's name, kept so that it is known after the model is removed. */
  modelName: v.nullable(v.string()),
  sampling: Sampling,
  adapters: v.array(AdapterChoice),
  /** Servers elsewhere that the user lets read it; missing when there are none. */
  remoteHosts: v.optional(v.array(RemoteHost)),
  pinned: v.boolean(),
  archived: v.boolean(),
  folderId: v.nullable(FolderId),
  /** Present where the user wants nothing of the folder's instructions and files. */
  withoutFolder: v.optional(v.literal(true)),
  /** In the order in which the tags were created. */
  tagIds: v.array(TagId),
  createdAt: TimestampMs,
  /** Time of the newest message, or of the creation. */
  updatedAt: TimestampMs,
  /** When it went to the trash; null outside the trash. */
  deletedAt: v.nullable(TimestampMs),
});
export type Conversation = v.InferOutput<typeof Conversation>;

/** Text that was written but not sent; `conversationId` is null for a conversation that does not exist yet. */
export const Draft = v.strictObject({ conversationId: v.nullable(ConversationId), text: v.string() });
export type Draft = v.InferOutput<typeof Draft>;

/**
 * A part of one branch of a conversation, oldest first: of the open branch, unless another was requested. `leafId`
 * names the branch for `conversations.page`; null in a conversation without messages.
 */
export const OpenConversation = v.strictObject({
  conversation: Conversation,
  leafId: v.nullable(MessageId),
  branch: v.array(BranchMessage),
  earlierCount: Count,
  laterCount: Count,
});
export type OpenConversation = v.InferOutput<typeof OpenConversation>;
