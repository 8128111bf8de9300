import type { ImportedConversation } from '../imported-conversation.ts';
import { linear } from '../linear.ts';
import { contentText, type Fields, fieldsOf, idOf, listOf, textOf, timeOf } from '../read-fields.ts';
import { roleOf } from '../roles.ts';

/** A Jan thread as `readJanThread` puts it together. */
export function isJanThread(value: Fields): boolean {
  return value['object'] === 'thread' && Array.isArray(value['messages']);
}

export function readJan(value: Fields): ImportedConversation {
  const said = listOf(value['messages'])
    .map(fieldsOf)
    .map((message) => ({ message, createdAt: timeOf(message['created_at']) }))
    // Old versions of Jan write the newest line first.
    .sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0));
  const assistant = fieldsOf(listOf(value['assistants'])[0]);
  return {
    format: 'jan',
    sourceId: idOf(value['id']),
    title: textOf(value['title']) || textOf(fieldsOf(value['metadata'])['title']),
    systemPrompt: textOf(assistant['instructions']),
    pinned: value['isFavorite'] === true || fieldsOf(value['metadata'])['is_favorite'] === true,
    archived: false,
    folder: null,
    tags: [],
    createdAt: timeOf(value['created']),
    updatedAt: timeOf(value['updated']),
    ...linear(
      said.map(({ message, createdAt }) => {
        const role = roleOf(message['role']);
        const text = contentText(message['content']);
        return role === null || text === '' ? null : { role, text, createdAt };
      }),
    ),
  };
}
