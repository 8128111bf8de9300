import { type OrderedTree, orderTree } from './order-tree.ts';
import type { Repairs } from './repairs.ts';
import type { TreeNode } from './tree-node.ts';

/** Messages without branches; null stands for one that is left out. */
export function linear(turns: readonly Pick<TreeNode, 'message' | 'asides'>[], repairs: Repairs): OrderedTree {
  const nodes = turns.map((turn, index) => ({
    ...turn,
    id: String(index),
    parentId: index === 0 ? null : String(index - 1),
  }));
  return orderTree(nodes, nodes.at(-1)?.id ?? null, repairs);
}
