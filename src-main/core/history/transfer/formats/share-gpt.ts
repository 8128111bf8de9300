import type { ImportedConversation } from '../imported-conversation.ts';
import { linear } from '../linear.ts';
import { contentText, type Fields, fieldsOf, idOf, isFields, listOf, textOf } from '../read-fields.ts';
import { roleOf } from '../roles.ts';

/** ShareGPT: `conversations` is a list of turns `{ from, value }`. */
export function isShareGpt(value: Fields): boolean {
  const turns = value['conversations'];
  return Array.isArray(turns) && turns.length > 0 && isFields(turns[0]) && 'from' in turns[0] && 'value' in turns[0];
}

export function readShareGpt(value: Fields): ImportedConversation {
  return turnsOf(value, 'share-gpt', listOf(value['conversations']), 'from', 'value');
}

/** The lines that fine-tuning tools read, and Sarvi's own export to them: `messages` is a list `{ role, content }`. */
export function isMessagesLine(value: Fields): boolean {
  const turns = value['messages'];
  return Array.isArray(turns) && turns.length > 0 && isFields(turns[0]) && 'role' in turns[0] && 'content' in turns[0];
}

export function readMessagesLine(value: Fields): ImportedConversation {
  return turnsOf(value, 'messages', listOf(value['messages']), 'role', 'content');
}

function turnsOf(
  value: Fields,
  format: ImportedConversation['format'],
  turns: readonly unknown[],
  role: string,
  text: string,
): ImportedConversation {
  return {
    format,
    sourceId: idOf(value['id']),
    title: textOf(value['title']),
    systemPrompt: textOf(value['system']),
    pinned: false,
    archived: false,
    folder: null,
    tags: [],
    createdAt: null,
    updatedAt: null,
    ...linear(
      turns.map(fieldsOf).map((turn) => {
        const speaker = roleOf(turn[role]);
        const said = contentText(turn[text]);
        return speaker === null || said === '' ? null : { role: speaker, text: said, createdAt: null };
      }),
    ),
  };
}
