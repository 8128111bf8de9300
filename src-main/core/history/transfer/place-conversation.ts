import { because } from '#contract/reasons';
import { MOST_FOLDERS, MOST_TAGS } from '../bounds.ts';
import type { Change } from '../change.ts';
import { createFolder } from '../folders.ts';
import { hasRoom, nameKeyOf } from '../free-name.ts';
import { createTag, setTags } from '../tags.ts';
import type { ImportedTag } from './imported-conversation.ts';
import type { Repairs } from './repairs.ts';

/** The key of the folder with this name, created when missing; null for no folder, and when there are too many. */
export function placeInFolder(change: Change, name: string | null, repairs: Repairs): number | null {
  if (name === null) return null;
  let id = idOfName(change, 'folders', name);
  if (id === undefined) {
    if (!hasRoom(change.database, 'folders', MOST_FOLDERS)) {
      repairs.note(because('folders-full', { most: MOST_FOLDERS }));
      return null;
    }
    id = createFolder(change, { name }).id;
  }
  return change.database.row<{ key: number }>('SELECT key FROM folders WHERE id = ?', id)?.key ?? null;
}

/** Sets a conversation's tags by name; missing ones are created while there is room. */
export function putTags(change: Change, conversationKey: number, tags: readonly ImportedTag[], repairs: Repairs): void {
  if (tags.length === 0) return;
  const ids: string[] = [];
  for (const { name, colour } of tags) {
    const known = idOfName(change, 'tags', name);
    if (known !== undefined) ids.push(known);
    else if (hasRoom(change.database, 'tags', MOST_TAGS)) ids.push(createTag(change, { name, colour: colour ?? 0 }).id);
    else repairs.note(because('tags-full', { most: MOST_TAGS }));
  }
  setTags(change.database, conversationKey, ids);
}

function idOfName({ database }: Change, table: 'folders' | 'tags', name: string): string | undefined {
  return database.row<{ id: string }>(`SELECT id FROM ${table} WHERE name_key = ?`, nameKeyOf(name))?.id;
}
