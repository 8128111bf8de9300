/** Folders, tags, the trash and drafts. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { HISTORY_ERRORS } from './declared-errors.ts';
import { Conversation, Draft } from './conversations.ts';
import { Folder, FolderFile, MOST_FILE_LENGTH, MOST_INSTRUCTIONS_LENGTH, Removal, Tag } from './folders.ts';
import {
  ComparisonId,
  ConversationId,
  Count,
  FolderFileId,
  FolderId,
  ModelId,
  PresetId,
  RemovalId,
  TagId,
} from './primitives.ts';

/** Long enough for any name, and too short for a mistaken paste. */
const Name = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(100));

/** In the user's order. */
export const listFolders = call('folders.list', {
  input: v.strictObject({}),
  output: v.array(Folder),
  errors: HISTORY_ERRORS,
});

/** Adds a folder at the end. `name-taken` when another one has the name, in any capitals. */
export const createFolder = call('folders.create', {
  input: v.strictObject({ name: Name }),
  output: Folder,
  errors: [...HISTORY_ERRORS, 'name-taken'],
});

/** `index` is the folder's new place, from 0; larger numbers mean the end. */
export const updateFolder = call('folders.update', {
  input: v.strictObject({
    folderId: FolderId,
    name: v.optional(Name),
    index: v.optional(Count),
    instructions: v.optional(v.pipe(v.string(), v.maxLength(MOST_INSTRUCTIONS_LENGTH))),
    modelId: v.optional(v.nullable(ModelId)),
    presetId: v.optional(v.nullable(PresetId)),
  }),
  output: Folder,
  errors: [...HISTORY_ERRORS, 'folder-unknown', 'name-taken'],
});

/** Its files, and those of them that the trash has for `TRASH_DAYS`. */
export const listFolderFiles = call('folders.files', {
  input: v.strictObject({ folderId: FolderId }),
  output: v.strictObject({ files: v.array(FolderFile), removed: v.array(FolderFile) }),
  errors: [...HISTORY_ERRORS, 'folder-unknown'],
});

/** Adds a text, which goes after the others. */
export const addFolderFile = call('folders.addFile', {
  input: v.strictObject({
    folderId: FolderId,
    name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)),
    text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(MOST_FILE_LENGTH)),
  }),
  output: FolderFile,
  errors: [...HISTORY_ERRORS, 'folder-unknown', 'attachment-too-large', 'data-folder-gone'],
});

/** Moves a file to the trash. */
export const removeFolderFile = call('folders.removeFile', {
  input: v.strictObject({ fileId: FolderFileId }),
  output: v.strictObject({ folderId: FolderId }),
  errors: [...HISTORY_ERRORS, 'folder-file-unknown'],
});

export const restoreFolderFile = call('folders.restoreFile', {
  input: v.strictObject({ fileId: FolderFileId }),
  output: FolderFile,
  errors: [...HISTORY_ERRORS, 'folder-file-unknown', 'attachment-too-large'],
});

/** What goes first in the conversations of a folder: its instructions and the texts of its files. */
export const folderText = call('folders.text', {
  input: v.strictObject({ folderId: FolderId }),
  output: v.strictObject({ text: v.string() }),
  errors: [...HISTORY_ERRORS, 'folder-unknown'],
});

/** Its conversations stay, outside of folders; its instructions and files are deleted. */
export const removeFolder = call('folders.remove', {
  input: v.strictObject({ folderId: FolderId }),
  output: v.null(),
  errors: [...HISTORY_ERRORS, 'folder-unknown'],
});

/** Sorted by name. */
export const listTags = call('tags.list', { input: v.strictObject({}), output: v.array(Tag), errors: HISTORY_ERRORS });

export const createTag = call('tags.create', {
  input: v.strictObject({ name: Name, colour: Tag.entries.colour }),
  output: Tag,
  errors: [...HISTORY_ERRORS, 'name-taken'],
});

export const updateTag = call('tags.update', {
  input: v.strictObject({ tagId: TagId, name: v.optional(Name), colour: v.optional(Tag.entries.colour) }),
  output: Tag,
  errors: [...HISTORY_ERRORS, 'tag-unknown', 'name-taken'],
});

/** Removes the tag from every conversation. */
export const removeTag = call('tags.remove', {
  input: v.strictObject({ tagId: TagId }),
  output: v.null(),
  errors: [...HISTORY_ERRORS, 'tag-unknown'],
});

/** Whether rows that frozen data sets have of deleted conversations are deleted, too. */
const ForgetRows = v.optional(v.boolean(), false);

/** The latest removal first. `conversations.restore` restores one; after `TRASH_DAYS` it is deleted. */
export const listTrash = call('trash.list', {
  input: v.strictObject({ limit: v.pipe(Count, v.minValue(1), v.maxValue(1000)), cursor: v.optional(v.string()) }),
  output: v.strictObject({ conversations: v.array(Conversation), nextCursor: v.nullable(v.string()) }),
  errors: HISTORY_ERRORS,
});

/** Removed messages of conversations outside the trash, the latest removal first. `messages.restore` restores them. */
export const listTrashedMessages = call('trash.messages', {
  input: v.strictObject({ limit: v.pipe(Count, v.minValue(1), v.maxValue(1000)), cursor: v.optional(v.string()) }),
  output: v.strictObject({ removals: v.array(Removal), nextCursor: v.nullable(v.string()) }),
  errors: HISTORY_ERRORS,
});

/** Deletes conversations and messages in the trash for good. Answers how many; unknown ones are no error. */
export const deleteFromTrash = call('trash.delete', {
  input: v.strictObject({
    conversationIds: v.optional(v.pipe(v.array(ConversationId), v.maxLength(1000)), []),
    removalIds: v.optional(v.pipe(v.array(RemovalId), v.maxLength(1000)), []),
    comparisonIds: v.optional(v.pipe(v.array(ComparisonId), v.maxLength(1000)), []),
    forgetRows: ForgetRows,
  }),
  output: v.strictObject({ deleted: Count }),
  errors: HISTORY_ERRORS,
});

/** Deletes everything in the trash for good. */
export const emptyTrash = call('trash.empty', {
  input: v.strictObject({ forgetRows: ForgetRows }),
  output: v.strictObject({ deleted: Count }),
  errors: HISTORY_ERRORS,
});

/** Every draft there is. */
export const listDrafts = call('drafts.list', {
  input: v.strictObject({}),
  output: v.array(Draft),
  errors: HISTORY_ERRORS,
});

/** Saves a draft; an empty text removes it. `from` is repeated in `draft.changed`. */
export const putDraft = call('drafts.put', {
  input: v.strictObject({
    conversationId: Draft.entries.conversationId,
    text: v.pipe(v.string(), v.maxLength(4_000_000)),
    from: v.optional(v.pipe(v.string(), v.maxLength(64))),
  }),
  output: v.null(),
  errors: [...HISTORY_ERRORS, 'conversation-unknown'],
});

/** Messages were removed, restored, or deleted for good. */
export const trashChanged = event('trash.changed', v.strictObject({ kind: v.literal('messages') }));
/** The list should be read again; the event does not contain it, because an import changes it many times. */
export const foldersChanged = event('folders.changed', v.null());
export const tagsChanged = event('tags.changed', v.null());
/** `from` names the renderer that wrote it, which then does not overwrite what its user has typed since. */
export const draftChanged = event('draft.changed', v.strictObject({ ...Draft.entries, from: v.nullable(v.string()) }));
