import type { Conversation } from '#contract/conversations';
import type { ConversationId } from '#contract/primitives';
import type { AppState } from './app.svelte.ts';

/**
 * Moves conversations to the trash and reports that with an undo; leaves the open one when it is among them.
 * @returns whether any was removed
 */
export async function removeConversations(
  app: AppState,
  chosen: readonly Conversation[],
  openId: ConversationId | null,
): Promise<boolean> {
  const { conversations, language, navigation, toasts } = app;
  const removed = await conversations.changeSeveral(chosen, { kind: 'remove' });
  if (!removed.ok) app.report(removed.error);
  if (!removed.ok || removed.value.length === 0) return false;
  const done = removed.value;
  const reopened = done.find(({ id }) => id === openId);
  if (reopened) navigation.newChat();
  const undo = async (): Promise<void> => {
    const back = await conversations.changeSeveral(done, { kind: 'restore' });
    if (!back.ok) app.report(back.error);
    else if (reopened && back.value.includes(reopened)) navigation.openConversation(reopened.id);
  };
  toasts.show(language.t.history.removed(done.length), {
    action: { label: language.t.common.undo, run: () => void undo() },
  });
  return true;
}
