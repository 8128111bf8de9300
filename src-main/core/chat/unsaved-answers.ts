import { SarviError } from '#contract/errors';
import type { Message } from '#contract/messages';
import type { FinishedMessage } from '../history/history.ts';
import type { Log } from '../ports.ts';
import type { AskHistory } from '../history/protocol.ts';

const RETRY_MS = 1000;

interface Unsaved {
  readonly end: FinishedMessage;
  /** Hears of the message once the history has it. */
  readonly onKept: (message: Message) => void;
}

/**
 * Answers that have ended and that the history could not take: a full disk, a lock of another program, a folder that
 * may not be written. Each is offered again every second until it is taken, and no text is lost unless the app ends
 * before that.
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

  /** The messages of a conversation as they ended, where the history has them as they were saved last. */
  asEnded<Read extends Message>(messages: readonly Read[]): Read[] {
    return messages.map((message) => {
      const end = this.#waiting.get(message.id)?.end;
      return end === undefined ? message : { ...message, ...end, streaming: false };
    });
  }

  /** Offers all of them once. Never throws: what is refused waits on. */
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
    // One that is added meanwhile comes last.
    for (const [messageId, { end, onKept }] of this.#waiting) {
      try {
        const message = await this.#history.ask('finishMessage', { messageId, ...end });
        this.#waiting.delete(messageId);
        onKept(message);
      } catch (thrown) {
        // Deleted meanwhile, or its history replaced: there is nothing to keep it in.
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
