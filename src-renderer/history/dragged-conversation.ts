import type { ConversationId } from '#contract/primitives';

/** A type of its own, so that other dragged things are ignored. */
const KIND = 'application/x-sarvi-conversation';

export function dragConversation({ dataTransfer }: DragEvent, id: ConversationId): void {
  if (!dataTransfer) return;
  dataTransfer.clearData();
  dataTransfer.setData(KIND, id);
  dataTransfer.effectAllowed = 'move';
}

/** Whether a conversation is being dragged; which one is known only once it is dropped. */
export function carriesConversation({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes(KIND) ?? false;
}

export function droppedConversation({ dataTransfer }: DragEvent): ConversationId | null {
  return dataTransfer?.getData(KIND) || null;
}
