import type { ImportedMessage } from './imported-conversation.ts';
import { orderTree } from './order-tree.ts';

type Turn = Omit<ImportedMessage, 'id' | 'parentId'> | null;

/** Messages that simply follow each other; null stands for one that is left out. */
export function linear(turns: readonly Turn[]): { messages: ImportedMessage[]; activeMessageId: string | null } {
  const messages = orderTree(
    turns.map((message, index) => ({
      id: String(index),
      parentId: index === 0 ? null : String(index - 1),
      message,
    })),
  );
  return { messages, activeMessageId: messages.at(-1)?.id ?? null };
}
