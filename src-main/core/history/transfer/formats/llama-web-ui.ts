import type { ImportedConversation } from '../imported-conversation.ts';
import { contentText, type Fields, fieldsOf, idOf, isFields, listOf, textOf, timeOf } from '../read-fields.ts';
import { nearestMessage, orderTree, type TreeNode } from '../order-tree.ts';
import { roleOf } from '../roles.ts';

/** The export of llama.cpp's web interface: `conv` and its `messages`, each with its `parent`; one of type `root`. */
export function isLlamaWebUi(value: Fields): boolean {
  return isFields(value['conv']) && Array.isArray(value['messages']);
}

export function readLlamaWebUi(value: Fields): ImportedConversation {
  const conversation = fieldsOf(value['conv']);
  const nodes = listOf(value['messages']).map(fieldsOf).map(nodeOf);
  const messages = orderTree(nodes);
  return {
    format: 'llama-web-ui',
    sourceId: idOf(conversation['id']),
    title: textOf(conversation['name']),
    systemPrompt: '',
    pinned: conversation['pinned'] === true,
    archived: false,
    folder: null,
    tags: [],
    // Ids of the older interface say when the conversation was begun: conv-1750000000000.
    createdAt:
      timeOf(Number(/^conv-(\d{13})$/.exec(textOf(conversation['id']))?.[1] ?? Number.NaN)) ?? firstTime(messages),
    updatedAt: timeOf(conversation['lastModified']),
    messages,
    activeMessageId: nearestMessage(idOf(conversation['currNode']), nodes),
  };
}

function nodeOf(message: Fields, index: number): TreeNode {
  const parent = idOf(message['parent']);
  return {
    id: idOf(message['id']) ?? `#${index}`,
    // The older interface numbers messages and writes -1 for none.
    parentId: parent === '-1' ? null : parent,
    message: messageOf(message),
  };
}

function messageOf(message: Fields): TreeNode['message'] {
  if (message['type'] === 'root') return null;
  const role = roleOf(message['role']);
  const attached = listOf(message['extra']).map((extra) => attachmentText(fieldsOf(extra)));
  const text = [...attached, contentText(message['content'])].filter((part) => part !== '').join('\n\n');
  return role === null || text === '' ? null : { role, text, createdAt: timeOf(message['timestamp']) };
}

/** A pasted text is what was said; of everything else, that it was there. */
function attachmentText(extra: Fields): string {
  const kind = textOf(extra['type']).toLowerCase();
  if (/^(text|textfile|context|pdf|pdffile)$/.test(kind) && typeof extra['content'] === 'string')
    return extra['content'];
  return kind.startsWith('image') ? '[image]' : kind.startsWith('audio') ? '[audio]' : kind === '' ? '' : '[file]';
}

function firstTime(messages: ImportedConversation['messages']): number | null {
  return messages.find(({ createdAt }) => createdAt !== null)?.createdAt ?? null;
}
