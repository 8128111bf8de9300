import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import { MOST_INSTRUCTIONS_LENGTH, type Folder } from '#contract/folders';
import { MOST_FOLDERS } from './bounds.ts';
import type { Change } from './change.ts';
import { clean } from './clean.ts';
import type { ReadableDB } from './database.ts';
import { freeName, requireRoom } from './free-name.ts';
import type { RequestInput } from './protocol.ts';

interface FolderRow {
  key: number;
  id: string;
  name: string;
  instructions: string;
  model_id: string | null;
  preset_id: string | null;
  files: number;
}

const COLUMNS = `key, id, name, instructions, model_id, preset_id,
  (SELECT count(*) FROM folder_files WHERE folder_key = folders.key AND removed_at IS NULL) AS files`;

export function listFolders(database: ReadableDB): Folder[] {
  return rowsOf(database).map(folderOf);
}

/** @throws SarviError `name-taken`, `invalid-input` when there are too many */
export function createFolder(change: Change, input: RequestInput<'folders.create'>): Folder {
  const { database, nowMs } = change;
  const { name, nameKey } = freeName(database, 'folders', input.name, null);
  requireRoom(database, 'folders', MOST_FOLDERS);
  const id = randomUUID();
  database.write(
    `INSERT INTO folders (id, name, name_key, position, created_at)
     VALUES (:id, :name, :nameKey, (SELECT count(*) FROM folders), :nowMs)`,
    { id, name, nameKey, nowMs },
  );
  announceFolders(change);
  return folderOf(findFolder(database, id));
}

/** @throws SarviError `folder-unknown`, `name-taken` */
export function updateFolder(change: Change, input: RequestInput<'folders.update'>): Folder {
  const { database } = change;
  const row = findFolder(database, input.folderId);
  if (input.name !== undefined) {
    const { name, nameKey } = freeName(database, 'folders', input.name, row.key);
    database.write('UPDATE folders SET name = ?, name_key = ? WHERE key = ?', name, nameKey, row.key);
  }
  database.write(
    'UPDATE folders SET instructions = ?, model_id = ?, preset_id = ? WHERE key = ?',
    clean(input.instructions ?? row.instructions),
    input.modelId === undefined ? row.model_id : input.modelId,
    input.presetId === undefined ? row.preset_id : input.presetId,
    row.key,
  );
  if (input.index !== undefined) {
    const order = rowsOf(database)
      .map(({ key }) => key)
      .filter((key) => key !== row.key);
    order.splice(input.index, 0, row.key);
    for (const [position, key] of order.entries()) {
      database.write('UPDATE folders SET position = ? WHERE key = ?', position, key);
    }
  }
  announceFolders(change);
  return folderOf(findFolder(database, input.folderId));
}

/** @throws SarviError `folder-unknown` */
export function removeFolder(change: Change, input: RequestInput<'folders.remove'>): null {
  const { database } = change;
  const { key } = findFolder(database, input.folderId);
  const emptied = database.write('UPDATE conversations SET folder_key = NULL WHERE folder_key = ?', key).changes;
  database.write('DELETE FROM folders WHERE key = ?', key);
  announceFolders(change);
  if (emptied > 0) change.announce('conversation.changed', { kind: 'many' });
  return null;
}

/** The key of a folder; null stays null. @throws SarviError `folder-unknown` */
export function folderKeyOf(database: ReadableDB, folderId: string | null): number | null {
  return folderId === null ? null : findFolder(database, folderId).key;
}

export function findFolder(database: ReadableDB, id: string): FolderRow {
  const row = database.row<FolderRow>(`SELECT ${COLUMNS} FROM folders WHERE id = ?`, id);
  if (row === undefined) throw new SarviError('folder-unknown', { folderId: id });
  return row;
}

function rowsOf(database: ReadableDB): FolderRow[] {
  return database.rows<FolderRow>(`SELECT ${COLUMNS} FROM folders ORDER BY position, key LIMIT ${MOST_FOLDERS}`);
}

function folderOf({ id, name, instructions, files, ...row }: FolderRow): Folder {
  // A history from elsewhere may have longer ones than Sarvi writes.
  const bounded = instructions.slice(0, MOST_INSTRUCTIONS_LENGTH);
  return { id, name, instructions: bounded, modelId: row.model_id, presetId: row.preset_id, files };
}

export function announceFolders(change: Change): void {
  change.announce('folders.changed', null);
}
