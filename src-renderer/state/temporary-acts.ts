import type { ConversationId } from '#contract/primitives';
import type { AppState } from './app.svelte.ts';
import { FRESH } from './new-conversation.ts';

/** Begins a temporary conversation and opens it; from a new chat, with its options and what was written in it. */
export async function beginTemporary(app: AppState): Promise<void> {
  const { chat, navigation, temporary } = app;
  const { place } = navigation;
  const isNewChat = place.page === 'chat' && place.conversationId === null;
  const begun = await temporary.begin({ ...(isNewChat ? chat.fresh : FRESH), modelId: chat.modelId });
  if (!begun.ok) {
    app.report(begun.error);
    return;
  }
  const { id } = begun.value;
  if (isNewChat) moveWritten(app, null, id);
  navigation.openConversation(id);
  app.acts.composerFocusRequests += 1;
}

/** Makes an empty temporary conversation the new chat again, with what was written in it. */
export async function leaveTemporary(app: AppState, conversationId: ConversationId): Promise<void> {
  moveWritten(app, conversationId, null);
  app.navigation.newChat();
  app.acts.composerFocusRequests += 1;
  app.report(await app.temporary.discard(conversationId));
}

/** Moves it into the history, and shows it there. */
export async function keepTemporary(app: AppState, conversationId: ConversationId): Promise<void> {
  app.drafts.saveNow();
  const kept = await app.temporary.keep(conversationId);
  if (!kept.ok) {
    app.report(kept.error);
    return;
  }
  const { id } = kept.value;
  moveWritten(app, conversationId, id);
  const { place } = app.navigation;
  if (place.page === 'chat' && (place.conversationId === conversationId || place.conversationId === null))
    app.navigation.replace({ page: 'chat', conversationId: id, messageId: null });
  app.toasts.show(app.language.t.temporary.kept);
}

export async function discardTemporary(app: AppState, conversationId: ConversationId): Promise<void> {
  app.report(await app.temporary.discard(conversationId));
}

function moveWritten(app: AppState, from: ConversationId | null, to: ConversationId | null): void {
  const { attachments, drafts } = app;
  const text = drafts.get(from);
  if (text !== '') {
    drafts.set(from, '');
    if (drafts.get(to) === '') drafts.set(to, text);
  }
  const files = attachments.in(from);
  if (files.length === 0) return;
  attachments.set(from, []);
  attachments.set(to, [...attachments.in(to), ...files]);
}
