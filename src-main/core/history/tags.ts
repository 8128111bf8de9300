import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import type { Tag } from '#contract/folders';
import { MOST_TAGS } from './bounds.ts';
import type { Change } from './change.ts';
import type { ReadableDB, WritableDB } from './database.ts';
import { freeName, requireRoom } from './free-name.ts';
import type { RequestInput } from './protocol.ts';

interface TagRow extends Tag {
  key: number;
}

export function listTags(database: ReadableDB): Tag[] {
  return database.rows<Tag>(`SELECT id, name, colour FROM tags ORDER BY name_key LIMIT ${MOST_TAGS}`);
}

/** @throws SarviError `name-taken`, `invalid-input` when there are too many */
export function createTag(change: Change, input: RequestInput<'tags.create'>): Tag {
  const { database, nowMs } = change;
  const { name, nameKey } = freeName(database, 'tags', input.name, null);
  requireRoom(database, 'tags', MOST_TAGS);
  const tag: Tag = { id: randomUUID(), name, colour: input.colour };
  database.write(
    'INSERT INTO tags (id, name, name_key, colour, created_at) VALUES (:id, :name, :nameKey, :colour, :nowMs)',
    { ...tag, nameKey, nowMs },
  );
  announceTags(change);
  return tag;
}

/** @throws SarviError `tag-unknown`, `name-taken` */
export function updateTag(change: Change, input: RequestInput<'tags.update'>): Tag {
  const { database } = change;
  const { key, ...tag } = findTag(database, input.tagId);
  const { name, nameKey } = freeName(database, 'tags', input.name ?? tag.name, key);
  const colour = input.colour ?? tag.colour;
  database.write('UPDATE tags SET name = ?, name_key = ?, colour = ? WHERE key = ?', name, nameKey, colour, key);
  announceTags(change);
  return { id: tag.id, name, colour };
}

/** @throws SarviError `tag-unknown` */
export function removeTag(change: Change, input: RequestInput<'tags.remove'>): null {
  const { database } = change;
  const { key } = findTag(database, input.tagId);
  const freed = database.write('DELETE FROM conversation_tags WHERE tag_key = ?', key).changes;
  database.write('DELETE FROM tags WHERE key = ?', key);
  announceTags(change);
  if (freed > 0) change.announce('conversation.changed', { kind: 'many' });
  return null;
}

/** Sets a conversation's tags. @throws SarviError `tag-unknown` */
export function setTags(database: WritableDB, conversationKey: number, tagIds: readonly string[]): void {
  const keys = new Set(tagIds.map((id) => findTag(database, id).key));
  database.write('DELETE FROM conversation_tags WHERE conversation_key = ?', conversationKey);
  for (const key of keys) {
    database.write(
      `INSERT INTO conversation_tags (conversation_key, tag_key, archived, pinned, updated_at)
       SELECT key, ?, archived, pinned, updated_at FROM conversations WHERE key = ?`,
      key,
      conversationKey,
    );
  }
}

/** @throws SarviError `tag-unknown` */
export function findTag(database: ReadableDB, id: string): TagRow {
  const row = database.row<TagRow>('SELECT key, id, name, colour FROM tags WHERE id = ?', id);
  if (row === undefined) throw new SarviError('tag-unknown', { tagId: id });
  return row;
}

function announceTags(change: Change): void {
  change.announce('tags.changed', null);
}
