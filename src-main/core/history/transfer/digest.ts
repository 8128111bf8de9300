import { createHash } from 'node:crypto';
import type { ReadConversation } from './imported-conversation.ts';

/**
 * Identifies a conversation that comes again: its origin and all messages, without what the user may have changed since
 * (title, folder, tags, pins, settings).
 */
export function digestOf({ format, sourceId, messages }: ReadConversation): string {
  const places = new Map(messages.map(({ id }, index) => [id, index]));
  const hash = createHash('sha256').update(JSON.stringify([format, sourceId]));
  for (const { parentId, role, text, createdAt } of messages) {
    hash.update(JSON.stringify([parentId === null ? null : (places.get(parentId) ?? null), role, text, createdAt]));
  }
  return hash.digest('hex');
}
