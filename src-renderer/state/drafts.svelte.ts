import { SvelteMap } from 'svelte/reactivity';
import type { ConversationId } from '#contract/vocabulary';

const PREFIX = 'sarvi.draft.';
const NEW = 'new';

/** What is written but not sent, for each conversation; kept over a reload. */
export class DraftsState {
  readonly #drafts = new SvelteMap<string, string>();

  get(conversationId: ConversationId | null): string {
    const key = conversationId ?? NEW;
    return this.#drafts.get(key) ?? localStorage.getItem(PREFIX + key) ?? '';
  }

  /** Puts back what was not sent, before anything that has been written since. */
  giveBack(conversationId: ConversationId | null, text: string): void {
    const typed = this.get(conversationId);
    this.set(conversationId, typed.trim() === '' ? text : `${text}\n${typed}`);
  }

  /** Gives what was written for a new chat to the conversation that it has become. */
  moveNewTo(conversationId: ConversationId): void {
    const typed = this.get(null);
    this.set(null, '');
    if (typed !== '') this.giveBack(conversationId, typed);
  }

  set(conversationId: ConversationId | null, text: string): void {
    const key = conversationId ?? NEW;
    this.#drafts.set(key, text);
    try {
      if (text === '') localStorage.removeItem(PREFIX + key);
      else localStorage.setItem(PREFIX + key, text);
    } catch {
      // A full storage costs only the keeping over a reload.
    }
  }
}
