import { because } from '#contract/reasons';
import { MOST_MESSAGES } from './bounds.ts';
import { refused } from './imported-conversation.ts';
import { type Repairs, shown } from './repairs.ts';
import type { TreeNode } from './tree-node.ts';

/**
 * Repairs a stranger's tree, so that every parent exists and there is no circle. A node without a known parent follows
 * the node that lists it as a child, or becomes a root.
 *
 * @throws SarviError `conversation-refused` for too many nodes
 */
export function mendTree(nodes: readonly TreeNode[], repairs: Repairs): TreeNode[] {
  if (nodes.length > MOST_MESSAGES) throw refused(because('too-many-messages', { most: MOST_MESSAGES }));
  const own = withoutTwins(nodes, repairs);
  const ids = new Set(own.map(({ id }) => id));
  const claims = claimsOf(own, ids, repairs);
  const parents = new Map<string, string | null>();
  for (const { id, parentId } of own) {
    if (parentId !== null && !ids.has(parentId)) {
      repairs.note(because('message-follows-nothing', { message: shown(id), parent: shown(parentId) }));
    }
    parents.set(id, parentId !== null && ids.has(parentId) ? parentId : (claims.get(id) ?? null));
  }
  cutCircles(own, parents, repairs);
  return own.map((node) => ({ ...node, parentId: parents.get(node.id) ?? null }));
}

/** Makes ids unique: a second node with an id gets its own, or is left out when it has the same content. */
function withoutTwins(nodes: readonly TreeNode[], repairs: Repairs): TreeNode[] {
  const byId = new Map<string, TreeNode>();
  for (const [index, node] of nodes.entries()) {
    const twin = byId.get(node.id);
    if (twin === undefined) {
      byId.set(node.id, node);
      continue;
    }
    repairs.note(because('message-id-twice', { message: shown(node.id) }));
    const isSame = twin.parentId === node.parentId && twin.message?.text === node.message?.text;
    if (!isSame) byId.set(`${node.id} #${index}`, { ...node, id: `${node.id} #${index}`, childIds: [] });
  }
  return [...byId.values()];
}

/** For each child, the first node that lists it. */
function claimsOf(nodes: readonly TreeNode[], ids: ReadonlySet<string>, repairs: Repairs): Map<string, string> {
  const claims = new Map<string, string>();
  for (const { id, childIds = [] } of nodes) {
    for (const child of childIds) {
      if (!ids.has(child))
        repairs.note(because('message-followed-by-nothing', { message: shown(id), child: shown(child) }));
      else if (!claims.has(child)) claims.set(child, id);
    }
  }
  return claims;
}

/** Makes one node of each circle a root: one that only a list of children has put there, else the first. */
function cutCircles(nodes: readonly TreeNode[], parents: Map<string, string | null>, repairs: Repairs): void {
  const claimed = new Set(nodes.filter(({ id, parentId }) => parentId !== parents.get(id)).map(({ id }) => id));
  const safe = new Set<string>();
  for (const { id: from } of nodes) {
    const chain: string[] = [];
    const inChain = new Set<string>();
    for (let id: string | null = from; id !== null && !safe.has(id); id = parents.get(id) ?? null) {
      if (inChain.has(id)) {
        const cut = chain.slice(chain.indexOf(id)).find((one) => claimed.has(one)) ?? id;
        if (!claimed.has(cut)) repairs.note(because('message-above-itself', { message: shown(cut) }));
        parents.set(cut, null);
        break;
      }
      inChain.add(id);
      chain.push(id);
    }
    for (const id of chain) safe.add(id);
  }
}
