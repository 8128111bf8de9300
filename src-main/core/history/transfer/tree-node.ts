import type { Aside } from '#contract/asides';
import type { Role } from '#contract/messages';
import type { ImportedMessage } from './imported-conversation.ts';

/** What a node says; without a role it has the one that its place gives it. */
export type NodeContent = Omit<ImportedMessage, 'id' | 'parentId' | 'role'> & { readonly role: Role | null };

/** A node of a stranger's tree; without a message it only holds its children (a root, a hidden message). */
export interface TreeNode {
  readonly id: string;
  readonly parentId: string | null;
  /** Those that the file names, where it does. */
  readonly childIds?: readonly string[];
  readonly message: NodeContent | null;
  /** Thinking and tool talk of a node that says nothing: it belongs to the answer that follows. */
  readonly asides?: readonly Aside[];
}
