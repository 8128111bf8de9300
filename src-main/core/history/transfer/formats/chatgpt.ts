import { replaceCitations } from '../citations.ts';
import type { ImportedPart, ReadConversation } from '../imported-conversation.ts';
import { asidesIn, contentParts, part, saidIn, thinkingText, toolPart } from '../message-parts.ts';
import { orderTree } from '../order-tree.ts';
import { type Fields, fieldOf, fieldsOf, idOf, idsOf, isFields, listOf, textOf, timeOf } from '../read-fields.ts';
import type { Repairs } from '../repairs.ts';
import { speakerOf } from '../roles.ts';
import type { TreeNode } from '../tree-node.ts';

/** `conversations.json` of a ChatGPT export: each conversation has its tree under `mapping`, and `current_node`. */
export function isChatGpt(value: Fields): boolean {
  return isFields(value['mapping']);
}

export function readChatGpt(value: Fields, repairs: Repairs): ReadConversation {
  const mapping = fieldsOf(value['mapping']);
  const nodes = Object.keys(mapping)
    .map((id) => nodeOf(id, fieldsOf(fieldOf(mapping, id)), repairs))
    // Siblings are sorted by age, whatever their order in the file.
    .sort((a, b) => (a.message?.createdAt ?? 0) - (b.message?.createdAt ?? 0));
  return {
    format: 'chatgpt',
    sourceId: idOf(value['conversation_id']) ?? idOf(value['id']),
    title: textOf(value['title']),
    systemPrompt: '',
    pinned: value['is_starred'] === true,
    archived: value['is_archived'] === true,
    folder: null,
    tags: [],
    createdAt: timeOf(value['create_time']),
    updatedAt: timeOf(value['update_time']),
    ...orderTree(nodes, idOf(value['current_node']), repairs),
  };
}

function nodeOf(id: string, node: Fields, repairs: Repairs): TreeNode {
  const said = isFields(node['message']) ? saidOf(node['message'], repairs) : { message: null };
  return { id, parentId: idOf(node['parent']), childIds: idsOf(node['children']), ...said };
}

function saidOf(message: Fields, repairs: Repairs): Pick<TreeNode, 'message' | 'asides'> {
  const content = fieldsOf(message['content']);
  if (fieldsOf(message['metadata'])['is_visually_hidden_from_conversation'] === true) return { message: null };
  const kind = textOf(content['content_type']);
  if (kind.endsWith('_editable_context')) return { message: null };
  const parts = partsOf(content, kind);
  const { recipient } = message;
  const speaker = parts.length === 0 ? 'tool' : speakerOf(fieldsOf(message['author'])['role'], repairs);
  if (speaker === 'tool' || (typeof recipient === 'string' && recipient !== 'all')) {
    const name = textOf(fieldsOf(message['author'])['name']) || textOf(recipient);
    const asides = parts.map((one) =>
      one.kind === 'text' ? toolPart({ name: name === 'all' ? '' : name, content: one.text }) : one,
    );
    return { message: null, asides };
  }
  const plain = speaker === 'user' ? parts : parts.map((one) => withoutMarks(one, fieldsOf(message['metadata'])));
  const text = saidIn(plain);
  if (text === '') return { message: null, asides: asidesIn(plain) };
  return { message: { role: speaker, text, asides: asidesIn(plain), createdAt: timeOf(message['create_time']) } };
}

function withoutMarks(one: ImportedPart, metadata: Fields): ImportedPart {
  return one.kind === 'text' ? { kind: 'text', text: replaceCitations(one.text, metadata) } : one;
}

function partsOf(content: Fields, kind: string): ImportedPart[] {
  if (kind === 'thoughts') {
    return listOf(content['thoughts'])
      .map(fieldsOf)
      .flatMap((thought) => part('thinking', textOf(thought['content']) || textOf(thought['summary'])));
  }
  if (kind === 'reasoning_recap') return [];
  if (Array.isArray(content['parts'])) return contentParts(content['parts']);
  const text = textOf(content['text']) || textOf(content['result']) || thinkingText(content);
  return part('text', kind === 'code' && text !== '' ? `\`\`\`${languageOf(content)}\n${text}\n\`\`\`` : text);
}

function languageOf(content: Fields): string {
  const { language } = content;
  return typeof language === 'string' && /^[a-z0-9+#-]{1,20}$/.test(language) && language !== 'unknown' ? language : '';
}
