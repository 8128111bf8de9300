/** The messages of a conversation's tree, and pages of them. */
import * as v from 'valibot';
import { Aside } from './asides.ts';
import { ErrorReport } from './errors.ts';
import { GenerationRecord, StopReason } from './generation-record.ts';
import { ConversationId, Count, MessageId, TimestampMs } from './primitives.ts';

export const Role = v.picklist(['system', 'user', 'assistant']);
export type Role = v.InferOutput<typeof Role>;

/** The user's opinion of an answer. */
export const Thumb = v.picklist(['up', 'down']);
export type Thumb = v.InferOutput<typeof Thumb>;

/**
 * A message in a conversation's tree. `streaming` is true while its text still grows; a message that a crash cut off is
 * not streaming and has the stop reason `failed`.
 */
export const Message = v.strictObject({
  id: MessageId,
  conversationId: ConversationId,
  parentId: v.nullable(MessageId),
  role: Role,
  text: v.string(),
  /** Present for an answer that has some. */
  asides: v.optional(v.array(Aside)),
  /** Missing when the user has given none. */
  thumb: v.optional(Thumb),
  /** Missing without a bookmark. */
  bookmarkedAt: v.optional(TimestampMs),
  createdAt: TimestampMs,
  streaming: v.boolean(),
  stopReason: v.nullable(StopReason),
  error: v.nullable(ErrorReport),
  generation: v.nullable(GenerationRecord),
});
export type Message = v.InferOutput<typeof Message>;

/** A message on the active branch, with the messages that have the same parent: oldest first, including itself. */
export const BranchMessage = v.strictObject({ ...Message.entries, siblingIds: v.array(MessageId) });
export type BranchMessage = v.InferOutput<typeof BranchMessage>;

/** Consecutive messages of one branch, oldest first, and how many are before and after them. */
export const BranchPage = v.strictObject({
  messages: v.array(BranchMessage),
  earlierCount: Count,
  laterCount: Count,
});
export type BranchPage = v.InferOutput<typeof BranchPage>;
