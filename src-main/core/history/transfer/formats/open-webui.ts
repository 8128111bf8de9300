import { because } from '#contract/reasons';
import type { ImportedConversation, ImportedPart, ReadConversation } from '../imported-conversation.ts';
import { asidesIn, contentParts, part, saidIn, thinkingText, toolPart } from '../message-parts.ts';
import { orderTree } from '../order-tree.ts';
import { type Fields, fieldOf, fieldsOf, idOf, idsOf, isFields, listOf, textOf, timeOf } from '../read-fields.ts';
import type { Repairs } from '../repairs.ts';
import { speakerOf } from '../roles.ts';
import type { TreeNode } from '../tree-node.ts';

/** Open WebUI's export: each chat has its tree under `chat.history.messages`, and `currentId`. */
export function isOpenWebUi(value: Fields): boolean {
  const chat = chatOf(value);
  return isFields(fieldsOf(chat['history'])['messages']) || (chat !== value && Array.isArray(chat['messages']));
}

export function readOpenWebUi(value: Fields, repairs: Repairs): ReadConversation {
  const chat = chatOf(value);
  return {
    format: 'open-webui',
    sourceId: idOf(value['id']) ?? idOf(chat['id']),
    title: textOf(value['title']) || textOf(chat['title']),
    systemPrompt: textOf(chat['system']) || textOf(fieldsOf(chat['params'])['system']),
    pinned: value['pinned'] === true,
    archived: value['archived'] === true,
    folder: null,
    tags: tagsOf(fieldsOf(value['meta'])['tags'] ?? chat['tags']),
    createdAt: timeOf(value['created_at']) ?? timeOf(chat['timestamp']),
    updatedAt: timeOf(value['updated_at']),
    ...orderTree(nodesOf(chat, repairs), idOf(fieldsOf(chat['history'])['currentId']), repairs),
  };
}

/** A chat that was saved alone has no record around it. */
function chatOf(value: Fields): Fields {
  return isFields(value['chat']) ? value['chat'] : value;
}

/** The tree; without one, the open branch, which is stored as a list. */
function nodesOf(chat: Fields, repairs: Repairs): TreeNode[] {
  const tree = fieldsOf(fieldsOf(chat['history'])['messages']);
  const ids = Object.keys(tree);
  if (ids.length > 0) return ids.map((id) => nodeOf(id, fieldsOf(fieldOf(tree, id)), repairs));
  const nodes: TreeNode[] = [];
  for (const message of listOf(chat['messages']).map(fieldsOf)) {
    const node = nodeOf(idOf(message['id']) ?? `#${nodes.length}`, message, repairs);
    nodes.push('parentId' in message ? node : { ...node, parentId: nodes.at(-1)?.id ?? null });
  }
  return nodes;
}

function nodeOf(id: string, message: Fields, repairs: Repairs): TreeNode {
  const place = { id, parentId: idOf(message['parentId']), childIds: idsOf(message['childrenIds']) };
  return { ...place, ...saidOf(message, repairs) };
}

function saidOf(message: Fields, repairs: Repairs): Pick<TreeNode, 'message' | 'asides'> {
  const attached = listOf(message['files']).map((file) => (fieldsOf(file)['type'] === 'image' ? '[image]' : '[file]'));
  const parts = [...answerParts(message), ...attached.flatMap((text) => part('text', text))];
  const text = saidIn(parts);
  if (text === '') {
    // Placeholders of answers that never came.
    repairs.note(because('message-without-text'));
    return { message: null, asides: asidesIn(parts) };
  }
  const speaker = speakerOf(message['role'], repairs);
  if (speaker === 'tool') return { message: null, asides: [toolPart({ content: text })] };
  const isAnswer = speaker === null && ('model' in message || 'modelName' in message);
  const role = isAnswer ? 'assistant' : speaker;
  return { message: { role, text, asides: asidesIn(parts), createdAt: timeOf(message['timestamp']) } };
}

/** Since 0.10 an answer is in `output`, and `content` may be empty or the same as one text with its thinking. */
function answerParts(message: Fields): ImportedPart[] {
  const content = contentParts(message['content']);
  const output = listOf(message['output']).map(fieldsOf).flatMap(outputParts);
  if (content.length === 0) return output;
  if (/<details\b|<think/i.test(saidIn(content))) return content;
  return [...output.filter(({ kind }) => kind !== 'text'), ...content];
}

function outputParts(item: Fields): ImportedPart[] {
  const kind = textOf(item['type']);
  if (kind === 'message' || kind === '') return contentParts(item['content'] ?? item['text']);
  if (kind === 'reasoning') return part('thinking', thinkingText(item));
  return kind === 'output_text' || kind === 'text' ? contentParts([item]) : [toolPart(item)];
}

function tagsOf(value: unknown): ImportedConversation['tags'] {
  return listOf(value)
    .map((tag) => textOf(tag) || textOf(fieldsOf(tag)['name']))
    .filter((tag) => tag !== '')
    .map((name) => ({ name, colour: null }));
}
