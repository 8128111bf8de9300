import type { SearchFilters } from '#contract/search-calls';

/** A condition in SQL and the values of its question marks. */
export interface SqlCondition {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

export interface FilterConditions {
  /** A condition on the conversation `c`; conversations in the trash never match. */
  readonly conversation: SqlCondition;
  /** A condition on the message `m`. */
  readonly message: SqlCondition;
  /** A condition on the time when a conversation began, for its title. */
  readonly title: SqlCondition;
  /** Whether titles can be hits. A filter by role asks for messages. */
  readonly titles: boolean;
  /** Whether only messages with a bookmark are wanted, of which there are few. */
  readonly bookmarked: boolean;
  /** Whether the condition on the conversation may leave few of them. */
  readonly narrow: boolean;
  /** The times between which messages are wanted, if there is an end. */
  readonly until: { readonly from: number; readonly until: number } | null;
}

export function filterConditions(filters: SearchFilters): FilterConditions {
  const { conversationId, role, modelId, from, until, folderId, tagId, pinned, archived, bookmarked } = filters;
  return {
    conversation: joined([
      ['c.deleted_at IS NULL'],
      ['c.id = ?', conversationId],
      // These are of conversations that lists have, and so is the index that serves them.
      [[folderId, tagId, pinned, archived].every((filter) => filter === undefined) ? '1' : 'c.comparison_key IS NULL'],
      ['c.model_id = ?', modelId],
      ['c.folder_key = (SELECT key FROM folders WHERE id = ?)', folderId],
      [
        `c.key IN (SELECT conversation_key FROM conversation_tags
           WHERE tag_key = (SELECT key FROM tags WHERE id = ?))`,
        tagId,
      ],
      // Both columns are named, so that the index of the list, which begins with the archive, can be used.
      [pinned === undefined || archived !== undefined ? '1' : 'c.archived IN (0, 1)'],
      ['c.archived = ?', archived === undefined ? undefined : Number(archived)],
      ['c.pinned = ?', pinned === undefined ? undefined : Number(pinned)],
    ]),
    message: joined([
      [bookmarked === true ? 'm.bookmarked_at IS NOT NULL' : '1'],
      ['m.role = ?', role],
      ['m.created_at >= ?', from],
      ['m.created_at < ?', until],
    ]),
    title: joined([['1'], ['c.created_at >= ?', from], ['c.created_at < ?', until]]),
    titles: role === undefined && bookmarked !== true,
    bookmarked: bookmarked === true,
    narrow:
      [conversationId, modelId, folderId, tagId].some((filter) => filter !== undefined) ||
      pinned === true ||
      archived === true,
    until: until === undefined ? null : { from: from ?? 0, until },
  };
}

/** Leaves out the parts whose parameter is undefined. */
function joined(parts: readonly (readonly [string] | readonly [string, string | number | undefined])[]): SqlCondition {
  const asked = parts.filter((part) => part.length === 1 || part[1] !== undefined);
  return {
    sql: asked.map(([sql]) => sql).join(' AND '),
    parameters: asked.flatMap(([, parameter]) => (parameter === undefined ? [] : [parameter])),
  };
}
