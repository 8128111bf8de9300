import type { AppState } from '../state/app.svelte.ts';

/** Puts a prompt into the composer, to be looked at and sent. Another text that is written there stays behind it. */
export function insertMessage(app: AppState, message: string): void {
  const { navigation, drafts, acts } = app;
  if (navigation.place.page !== 'chat') navigation.newChat();
  const { place } = navigation;
  const conversationId = place.page === 'chat' ? place.conversationId : null;
  // The words by which the menu found the prompt have done their work.
  const typed = drafts.get(conversationId);
  if (/^\/[^\n]*$/.test(typed)) drafts.set(conversationId, message);
  else drafts.giveBack(conversationId, message);
  acts.composerFocusRequests += 1;
}
