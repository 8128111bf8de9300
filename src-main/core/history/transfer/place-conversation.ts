import type { Change } from '../change.ts';
import { createFolder } from '../folders.ts';
import { nameKeyOf } from '../free-name.ts';
import { createTag, setTags } from '../tags.ts';
import type { ImportedTag } from './imported-conversation.ts';

/** The key of the folder of this name, made when there is none. */
export function placeInFolder(change: Change, name: string): number | null {
  const id = idOfName(change, 'folders', name) ?? createFolder(change, { name }).id;
  return change.database.row<{ key: number }>('SELECT key FROM folders WHERE id = ?', id)?.key ?? null;
}

/** Gives a conversation the tags of these names; those that there are not yet are made. */
export function putTags(change: Change, conversationKey: number, tags: readonly ImportedTag[]): void {
  if (tags.length === 0) return;
  const ids = tags.map(
    ({ name, colour }) => idOfName(change, 'tags', name) ?? createTag(change, { name, colour: colour ?? 0 }).id,
  );
  setTags(change.database, conversationKey, ids);
}

function idOfName({ database }: Change, table: 'folders' | 'tags', name: string): string | undefined {
  return database.row<{ id: string }>(`SELECT id FROM ${table} WHERE name_key = ?`, nameKeyOf(name))?.id;
}
