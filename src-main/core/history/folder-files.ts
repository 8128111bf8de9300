import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import { MOST_FILE_LENGTH, MOST_FOLDER_FILES, MOST_FOLDER_LENGTH, type FolderFile } from '#contract/folders';
import { because } from '#contract/reasons';
import { formatBytes } from '../format-bytes.ts';
import type { Change } from './change.ts';
import { clean } from './clean.ts';
import { findConversation } from './conversations.ts';
import type { ReadableDB, WritableDB } from './database.ts';
import { announceFolders, findFolder } from './folders.ts';
import type { RequestInput, RequestOutput } from './protocol.ts';
import { GONE } from './trash-terms.ts';

interface FileRow {
  readonly key: number;
  readonly id: string;
  readonly folder_key: number;
  readonly name: string;
  readonly length: number;
  readonly added_at: number;
  readonly removed_at: number | null;
}

const COLUMNS = 'key, id, folder_key, name, length(text) AS length, added_at, removed_at';

/** Those in the folder, then those in the trash, the latest removal first. @throws SarviError `folder-unknown` */
export function listFolderFiles(
  database: ReadableDB,
  { folderId }: RequestInput<'folders.files'>,
): RequestOutput<'folders.files'> {
  const { key } = findFolder(database, folderId);
  const rows = database.rows<FileRow>(
    `SELECT ${COLUMNS} FROM folder_files WHERE folder_key = ? AND removed_at IS NOT ${GONE} ORDER BY key LIMIT 1000`,
    key,
  );
  const removed = rows.filter(({ removed_at }) => removed_at !== null);
  return {
    files: rows.filter(({ removed_at }) => removed_at === null).map(fileOf),
    removed: removed.sort((a, b) => (b.removed_at ?? 0) - (a.removed_at ?? 0)).map(fileOf),
  };
}

/** @throws SarviError `folder-unknown`; `attachment-too-large`, `invalid-input` when there is no room */
export function addFolderFile(change: Change, input: RequestInput<'folders.addFile'>): FolderFile {
  const { database, nowMs } = change;
  const folder = findFolder(database, input.folderId);
  const name =
    clean(input.name)
      .replace(/[\p{Cc}\p{Cf}`\s]+/gu, ' ')
      .trim() || 'file';
  requireRoom(database, folder.key, { name, length: input.text.length });
  const id = randomUUID();
  database.write(
    'INSERT INTO folder_files (id, folder_key, name, text, added_at) VALUES (?, ?, ?, ?, ?)',
    id,
    folder.key,
    name,
    clean(input.text),
    nowMs,
  );
  announceFolders(change);
  return fileOf(findFile(database, id));
}

/** Moves a file to the trash. @throws SarviError `folder-file-unknown` */
export function removeFolderFile(
  change: Change,
  { fileId }: RequestInput<'folders.removeFile'>,
): RequestOutput<'folders.removeFile'> {
  const { database, nowMs } = change;
  const file = findFile(database, fileId);
  if (file.removed_at === null) {
    database.write('UPDATE folder_files SET removed_at = ? WHERE key = ?', Math.max(nowMs, file.added_at), file.key);
    announceFolders(change);
  }
  const folder = database.row<{ id: string }>('SELECT id FROM folders WHERE key = ?', file.folder_key);
  return { folderId: folder?.id ?? '' };
}

/** @throws SarviError `folder-file-unknown`; `attachment-too-large`, `invalid-input` when there is no room any more */
export function restoreFolderFile(change: Change, { fileId }: RequestInput<'folders.restoreFile'>): FolderFile {
  const { database } = change;
  const file = findFile(database, fileId);
  if (file.removed_at !== null) {
    requireRoom(database, file.folder_key, file);
    database.write('UPDATE folder_files SET removed_at = NULL WHERE key = ?', file.key);
    announceFolders(change);
  }
  return fileOf(findFile(database, fileId));
}

/** @throws SarviError `folder-unknown` */
export function folderText(database: ReadableDB, { folderId }: RequestInput<'folders.text'>): { text: string } {
  return { text: textOf(database, findFolder(database, folderId).key) };
}

/**
 * What its folder puts before a conversation's own system prompt: instructions and files. Empty without a folder, and
 * where the user wants nothing of it.
 *
 * @throws SarviError `conversation-unknown`
 */
export function inheritedText(database: ReadableDB, { conversationId }: RequestInput<'inheritedText'>): string {
  const { folder_key: folderKey, without_folder: without } = findConversation(database, conversationId);
  return folderKey === null || without === 1 ? '' : textOf(database, folderKey);
}

/** Removes one file that was in the trash for too long. @returns whether there was one */
export function sweepFolderFiles(database: WritableDB, before: number): boolean {
  const { changes } = database.write(
    `DELETE FROM folder_files WHERE key = (
       SELECT key FROM folder_files WHERE removed_at < ? ORDER BY removed_at LIMIT 1)`,
    before,
  );
  return changes > 0;
}

/** Those in the trash are to be deleted for good. @returns how many there were */
export function emptyOfFolderFiles(change: Change): number {
  const { changes } = change.database.write(`UPDATE folder_files SET removed_at = ${GONE} WHERE removed_at > ${GONE}`);
  if (changes > 0) {
    announceFolders(change);
    change.announce('trash.changed', { kind: 'messages' });
  }
  return changes;
}

/** Always the same text for the same folder, so that what was read of it is read once for all its conversations. */
function textOf(database: ReadableDB, folderKey: number): string {
  const folder = database.row<{ instructions: string }>('SELECT instructions FROM folders WHERE key = ?', folderKey);
  const files = database.rows<{ name: string; text: string }>(
    'SELECT name, text FROM folder_files WHERE folder_key = ? AND removed_at IS NULL ORDER BY key LIMIT 1000',
    folderKey,
  );
  const instructions = folder?.instructions.trim() ?? '';
  return [...(instructions === '' ? [] : [instructions]), ...files.map(quoted)].join('\n\n');
}

/** A fence that no line of the text ends. */
function quoted({ name, text }: { name: string; text: string }): string {
  const longest = [...text.matchAll(/`{3,}/g)].reduce((most, [run]) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}text ${name}\n${text.endsWith('\n') ? text : `${text}\n`}${fence}`;
}

function requireRoom(
  database: ReadableDB,
  folderKey: number,
  { name, length }: { readonly name: string; readonly length: number },
): void {
  const held = database.row<{ count: number; length: number | null }>(
    'SELECT count(*) AS count, sum(length(text)) AS length FROM folder_files WHERE folder_key = ? AND removed_at IS NULL',
    folderKey,
  );
  if ((held?.count ?? 0) >= MOST_FOLDER_FILES) {
    throw new SarviError('invalid-input', { reason: because('as-many-as-may-be', { most: MOST_FOLDER_FILES }) });
  }
  const limit = Math.min(MOST_FILE_LENGTH, MOST_FOLDER_LENGTH - (held?.length ?? 0));
  if (length <= limit) return;
  throw new SarviError('attachment-too-large', {
    name,
    size: formatBytes(length),
    limit: formatBytes(Math.max(0, limit)),
  });
}

function findFile(database: ReadableDB, id: string): FileRow {
  const sql = `SELECT ${COLUMNS} FROM folder_files WHERE id = ? AND removed_at IS NOT ${GONE}`;
  const row = database.row<FileRow>(sql, id);
  if (row === undefined) throw new SarviError('folder-file-unknown', { fileId: id });
  return row;
}

function fileOf({ id, name, length, added_at: addedAt, removed_at: removedAt }: FileRow): FolderFile {
  return { id, name, length, addedAt, removedAt };
}
