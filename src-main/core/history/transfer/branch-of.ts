import type { SarviConversation, SarviMessage } from './sarvi-conversation.ts';

/** The messages from the root to `leafId`, oldest first; none for null. */
export function branchOf({ messages }: Pick<SarviConversation, 'messages'>, leafId: string | null): SarviMessage[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const branch: SarviMessage[] = [];
  let message = byId.get(leafId ?? '');
  while (message !== undefined) {
    branch.push(message);
    message = byId.get(message.parentId ?? '');
  }
  return branch.reverse();
}

/** The ids of messages without children, oldest first. */
export function leavesOf({ messages }: Pick<SarviConversation, 'messages'>): string[] {
  const parents = new Set(messages.map(({ parentId }) => parentId));
  return messages.map(({ id }) => id).filter((id) => !parents.has(id));
}
