import { SarviError } from '#contract/errors';
import type { Message } from '#contract/messages';
import type { FinishedMessage } from '../history/history.ts';
import type { Log } from '../ports.ts';
import type { AskHistory } from '../history/protocol.ts';

const RETRY_MS = 1000;

interface Unsaved {
  readonly end: FinishedMessage;
  /** Called with the message when the history has saved it. */
  readonly onKept: (message: Message) => void;
}

/**
 * Answers that have ended but that the history could not save, because of a full disk, a lock of another program, or a
 * folder without permission. Each is offered again every second. Text is lost only if the app ends before one is saved.
 */
export class UnsavedAnswers {
  readonly #history: { readonly ask: AskHistory<'finishMessage'> };
  readonly #log: Log;
  readonly #waiting = new Map<string, Unsaved>();
  #timer: NodeJS.Timeout | null = null;
  #offering: Promise<void> | null = null;

  constructor({ history, log }: { history: { readonly ask: AskHistory<'finishMessage'> }; log: Log }) {
    this.#history = history;
    this.#log = log;
  }

  add(messageId: string, unsaved: Unsaved): void {
    this.#waiting.set(messageId, unsaved);
    this.#wait();
  }

  /** The messages of a conversation with their real ends, where the history has older text. */
  asEnded<Read extends Message>(messages: readonly Read[]): Read[] {
    return messages.map((message) => {
      const end = this.#waiting.get(message.id)?.end;
      return end === undefined ? message : { ...message, ...end, streaming: false };
    });
  }

  /** Offers all of them once. Never throws: a refused answer waits for the next time. */
  offer(): Promise<void> {
    this.#offering ??= this.#offerAll().finally(() => {
      this.#offering = null;
      this.#wait();
    });
    return this.#offering;
  }

  /** Offers all of them a last time. */
  async dispose(): Promise<void> {
    await this.#offering;
    if (this.#waiting.size > 0) await this.#offerAll();
    for (const messageId of this.#waiting.keys()) this.#log.error('the end of an answer is lost', { messageId });
    this.#waiting.clear();
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #offerAll(): Promise<void> {
    // An answer that is added meanwhile comes last.
    for (const [messageId, { end, onKept }] of this.#waiting) {
      try {
        const message = await this.#history.ask('finishMessage', { messageId, ...end });
        this.#waiting.delete(messageId);
        onKept(message);
      } catch (thrown) {
        // The message was deleted meanwhile, or its history was replaced, so there is nowhere to save it.
        if (SarviError.from(thrown).code === 'message-unknown') this.#waiting.delete(messageId);
      }
    }
  }

  #wait(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.size === 0) return;
    this.#timer = setTimeout(() => void this.offer(), RETRY_MS);
    this.#timer.unref();
  }
}
