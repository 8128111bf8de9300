import { MOST_PLACES, type Version } from '#contract/finding-calls';
import type { Role } from '#contract/messages';
import { branchKeys } from '../branches.ts';
import { findConversation } from '../conversations.ts';
import type { ReadableDB } from '../database.ts';
import type { RequestInput, RequestOutput } from '../protocol.ts';
import { excerptOf } from '../title-from-text.ts';

interface Node {
  readonly key: number;
  readonly parent_key: number | null;
}

interface Place {
  readonly key: number;
  readonly depth: number;
  readonly number: number;
}

const SAID = `
  SELECT m.key, m.id, m.role, substr(m.text, 1, 2000) AS beginning
  FROM json_each(?) AS wanted CROSS JOIN messages m ON m.key = wanted.value`;

/**
 * The messages that have siblings, in the order of a walk from the root: each before those below it, siblings by age.
 *
 * @throws SarviError `conversation-unknown`
 */
export function listVersionsOf(
  database: ReadableDB,
  { conversationId }: RequestInput<'conversations.versions'>,
): RequestOutput<'conversations.versions'> {
  const { key: conversationKey, active_leaf_key: leafKey } = findConversation(database, conversationId);
  const nodes = database.rows<Node>(
    'SELECT key, parent_key FROM messages WHERE conversation_key = ? ORDER BY key',
    conversationKey,
  );
  const children = Map.groupBy(nodes, ({ parent_key }) => parent_key);
  const below = countBelow(nodes);
  const open = new Set(leafKey === null ? [] : branchKeys(database, leafKey));
  const places = walk(children);
  const listed = places.slice(0, MOST_PLACES);
  const said = new Map(
    database
      .rows<{ key: number; id: string; role: Role; beginning: string }>(
        SAID,
        JSON.stringify(listed.map(({ key }) => key)),
      )
      .map((row) => [row.key, row]),
  );
  return {
    versions: listed.flatMap(({ key, depth, number }): Version[] => {
      const row = said.get(key);
      if (row === undefined) return [];
      const excerpt = excerptOf(row.beginning);
      return [
        { messageId: row.id, role: row.role, excerpt, depth, number, below: below.get(key) ?? 0, open: open.has(key) },
      ];
    }),
    complete: listed.length === places.length,
  };
}

/** A stack of its own: a conversation may be deeper than JavaScript's. */
function walk(children: ReadonlyMap<number | null, readonly Node[]>): Place[] {
  const places: Place[] = [];
  const stack: Place[] = [];
  const push = (parentKey: number | null, depth: number): void => {
    const siblings = children.get(parentKey) ?? [];
    for (const [index, { key }] of [...siblings.entries()].reverse()) {
      stack.push({ key, depth, number: siblings.length > 1 ? index + 1 : 0 });
    }
  };
  push(null, 0);
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    if (place.number > 0) places.push(place);
    push(place.key, place.number > 0 ? place.depth + 1 : place.depth);
  }
  return places;
}

/** A child's key is larger than its parent's, so the children have been counted before their parent. */
function countBelow(nodes: readonly Node[]): Map<number, number> {
  const below = new Map<number, number>();
  for (const { key, parent_key: parent } of nodes.toReversed()) {
    if (parent !== null) below.set(parent, (below.get(parent) ?? 0) + 1 + (below.get(key) ?? 0));
  }
  return below;
}
