import type { Aside } from '#contract/asides';
import { because } from '#contract/reasons';
import { MOST_ASIDES } from './bounds.ts';
import type { ImportedMessage } from './imported-conversation.ts';
import { mendTree } from './mend-tree.ts';
import { type Repairs, shown } from './repairs.ts';
import type { NodeContent, TreeNode } from './tree-node.ts';

/** For a node: the nearest message above or at it, and the asides that wait for the next answer. */
interface Place {
  readonly message: ImportedMessage | null;
  readonly asides: readonly Aside[];
  /** Shared by consecutive nodes: whether a message has taken the waiting asides, and which one was made for them. */
  readonly source: { taken: boolean; end?: ImportedMessage };
}

/** The common result of every format. */
export interface OrderedTree {
  /** Every parent before its children, otherwise in the given order. */
  readonly messages: ImportedMessage[];
  readonly activeMessageId: string | null;
}

/**
 * The messages of a tree, and the last one of its open branch: the given one, or the nearest above it, or else the
 * newest leaf. Children of a node without a message become children of the nearest message above it. Faults of the tree
 * are repaired and noted.
 *
 * @throws SarviError `conversation-refused` for too many nodes
 */
export function orderTree(nodes: readonly TreeNode[], openId: string | null, repairs: Repairs): OrderedTree {
  const mended = mendTree(nodes, repairs);
  const byId = new Map(mended.map((node) => [node.id, node]));
  const messages = new Messages();
  const placed = new Map<string, Place>();
  for (const node of mended) {
    for (const next of unplaced(node, byId, placed)) {
      const above = placed.get(next.parentId ?? '') ?? placeOf(null);
      if (next.message === null) {
        const own = (next.asides ?? []).filter(saysSomething);
        const asides = own.length === 0 ? above.asides : [...above.asides, ...own].slice(-MOST_ASIDES);
        placed.set(next.id, above.asides.length === 0 ? { ...placeOf(above.message), asides } : { ...above, asides });
      } else placed.set(next.id, placeOf(messages.add(next.id, next.message, above, next.parentId)));
    }
  }
  const parents = new Set(mended.map(({ parentId }) => parentId));
  for (const { id } of mended) {
    const place = placed.get(id);
    if (place && !parents.has(id)) placed.set(id, placeOf(messages.end(place, id)));
  }
  const named = openId === null ? null : (placed.get(openId)?.message?.id ?? null);
  if (openId !== null && !placed.has(openId)) repairs.note(because('open-message-missing', { message: shown(openId) }));
  return { messages: messages.all, activeMessageId: named ?? newestLeaf(messages.all) };
}

/** Messages in order, each with the asides that led to it. */
class Messages {
  readonly all: ImportedMessage[] = [];
  readonly #places = new Map<string, number>();

  add(id: string, said: NodeContent, above: Place, parentId: string | null): ImportedMessage {
    const role = said.role ?? (above.message?.role === 'user' ? 'assistant' : 'user');
    const own = said.asides ?? [];
    if (role !== 'assistant') {
      const parent = this.end(above, parentId ?? id);
      return this.#push({ ...said, id, parentId: parent?.id ?? null, role });
    }
    above.source.taken = true;
    const asides = [...above.asides, ...own];
    const message = { ...said, id, parentId: above.message?.id ?? null, role };
    return this.#push(asides.length === 0 ? message : { ...message, asides });
  }

  /**
   * Asides without a following answer, for example after an interruption, belong to the answer before them, or become
   * an answer without a text. @returns the last message of the place
   */
  end({ message, asides, source }: Place, id: string): ImportedMessage | null {
    if (source.end) return source.end;
    if (asides.length === 0 || source.taken || message === null) return message;
    source.taken = true;
    if (message.role === 'user') {
      const { createdAt } = message;
      source.end = this.#push({ id, parentId: message.id, role: 'assistant', text: '', asides, createdAt });
      return source.end;
    }
    const place = this.#places.get(message.id);
    const before = place === undefined ? undefined : this.all[place];
    if (before?.role !== 'assistant' || place === undefined) return message;
    return (this.all[place] = { ...before, asides: [...(before.asides ?? []), ...asides] });
  }

  #push(message: ImportedMessage): ImportedMessage {
    this.#places.set(message.id, this.all.length);
    this.all.push(message);
    return message;
  }
}

function saysSomething(aside: Aside): boolean {
  return aside.kind === 'thinking' ? aside.text.trim() !== '' : aside.name + aside.input + aside.output !== '';
}

function placeOf(message: ImportedMessage | null): Place {
  return { message, asides: [], source: { taken: false } };
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

/** The node and those above it that have no place yet, topmost first. */
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
