import { because } from '#contract/reasons';
import type { ImportedPart, ReadConversation } from '../imported-conversation.ts';
import { asidesIn, contentParts, part, saidIn, toolPart } from '../message-parts.ts';
import { orderTree } from '../order-tree.ts';
import { type Fields, fieldsOf, idOf, idsOf, isFields, listOf, textOf, timeOf } from '../read-fields.ts';
import type { Repairs } from '../repairs.ts';
import { speakerOf } from '../roles.ts';
import type { TreeNode } from '../tree-node.ts';

/**
 * The export of llama.cpp's web interface: `conv` and its `messages`, each with its `parent`; one has the type `root`.
 * An export of the open chat has no root. In JSONL, `bySession` collects the lines of a session.
 */
export function isLlamaWebUi(value: Fields): boolean {
  return isFields(value['conv']) && Array.isArray(value['messages']);
}

export function readLlamaWebUi(value: Fields, repairs: Repairs): ReadConversation {
  const conversation = fieldsOf(value['conv']);
  const nodes = messagesIn(value['messages'], repairs).map((message, index) => nodeOf(message, index, repairs));
  const tree = orderTree(withoutLostRoot(nodes), idOf(conversation['currNode']), repairs);
  return {
    format: 'llama-web-ui',
    sourceId: idOf(conversation['id']),
    title: textOf(conversation['name']),
    systemPrompt: '',
    pinned: conversation['pinned'] === true,
    archived: false,
    folder: null,
    tags: [],
    // Ids of the older interface contain the start of the conversation: conv-1750000000000.
    createdAt:
      timeOf(Number(/^conv-(\d{13})$/.exec(textOf(conversation['id']))?.[1] ?? Number.NaN)) ?? firstTime(tree.messages),
    updatedAt: timeOf(conversation['lastModified']),
    ...tree,
  };
}

/** The messages. A line of JSONL wraps each message, and lines of other kinds are between them. */
function messagesIn(list: unknown, repairs: Repairs): Fields[] {
  const messages: Fields[] = [];
  for (const line of listOf(list).map(fieldsOf)) {
    const { type, message } = line;
    if (isFields(message)) {
      messages.push({ id: line['id'], parent: line['parentId'], timestamp: line['timestamp'], ...message });
    } else if ('role' in line || 'content' in line || type === 'root') messages.push(line);
    else repairs.note(because('line-kind', { kind: (JSON.stringify(type) ?? 'null').slice(0, 60) }));
  }
  return messages;
}

/** The common parent of all beginnings, which an export of the open chat leaves out, is not a fault. */
function withoutLostRoot(nodes: readonly TreeNode[]): TreeNode[] {
  const ids = new Set(nodes.map(({ id }) => id));
  const lost = new Set(nodes.map(({ parentId }) => parentId).filter((id) => id !== null && !ids.has(id)));
  const hasRoot = nodes.some(({ parentId }) => parentId === null);
  if (hasRoot || lost.size !== 1) return [...nodes];
  return nodes.map((node) => (lost.has(node.parentId) ? { ...node, parentId: null } : node));
}

function nodeOf(message: Fields, index: number, repairs: Repairs): TreeNode {
  const parent = idOf(message['parent']);
  return {
    id: idOf(message['id']) ?? `#${index}`,
    // The older interface numbers messages and writes -1 for none.
    parentId: parent === '-1' ? null : parent,
    childIds: idsOf(message['children']),
    ...saidOf(message, repairs),
  };
}

function saidOf(message: Fields, repairs: Repairs): Pick<TreeNode, 'message' | 'asides'> {
  if (message['type'] === 'root') return { message: null };
  const attached = listOf(message['extra']).map((extra) => attachmentText(fieldsOf(extra)));
  const thinking =
    textOf(message['thinking']) || textOf(message['reasoningContent']) || textOf(message['reasoning_content']);
  const parts = [
    ...part('thinking', thinking),
    ...toolsOf(message['toolCalls'] ?? message['tool_calls']),
    ...attached.flatMap((text) => part('text', text)),
    ...contentParts(message['content']),
  ];
  const text = saidIn(parts);
  const speaker = parts.length === 0 ? 'tool' : speakerOf(message['role'], repairs);
  if (parts.length === 0) repairs.note(because('message-without-text'));
  if (speaker === 'tool') return { message: null, asides: [toolPart({ name: message['toolName'], content: text })] };
  if (text === '') return { message: null, asides: asidesIn(parts) };
  return { message: { role: speaker, text, asides: asidesIn(parts), createdAt: timeOf(message['timestamp']) } };
}

/** A list, or the JSON text of one. */
function toolsOf(value: unknown): ImportedPart[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [toolPart({ input: value })];
  return listOf(value).map((call) => toolPart(fieldsOf(call)));
}

/** A pasted text counts as said; other attachments become notes. */
function attachmentText(extra: Fields): string {
  const kind = textOf(extra['type']).toLowerCase();
  if (/^(text|textfile|context|pdf|pdffile)$/.test(kind) && typeof extra['content'] === 'string')
    return extra['content'];
  return kind.startsWith('image') ? '[image]' : kind.startsWith('audio') ? '[audio]' : kind === '' ? '' : '[file]';
}

function firstTime(messages: ReadConversation['messages']): number | null {
  return messages.find(({ createdAt }) => createdAt !== null)?.createdAt ?? null;
}
