import { SvelteMap } from 'svelte/reactivity';
import type { Bridge } from '#contract/contract';
import type { ErrorCode, ErrorReport } from '#contract/errors';
import type { Draft } from '#contract/conversations';
import type { ConversationId } from '#contract/primitives';

/** Typing pauses this long before what was typed goes to the history. */
const SAVE_DELAY_MS = 300;
/** A draft that could not be kept, as on a full disk, is tried again after this long. */
const RETRY_DELAY_MS = 3000;
/** What may pass by itself. */
const PASSING: readonly ErrorCode[] = [
  'connection-lost',
  'data-folder-gone',
  'disk-full',
  'history-locked',
  'history-read-only',
  'history-unavailable',
];
/** Where drafts were kept before the history had them. */
const FORMER_PREFIX = 'sarvi.draft.';
const NEW = 'new';

/** What is written but not sent, for each conversation; kept in the history as it is typed. */
export class DraftsState {
  readonly #bridge: Bridge;
  readonly #drafts = new SvelteMap<string, string>();
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  /** Drafts that were typed here: another window's text never takes their place. */
  readonly #typed = new Set<string>();
  /** Messages on their way to the history, each kept as a part of its draft until they are there. */
  readonly #sending = new Map<string, string>();
  /** What is kept before a draft as a part of it: messages that wait to be sent. */
  readonly #before: (conversationId: ConversationId) => readonly string[];
  /** Tells this renderer's own drafts from those of another window. */
  readonly #self = crypto.randomUUID();

  constructor(bridge: Bridge, before: (conversationId: ConversationId) => readonly string[] = () => []) {
    this.#bridge = bridge;
    this.#before = before;
    bridge.listen('draft.changed', ({ from, ...draft }) => {
      const key = keyOf(draft.conversationId);
      // What waits here is known here alone.
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

  /** Puts back what was not sent, before anything that has been written since. */
  giveBack(conversationId: ConversationId | null, text: string): void {
    const typed = this.get(conversationId);
    this.set(conversationId, typed.trim() === '' ? text : `${text}\n${typed}`);
  }

  /** Gives what was written for a new chat to the conversation that it has become. */
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

  /** Keeps a message with its draft while it is on its way to the history. */
  hold(conversationId: ConversationId | null, message: string): void {
    this.#sending.set(keyOf(conversationId), message);
    this.#saveSoon(keyOf(conversationId));
  }

  /** The message has come to where it belongs, or back. */
  release(conversationId: ConversationId | null): void {
    const key = keyOf(conversationId);
    if (this.#sending.delete(key)) void this.#save(key);
  }

  /** Keeps a draft anew, since what is kept before it has changed. */
  keep(conversationId: ConversationId): void {
    this.#saveSoon(conversationId);
  }

  /** Keeps what waits to be kept without waiting any longer. */
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
    // A newer text that waits already is kept in its stead.
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
