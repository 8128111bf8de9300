import type { AppState } from '../state/app.svelte.ts';
import type { Attachment } from '../state/attachments.svelte.ts';

/**
 * Puts a prompt into the composer, to be looked at and sent. Another text that is written there stays behind it.
 *
 * @param found - the words by which the menu of prompts found it in the composer; they have done their work
 * @param files - those that go along beside the text
 */
export function insertMessage(
  app: AppState,
  message: string,
  found: string | null,
  files: readonly Attachment[] = [],
): void {
  const { navigation, drafts, acts, attachments } = app;
  if (navigation.place.page !== 'chat') navigation.newChat();
  const { place } = navigation;
  const conversationId = place.page === 'chat' ? place.conversationId : null;
  if (drafts.get(conversationId) === found) drafts.set(conversationId, message);
  else drafts.giveBack(conversationId, message);
  for (const file of files) attachments.add(conversationId, file);
  acts.composerFocusRequests += 1;
}
