import type { ImportedConversation } from '../imported-conversation.ts';
import { contentText, type Fields, fieldOf, fieldsOf, idOf, isFields, listOf, textOf, timeOf } from '../read-fields.ts';
import { nearestMessage, orderTree, type TreeNode } from '../order-tree.ts';
import { roleOf } from '../roles.ts';

/** Open WebUI's export: each chat has its tree under `chat.history.messages`, and `currentId`. */
export function isOpenWebUi(value: Fields): boolean {
  return isFields(fieldsOf(chatOf(value)['history'])['messages']);
}

export function readOpenWebUi(value: Fields): ImportedConversation {
  const chat = chatOf(value);
  const history = fieldsOf(chat['history']);
  const tree = fieldsOf(history['messages']);
  const nodes = Object.keys(tree).map((id): TreeNode => {
    const message = fieldsOf(fieldOf(tree, id));
    return { id, parentId: idOf(message['parentId']), message: messageOf(message) };
  });
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
    messages: orderTree(nodes),
    activeMessageId: nearestMessage(idOf(history['currentId']), nodes),
  };
}

/** A chat that was saved alone stands without the record around it. */
function chatOf(value: Fields): Fields {
  return isFields(value['chat']) ? value['chat'] : value;
}

function messageOf(message: Fields): TreeNode['message'] {
  const role = roleOf(message['role']);
  const attached = listOf(message['files']).map((file) => (fieldsOf(file)['type'] === 'image' ? '[image]' : '[file]'));
  const text = [contentText(message['content']), ...attached].filter((part) => part !== '').join('\n\n');
  return role === null || text === '' ? null : { role, text, createdAt: timeOf(message['timestamp']) };
}

function tagsOf(value: unknown): ImportedConversation['tags'] {
  return listOf(value)
    .map((tag) => textOf(tag) || textOf(fieldsOf(tag)['name']))
    .filter((tag) => tag !== '')
    .map((name) => ({ name, colour: null }));
}
