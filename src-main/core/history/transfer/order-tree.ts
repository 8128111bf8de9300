import { MOST_MESSAGES } from './bounds.ts';
import { type ImportedMessage, refused } from './imported-conversation.ts';

/** A node of a stranger's tree; without a message it only holds its children (a root, a hidden message). */
export interface TreeNode {
  readonly id: string;
  readonly parentId: string | null;
  readonly message: Omit<ImportedMessage, 'id' | 'parentId'> | null;
}

/**
 * The messages of a tree, every parent before its children and otherwise in the order given. Children of a node
 * without a message become children of the nearest message above it.
 *
 * @throws SarviError `conversation-refused` for an id that comes twice, a parent that is not there, a circle, and too
 *   many nodes
 */
export function orderTree(nodes: readonly TreeNode[]): ImportedMessage[] {
  if (nodes.length > MOST_MESSAGES) throw refused(`it has more than ${MOST_MESSAGES} messages`);
  const byId = new Map<string, TreeNode>();
  for (const node of nodes) {
    if (byId.has(node.id)) throw refused(`the message id ${shown(node.id)} comes twice`);
    byId.set(node.id, node);
  }
  const messages: ImportedMessage[] = [];
  /** For each node that has been placed, the nearest message: itself or one above it. */
  const nearest = new Map<string, string | null>();
  for (const node of nodes) {
    for (const next of unplaced(node, byId, nearest)) {
      const parentId = next.parentId === null ? null : (nearest.get(next.parentId) ?? null);
      if (next.message !== null) messages.push({ ...next.message, id: next.id, parentId });
      nearest.set(next.id, next.message === null ? parentId : next.id);
    }
  }
  return messages;
}

/** The node nearest to `id` that is a message, itself or above it; null when there is none. */
export function nearestMessage(id: string | null, nodes: readonly TreeNode[]): string | null {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  let node = id === null ? undefined : byId.get(id);
  // As many steps as there are nodes: `orderTree` has ruled circles out, and this does not rely on it.
  for (let steps = 0; node !== undefined && steps <= nodes.length; steps += 1) {
    if (node.message !== null) return node.id;
    node = node.parentId === null ? undefined : byId.get(node.parentId);
  }
  return null;
}

/** The node and those above it that have not been placed, topmost first. */
function unplaced(
  from: TreeNode,
  byId: ReadonlyMap<string, TreeNode>,
  placed: ReadonlyMap<string, unknown>,
): TreeNode[] {
  const chain: TreeNode[] = [];
  const inChain = new Set<string>();
  let node = from;
  while (!placed.has(node.id)) {
    if (inChain.has(node.id)) throw refused(`the message ${shown(node.id)} is above itself`);
    inChain.add(node.id);
    chain.push(node);
    if (node.parentId === null) break;
    const parent = byId.get(node.parentId);
    if (parent === undefined) {
      throw refused(`the message ${shown(node.id)} follows ${shown(node.parentId)}, which is not there`);
    }
    node = parent;
  }
  return chain.reverse();
}

function shown(id: string): string {
  return JSON.stringify(id.slice(0, 60).toWellFormed());
}
