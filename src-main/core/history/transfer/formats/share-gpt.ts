import { because } from '#contract/reasons';
import type { ReadConversation } from '../imported-conversation.ts';
import { linear } from '../linear.ts';
import { asidesIn, contentParts, part, saidIn, toolPart } from '../message-parts.ts';
import { type Fields, fieldsOf, idOf, isFields, listOf, textOf } from '../read-fields.ts';
import type { Repairs } from '../repairs.ts';
import { speakerOf } from '../roles.ts';
import type { TreeNode } from '../tree-node.ts';

/** ShareGPT: `conversations` is a list of turns `{ from, value }`. */
export function isShareGpt(value: Fields): boolean {
  const turns = value['conversations'];
  return Array.isArray(turns) && turns.length > 0 && isFields(turns[0]) && 'from' in turns[0] && 'value' in turns[0];
}

export function readShareGpt(value: Fields, repairs: Repairs): ReadConversation {
  return turnsOf(value, 'share-gpt', listOf(value['conversations']), { role: 'from', text: 'value' }, repairs);
}

/** The lines that fine-tuning tools read, and Sarvi's own export to them: `messages` is a list `{ role, content }`. */
export function isMessagesLine(value: Fields): boolean {
  const turns = value['messages'];
  return Array.isArray(turns) && turns.length > 0 && isFields(turns[0]) && 'role' in turns[0] && 'content' in turns[0];
}

export function readMessagesLine(value: Fields, repairs: Repairs): ReadConversation {
  return turnsOf(value, 'messages', listOf(value['messages']), { role: 'role', text: 'content' }, repairs);
}

function turnsOf(
  value: Fields,
  format: ReadConversation['format'],
  turns: readonly unknown[],
  keys: { readonly role: string; readonly text: string },
  repairs: Repairs,
): ReadConversation {
  const said = turns.map(fieldsOf).map((turn) => saidOf(turn, keys, repairs));
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
    ...linear(said, repairs),
  };
}

function saidOf(
  turn: Fields,
  keys: { readonly role: string; readonly text: string },
  repairs: Repairs,
): Pick<TreeNode, 'message' | 'asides'> {
  const parts = [
    ...part('thinking', textOf(turn['reasoning_content']) || textOf(turn['reasoning']) || textOf(turn['thinking'])),
    ...listOf(turn['tool_calls']).map((call) => toolPart(fieldsOf(call))),
    ...contentParts(turn[keys.text]),
  ];
  const text = saidIn(parts);
  if (parts.length === 0) {
    repairs.note(because('message-without-text'));
    return { message: null };
  }
  const speaker = speakerOf(turn[keys.role], repairs);
  if (speaker === 'tool') return { message: null, asides: [toolPart({ name: turn['name'], content: text })] };
  if (text === '') return { message: null, asides: asidesIn(parts) };
  return { message: { role: speaker, text, asides: asidesIn(parts), createdAt: null } };
}
