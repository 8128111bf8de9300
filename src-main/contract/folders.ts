/** Folders, tags and the trash. */
import * as v from 'valibot';
import { ConversationId, Count, FolderId, RemovalId, TagId, TimestampMs } from './primitives.ts';

/** How long the trash keeps a conversation before it is deleted for good. */
export const TRASH_DAYS = 30;

/** A removed message, and how many later messages were removed with it. */
export const Removal = v.strictObject({
  id: RemovalId,
  conversationId: ConversationId,
  conversationTitle: v.string(),
  messages: Count,
  /** The beginning of the first one. */
  excerpt: v.string(),
  removedAt: TimestampMs,
});
export type Removal = v.InferOutput<typeof Removal>;

/** Contains conversations; a conversation is in one folder or in none. Folders do not contain folders. */
export const Folder = v.strictObject({ id: FolderId, name: v.string() });
export type Folder = v.InferOutput<typeof Folder>;

export const TAG_COLOURS = 8;
/** A label for any number of conversations. `colour` counts from 0 and is below `TAG_COLOURS`. */
export const Tag = v.strictObject({
  id: TagId,
  name: v.string(),
  colour: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(TAG_COLOURS - 1)),
});
export type Tag = v.InferOutput<typeof Tag>;
