import { because } from '#contract/reasons';
import type { ReadConversation } from '../imported-conversation.ts';
import { linear } from '../linear.ts';
import { asidesIn, contentParts, saidIn } from '../message-parts.ts';
import { type OrderedTree, orderTree } from '../order-tree.ts';
import { type Fields, fieldsOf, idOf, listOf, textOf, timeOf } from '../read-fields.ts';
import type { Repairs } from '../repairs.ts';
import { speakerOf } from '../roles.ts';
import type { TreeNode } from '../tree-node.ts';

/** A Jan thread as `readJanThread` assembles it. */
export function isJanThread(value: Fields): boolean {
  return value['object'] === 'thread' && Array.isArray(value['messages']);
}

export function readJan(value: Fields, repairs: Repairs): ReadConversation {
  const said = listOf(value['messages'])
    .map(fieldsOf)
    .map((message) => ({ message, createdAt: timeOf(message['created_at']) }))
    // Old versions of Jan write the newest line first.
    .sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))
    .map(({ message }) => message);
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
    ...treeOf(said, fieldsOf(value['metadata']), repairs),
  };
}

function treeOf(said: readonly Fields[], thread: Fields, repairs: Repairs): OrderedTree {
  const isTree = said.some((message) => placeOf(message)['parentId'] !== undefined);
  if (!isTree) {
    return linear(
      said.map((message) => saidOf(message, repairs)),
      repairs,
    );
  }
  const nodes: TreeNode[] = [];
  for (const message of said) {
    const { parentId } = placeOf(message);
    // A message from before Jan had versions follows the one before it.
    const above = parentId === undefined ? (nodes.at(-1)?.id ?? null) : idOf(parentId);
    nodes.push({ id: idOf(message['id']) ?? `#${nodes.length}`, parentId: above, ...saidOf(message, repairs) });
  }
  return orderTree(nodes, openLeaf(nodes, said, thread), repairs);
}

/** Follows the tree from its beginning: at each fork to the named version, else to the newest. */
function openLeaf(nodes: readonly TreeNode[], said: readonly Fields[], thread: Fields): string | null {
  const children = new Map<string | null, string[]>();
  const known = new Set(nodes.map(({ id }) => id));
  for (const { id, parentId } of nodes) {
    const above = parentId !== null && known.has(parentId) ? parentId : null;
    children.set(above, [...(children.get(above) ?? []), id]);
  }
  const wanted = new Map<string | null, unknown>(
    said.map((message, index) => [nodes[index]?.id ?? null, placeOf(message)['activeChildId']]),
  );
  wanted.set(null, thread['activeChildId'] ?? thread['activeRootId'] ?? thread['activeRootMessageId']);
  let leaf: string | null = null;
  // At most as many steps as nodes, in case they form a circle.
  for (let steps = 0; steps < nodes.length; steps += 1) {
    const next: readonly string[] = children.get(leaf) ?? [];
    const named = idOf(wanted.get(leaf));
    const chosen: string | undefined = named !== null && next.includes(named) ? named : next.at(-1);
    if (chosen === undefined) break;
    leaf = chosen;
  }
  return leaf;
}

function placeOf(message: Fields): Fields {
  return fieldsOf(message['metadata']);
}

function saidOf(message: Fields, repairs: Repairs): Pick<TreeNode, 'message' | 'asides'> {
  const parts = contentParts(message['content']);
  const text = saidIn(parts);
  const speaker = parts.length === 0 ? 'tool' : speakerOf(message['role'], repairs);
  if (parts.length === 0) repairs.note(because('message-without-text'));
  if (speaker === 'tool' || text === '') return { message: null, asides: asidesIn(parts) };
  return { message: { role: speaker, text, asides: asidesIn(parts), createdAt: timeOf(message['created_at']) } };
}
