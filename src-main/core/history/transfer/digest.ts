import { createHash } from 'node:crypto';
import type { ReadConversation } from './imported-conversation.ts';

/**
 * What tells a conversation that comes a second time: where it comes from and all that was said, without what the user
 * may have set since (title, folder, tags, pins, settings).
 */
export function digestOf({ format, sourceId, messages }: ReadConversation): string {
  const places = new Map(messages.map(({ id }, index) => [id, index]));
  const hash = createHash('sha256').update(JSON.stringify([format, sourceId]));
  for (const { parentId, role, text, createdAt } of messages) {
    hash.update(JSON.stringify([parentId === null ? null : (places.get(parentId) ?? null), role, text, createdAt]));
  }
  return hash.digest('hex');
}
