import { SvelteMap } from 'svelte/reactivity';
import type { Bridge } from '#contract/contract';
import type { ErrorCode, ErrorReport } from '#contract/errors';
import type { Draft } from '#contract/conversations';
import type { ConversationId } from '#contract/primitives';

/** The pause in typing before a draft is saved. */
const SAVE_DELAY_MS = 300;
/** The delay before a draft that could not be saved, for example on a full disk, is tried again. */
const RETRY_DELAY_MS = 3000;
/** Errors that may pass by themselves. */
const PASSING: readonly ErrorCode[] = [
  'connection-lost',
  'data-folder-gone',
  'disk-full',
  'history-locked',
  'history-read-only',
  'history-unavailable',
];
/** The key of drafts in the browser's storage, from before the history had them. */
const FORMER_PREFIX = 'sarvi.draft.';
const NEW = 'new';

/** Drafts of each conversation, saved in the history while they are typed. */
export class DraftsState {
  readonly #bridge: Bridge;
  readonly #drafts = new SvelteMap<string, string>();
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  /** Drafts typed here; text of another window never replaces them. */
  readonly #typed = new Set<string>();
  /** Messages being sent; each is saved as part of its draft until it has arrived. */
  readonly #sending = new Map<string, string>();
  /** Waiting messages, which are saved at the beginning of the draft. */
  readonly #before: (conversationId: ConversationId) => readonly string[];
  /** Tells this renderer's own drafts from those of another window. */
  readonly #self = crypto.randomUUID();

  constructor(bridge: Bridge, before: (conversationId: ConversationId) => readonly string[] = () => []) {
    this.#bridge = bridge;
    this.#before = before;
    bridge.listen('draft.changed', ({ from, ...draft }) => {
      const key = keyOf(draft.conversationId);
      // Only this window knows what waits here.
      const isOwn = from === this.#self || this.#typed.has(key) || this.#textsBefore(key).length > 0;
      if (!isOwn) this.#drafts.set(key, draft.text);
    });
    const flush = (): void => {
      if (document.visibilityState === 'hidden') this.saveNow();
    };
    document.addEventListener('visibilitychange', flush);
    addEventListener('pagehide', () => this.saveNow());
  }

  async load(): Promise<ErrorReport | null> {
    const result = await this.#bridge.call('drafts.list', {});
    if (!result.ok) return result.error;
    for (const { conversationId, text } of result.value) {
      const key = keyOf(conversationId);
      if (!this.#typed.has(key) && this.#textsBefore(key).length === 0) this.#drafts.set(key, text);
    }
    for (const { conversationId, text } of takeFormerDrafts()) {
      if (this.get(conversationId) === '') this.set(conversationId, text);
    }
    return null;
  }

  get(conversationId: ConversationId | null): string {
    return this.#drafts.get(keyOf(conversationId)) ?? '';
  }

  /** Returns unsent text to the draft, before anything typed since. */
  giveBack(conversationId: ConversationId | null, text: string): void {
    const typed = this.get(conversationId);
    this.set(conversationId, typed.trim() === '' ? text : `${text}\n${typed}`);
  }

  /** Moves the draft of a new chat to the conversation that it has become. */
  moveNewTo(conversationId: ConversationId): void {
    const typed = this.get(null);
    const sending = this.#sending.get(NEW);
    if (sending !== undefined) this.hold(conversationId, sending);
    this.release(null);
    this.set(null, '');
    if (typed !== '') this.giveBack(conversationId, typed);
  }

  set(conversationId: ConversationId | null, text: string): void {
    const key = keyOf(conversationId);
    if (this.get(conversationId) === text) return;
    this.#drafts.set(key, text);
    if (text === '') this.#typed.delete(key);
    else this.#typed.add(key);
    this.#saveSoon(key);
  }

  /** Saves a message with its draft while it is being sent. */
  hold(conversationId: ConversationId | null, message: string): void {
    this.#sending.set(keyOf(conversationId), message);
    this.#saveSoon(keyOf(conversationId));
  }

  /** The message has arrived, or was returned. */
  release(conversationId: ConversationId | null): void {
    const key = keyOf(conversationId);
    if (this.#sending.delete(key)) void this.#save(key);
  }

  /** Saves a draft again, because the messages before it have changed. */
  keep(conversationId: ConversationId): void {
    this.#saveSoon(conversationId);
  }

  /** Saves all pending drafts at once. */
  saveNow(): void {
    for (const key of [...this.#waiting.keys()]) void this.#save(key);
  }

  #saveSoon(key: string, delayMs = SAVE_DELAY_MS): void {
    clearTimeout(this.#waiting.get(key));
    this.#waiting.set(
      key,
      setTimeout(() => void this.#save(key), delayMs),
    );
  }

  #textsBefore(key: string): readonly string[] {
    const sending = this.#sending.get(key);
    return [...(sending === undefined ? [] : [sending]), ...(key === NEW ? [] : this.#before(key))];
  }

  async #save(key: string): Promise<void> {
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
    const texts = [...this.#textsBefore(key), this.#drafts.get(key) ?? ''];
    const text = texts.length === 1 ? (texts[0] ?? '') : texts.filter((each) => each !== '').join('\n\n');
    const draft = { conversationId: key === NEW ? null : key, text };
    const result = await this.#bridge.call('drafts.put', { ...draft, from: this.#self });
    // A newer text that is pending replaces it.
    const again = !result.ok && PASSING.includes(result.error.code) && !this.#waiting.has(key);
    if (again) this.#saveSoon(key, RETRY_DELAY_MS);
  }
}

function keyOf(conversationId: ConversationId | null): string {
  return conversationId ?? NEW;
}

function takeFormerDrafts(): Draft[] {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(FORMER_PREFIX));
  return keys.map((key) => {
    const text = localStorage.getItem(key) ?? '';
    localStorage.removeItem(key);
    const id = key.slice(FORMER_PREFIX.length);
    return { conversationId: id === NEW ? null : id, text };
  });
}
