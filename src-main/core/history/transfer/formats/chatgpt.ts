import type { ImportedConversation } from '../imported-conversation.ts';
import { contentText, type Fields, fieldOf, fieldsOf, idOf, isFields, textOf, timeOf } from '../read-fields.ts';
import { nearestMessage, orderTree, type TreeNode } from '../order-tree.ts';
import { roleOf } from '../roles.ts';

/** `conversations.json` of a ChatGPT export: each conversation has its tree under `mapping`, and `current_node`. */
export function isChatGpt(value: Fields): boolean {
  return isFields(value['mapping']);
}

export function readChatGpt(value: Fields): ImportedConversation {
  const mapping = fieldsOf(value['mapping']);
  const nodes = Object.keys(mapping)
    .map((id) => nodeOf(id, fieldsOf(fieldOf(mapping, id))))
    // Siblings in order of age, whatever the order of the file.
    .sort((a, b) => (a.message?.createdAt ?? 0) - (b.message?.createdAt ?? 0));
  const messages = orderTree(nodes);
  return {
    format: 'chatgpt',
    sourceId: idOf(value['conversation_id']) ?? idOf(value['id']),
    title: textOf(value['title']),
    systemPrompt: '',
    pinned: false,
    archived: value['is_archived'] === true,
    folder: null,
    tags: [],
    createdAt: timeOf(value['create_time']),
    updatedAt: timeOf(value['update_time']),
    messages,
    activeMessageId: nearestMessage(idOf(value['current_node']), nodes),
  };
}

function nodeOf(id: string, node: Fields): TreeNode {
  return { id, parentId: idOf(node['parent']), message: isFields(node['message']) ? messageOf(node['message']) : null };
}

function messageOf(message: Fields): TreeNode['message'] {
  const role = roleOf(fieldsOf(message['author'])['role']);
  const { recipient } = message;
  // What goes to a tool, and what the app keeps from view, is not the talk.
  if (role === null || (typeof recipient === 'string' && recipient !== 'all')) return null;
  if (fieldsOf(message['metadata'])['is_visually_hidden_from_conversation'] === true) return null;
  const text = textOfContent(fieldsOf(message['content']));
  if (text === '') return null;
  return { role, text, createdAt: timeOf(message['create_time']) };
}

/** Beside the talk: the model's thinking, and what the user has told about themselves. */
const ASIDES: ReadonlySet<string> = new Set([
  'thoughts',
  'reasoning_recap',
  'user_editable_context',
  'model_editable_context',
]);

function textOfContent(content: Fields): string {
  const kind = textOf(content['content_type']);
  if (ASIDES.has(kind)) return '';
  if (Array.isArray(content['parts'])) return contentText(content['parts']);
  const text = textOf(content['text']) || textOf(content['result']);
  return kind === 'code' && text !== '' ? `\`\`\`${languageOf(content)}\n${text}\n\`\`\`` : text;
}

function languageOf(content: Fields): string {
  const { language } = content;
  return typeof language === 'string' && /^[a-z0-9+#-]{1,20}$/.test(language) && language !== 'unknown' ? language : '';
}
