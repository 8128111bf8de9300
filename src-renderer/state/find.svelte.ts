import type { Bridge, CallOutput } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import { findPattern } from '#contract/find-pattern';
import type { ConversationId, MessageId } from '#contract/primitives';

/** Shorter than the pause between two keys. */
const DELAY_MS = 60;

type Found = CallOutput<'conversations.find'>;
const NOTHING: Found = { found: [], total: 0, elsewhere: [], complete: true };

/** One match: the `ordinal`-th of its message, from 0. */
interface Match {
  readonly messageId: MessageId;
  readonly ordinal: number;
}

/** The search within the open conversation, over all messages of its branch. */
export class FindState {
  readonly #bridge: Bridge;
  readonly #place: () => { conversationId: ConversationId | null; leafId: MessageId | null };
  isOpen = $state(false);
  text = $state('');
  result = $state.raw<Found>(NOTHING);
  error = $state.raw<ErrorReport | null>(null);
  /** The conversation that the result is of; another one may be open by now. */
  #searchedIn = $state<ConversationId | null>(null);
  /** The text that the result is of. */
  #searchedFor = '';
  /** Number of the current match among all, from 0. */
  #index = $state(0);
  /** Counts requests to move the focus to the field. */
  focusRequests = $state(0);
  /** Counts the moves of the user to a match, so that the same match is shown again. */
  moves = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #number = 0;
  readonly pattern = $derived(this.isOpen ? findPattern(this.text) : null);
  /** From 1; 0 without matches. */
  readonly position = $derived(this.result.total === 0 ? 0 : this.#index + 1);
  readonly current: Match | null = $derived.by(() => {
    if (!this.isOpen || this.#place().conversationId !== this.#searchedIn) return null;
    let rest = this.#index;
    for (const { messageId, count } of this.result.found) {
      if (rest < count) return { messageId, ordinal: rest };
      rest -= count;
    }
    return null;
  });

  constructor(bridge: Bridge, place: () => { conversationId: ConversationId | null; leafId: MessageId | null }) {
    this.#bridge = bridge;
    this.#place = place;
  }

  show(): void {
    this.isOpen = true;
    this.focusRequests += 1;
  }

  close(): void {
    this.isOpen = false;
    this.#take(NOTHING);
  }

  type(text: string): void {
    this.text = text;
    this.#begin(DELAY_MS, null);
  }

  /** Reads the matches again; the current one stays where it can, or is the first at or after `from`. */
  again(from: MessageId | null = null): void {
    this.#begin(0, from ?? this.current?.messageId ?? null);
  }

  next(): void {
    this.#move(1);
  }

  previous(): void {
    this.#move(-1);
  }

  /**
   * Takes the number of matches that the page has in a message for the core's, which differs where a message is shown
   * in another form. The current match stays where it is, or is the next one.
   */
  correct(messageId: string, count: number): void {
    if (this.text !== this.#searchedFor) return;
    const place = this.result.found.findIndex((found) => found.messageId === messageId);
    const known = this.result.found[place];
    if (!known || known.count === count) return;
    const before = this.result.found.slice(0, place).reduce((sum, found) => sum + found.count, 0);
    const total = this.result.total + count - known.count;
    if (this.#index >= before + known.count) this.#index += count - known.count;
    else if (this.#index >= before + count) this.#index = Math.max(before, before + count - 1);
    this.#index = Math.min(this.#index, Math.max(0, total - 1));
    this.result = { ...this.result, total, found: this.result.found.with(place, { ...known, count }) };
  }

  #move(step: 1 | -1): void {
    const { total } = this.result;
    if (total === 0) return;
    this.#index = (this.#index + step + total) % total;
    this.moves += 1;
  }

  #begin(delayMs: number, from: MessageId | null): void {
    clearTimeout(this.#timer);
    this.#number += 1;
    if (!this.isOpen || this.text.trim() === '') this.#take(NOTHING);
    else {
      const number = this.#number;
      this.#timer = setTimeout(() => void this.#run(number, from), delayMs);
    }
  }

  async #run(number: number, from: MessageId | null): Promise<void> {
    const { conversationId, leafId } = this.#place();
    if (conversationId === null || leafId === null) return;
    const { text } = this;
    const result = await this.#bridge.call('conversations.find', { conversationId, leafId, text });
    if (number !== this.#number) return;
    this.#searchedFor = text;
    this.error = result.ok ? null : result.error;
    this.#searchedIn = conversationId;
    const ordinal = this.current?.messageId === from ? (this.current?.ordinal ?? 0) : 0;
    this.#take(result.ok ? result.value : NOTHING);
    if (from === null) this.moves += 1;
    else this.#goTo(from, ordinal);
  }

  #goTo(messageId: MessageId, ordinal: number): void {
    let before = 0;
    for (const found of this.result.found) {
      if (found.messageId === messageId) {
        this.#index = before + Math.min(ordinal, found.count - 1);
        return;
      }
      before += found.count;
    }
  }

  #take(result: Found): void {
    this.result = result;
    this.#index = 0;
  }
}
