import { type ImportedConversation, refused } from '../imported-conversation.ts';
import { contentText, type Fields, fieldsOf, isFields, listOf, textOf, timeOf } from '../read-fields.ts';
import { nearestMessage, orderTree, type TreeNode } from '../order-tree.ts';
import { roleOf } from '../roles.ts';

/**
 * `*.conversation.json` of LM Studio: a list of messages, each in several `versions`. An answer may come in `steps`.
 * The versions become branches; what follows belongs to the one that is selected.
 */
export function isLmStudio(value: Fields): boolean {
  const { messages } = value;
  return (
    Array.isArray(messages) &&
    messages.length > 0 &&
    messages.every((one) => isFields(one) && Array.isArray(one['versions']))
  );
}

export function readLmStudio(value: Fields): ImportedConversation {
  const nodes: TreeNode[] = [];
  const selectedIds: string[] = [];
  for (const [index, message] of listOf(value['messages']).entries()) {
    const fields = fieldsOf(message);
    const versions = listOf(fields['versions']);
    const selected = fields['currentlySelected'] ?? 0;
    if (typeof selected !== 'number' || !Object.hasOwn(versions, selected)) {
      throw refused(`message ${index + 1} has no version ${JSON.stringify(selected).slice(0, 20)}`);
    }
    for (const [number, version] of versions.entries()) {
      nodes.push({
        id: `${index}.${number}`,
        parentId: selectedIds.at(-1) ?? null,
        message: messageOf(fieldsOf(version)),
      });
    }
    selectedIds.push(`${index}.${selected}`);
  }
  const messages = orderTree(nodes);
  return {
    format: 'lm-studio',
    sourceId: null,
    title: textOf(value['name']),
    systemPrompt: textOf(value['systemPrompt']),
    pinned: value['pinned'] === true,
    archived: false,
    folder: null,
    tags: [],
    createdAt: timeOf(value['createdAt']),
    updatedAt: timeOf(value['assistantLastMessagedAt']) ?? timeOf(value['userLastMessagedAt']),
    messages,
    activeMessageId: nearestMessage(selectedIds.at(-1) ?? null, nodes),
  };
}

function messageOf(version: Fields): TreeNode['message'] {
  const role = roleOf(version['role']);
  const text = version['type'] === 'multiStep' ? stepsText(version) : contentText(version['content']);
  return role === null || text === '' ? null : { role, text, createdAt: null };
}

/** The blocks that were shown as the answer, without its thinking and without reports of tools. */
function stepsText(version: Fields): string {
  return listOf(version['steps'])
    .map(fieldsOf)
    .filter((step) => step['type'] === 'contentBlock' && fieldsOf(step['style'])['type'] !== 'thinking')
    .map((step) => contentText(step['content']))
    .filter((text) => text !== '')
    .join('\n\n');
}
