/** Folders, tags and the trash. */
import * as v from 'valibot';
import {
  ConversationId,
  Count,
  FolderFileId,
  FolderId,
  ModelId,
  PresetId,
  RemovalId,
  TagId,
  TimestampMs,
} from './primitives.ts';

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

/** For one folder. In UTF-16 units, of which the largest windows on a laptop take less. */
export const MOST_FOLDER_FILES = 50;
export const MOST_FILE_LENGTH = 1_000_000;
export const MOST_FOLDER_LENGTH = 2_000_000;
export const MOST_INSTRUCTIONS_LENGTH = 100_000;

/** Contains conversations; a conversation is in one folder or in none. Folders do not contain folders. */
export const Folder = v.strictObject({
  id: FolderId,
  name: v.string(),
  /** Go first in each of its conversations, before its files. */
  instructions: v.string(),
  /** New conversations begin with them. */
  modelId: v.nullable(ModelId),
  presetId: v.nullable(PresetId),
  /** How many files it has outside the trash. */
  files: Count,
});
export type Folder = v.InferOutput<typeof Folder>;

/** A text file of a folder, without its text. */
export const FolderFile = v.strictObject({
  id: FolderFileId,
  name: v.string(),
  /** Of its text, in Unicode characters. */
  length: Count,
  addedAt: TimestampMs,
  /** When it went to the trash; null outside. */
  removedAt: v.nullable(TimestampMs),
});
export type FolderFile = v.InferOutput<typeof FolderFile>;

export const TAG_COLOURS = 8;
/** A label for any number of conversations. `colour` counts from 0 and is below `TAG_COLOURS`. */
export const Tag = v.strictObject({
  id: TagId,
  name: v.string(),
  colour: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(TAG_COLOURS - 1)),
});
export type Tag = v.InferOutput<typeof Tag>;
