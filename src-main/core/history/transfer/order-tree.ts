import type { Aside } from '#contract/asides';
import type { Role } from '#contract/vocabulary';
import type { ImportedMessage } from './imported-conversation.ts';
import { mendTree } from './mend-tree.ts';
import { type Repairs, shown } from './repairs.ts';

/** What a node says; without a role it has the one that its place gives it. */
export type Said = Omit<ImportedMessage, 'id' | 'parentId' | 'role'> & { readonly role: Role | null };

/** A node of a stranger's tree; without a message it only holds its children (a root, a hidden message). */
export interface TreeNode {
  readonly id: string;
  readonly parentId: string | null;
  /** Those that the file names, where it does. */
  readonly childIds?: readonly string[];
  readonly message: Said | null;
  /** Thinking and tool talk of a node that says nothing: it belongs to the answer that follows. */
  readonly asides?: readonly Aside[];
}

/** As many steps of thinking and tool talk lead to one answer; of more, the last. */
const MOST_ASIDES = 100;

/** What every format comes to. */
export interface OrderedTree {
  /** Every parent before its children, otherwise in the order given. */
  readonly messages: ImportedMessage[];
  readonly activeMessageId: string | null;
}

/**
 * The messages of a tree, and the one that its open branch ends with: the one that is named, or the nearest above it,
 * or else the newest without followers. Children of a node without a message become children of the nearest message
 * above it. What is wrong with the tree is mended and noted.
 *
 * @throws SarviError `conversation-refused` for too many nodes
 */
export function orderTree(nodes: readonly TreeNode[], openId: string | null, repairs: Repairs): OrderedTree {
  const mended = mendTree(nodes, repairs);
  const byId = new Map(mended.map((node) => [node.id, node]));
  const messages: ImportedMessage[] = [];
  /** For each node that has been placed, the nearest message, itself or one above it, and what waits for the next. */
  const placed = new Map<string, { message: ImportedMessage | null; asides: readonly Aside[] }>();
  for (const node of mended) {
    for (const next of unplaced(node, byId, placed)) {
      const above = placed.get(next.parentId ?? '') ?? { message: null, asides: [] };
      if (next.message === null) {
        const asides = next.asides === undefined ? above.asides : [...above.asides, ...next.asides].slice(-MOST_ASIDES);
        placed.set(next.id, { message: above.message, asides });
        continue;
      }
      const message = messageOf(next.id, next.message, above.message, above.asides);
      messages.push(message);
      placed.set(next.id, { message, asides: [] });
    }
  }
  const named = openId === null ? null : (placed.get(openId)?.message?.id ?? null);
  if (openId !== null && !placed.has(openId)) repairs.note(`the open message ${shown(openId)} is not there`);
  return { messages, activeMessageId: named ?? newestLeaf(messages) };
}

function messageOf(id: string, said: Said, parent: ImportedMessage | null, asides: readonly Aside[]): ImportedMessage {
  const role = said.role ?? (parent?.role === 'user' ? 'assistant' : 'user');
  const own = said.asides ?? [];
  const all = role === 'assistant' ? [...asides, ...own] : own;
  const message = { ...said, id, parentId: parent?.id ?? null, role };
  return all.length === 0 ? message : { ...message, asides: all };
}

function newestLeaf(messages: readonly ImportedMessage[]): string | null {
  const parents = new Set(messages.map(({ parentId }) => parentId));
  let newest: ImportedMessage | null = null;
  for (const message of messages) {
    if (parents.has(message.id)) continue;
    if (newest === null || (message.createdAt ?? newest.createdAt ?? 0) >= (newest.createdAt ?? 0)) newest = message;
  }
  return newest?.id ?? null;
}

/** The node and those above it that have not been placed, topmost first. */
function unplaced(
  from: TreeNode,
  byId: ReadonlyMap<string, TreeNode>,
  placed: ReadonlyMap<string, unknown>,
): TreeNode[] {
  const chain: TreeNode[] = [];
  for (let node: TreeNode | undefined = from; node !== undefined && !placed.has(node.id);) {
    chain.push(node);
    node = byId.get(node.parentId ?? '');
  }
  return chain.reverse();
}
