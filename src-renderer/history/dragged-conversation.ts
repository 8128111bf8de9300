import type { ConversationId } from '#contract/primitives';

/** A kind of its own, so that nothing else that is dragged over a folder counts. */
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
