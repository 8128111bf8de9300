import type { EventPayload } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type { Message } from '#contract/messages';
import { Chat } from '../chat/chat.ts';
import type { ChatParts } from '../chat/chat-parts.ts';
import type { AskHistory, OpenCell } from '../history/protocol.ts';
import type { AllowRemote } from './allow-remote.ts';

export interface CellPlace {
  readonly comparisonId: string;
  readonly rowId: string;
  readonly columnId: string;
}

export type CellChatParts = Omit<ChatParts, 'emit' | 'keepsStates'>;
type CellHistory = { readonly ask: AskHistory<'openCell' | 'emptyAnswer'> };

/** Thrown if a column cannot be asked at all, with the reason as its error. */
export class ColumnRefused extends Error {
  readonly error: SarviError;

  constructor(error: SarviError) {
    super(error.message);
    this.error = error;
  }
}

/** An answer that fails with one of these would fail for every prompt of the column. */
const OF_THE_COLUMN: readonly string[] = [
  'model-load-failed',
  'model-does-not-fit',
  'model-file-missing',
  'adapter-refused',
  'adapter-file-missing',
  'engine-unavailable',
  'template-failed',
  'remote-unknown',
  'remote-not-allowed',
  'remote-unreachable',
  'remote-untrusted',
  'remote-redirects',
  'remote-key-refused',
];

/**
 * Sends the prompts of one cell of a set, turn by turn, and waits for the answers. Existing answers stay; an answer
 * that was cut off is generated again. No events reach a page.
 */
export class CellAnswers {
  readonly #chat: Chat;
  readonly #history: CellHistory;
  readonly #allow: AllowRemote;
  readonly #waiting = new Map<string, (message: Message) => void>();

  constructor(parts: CellChatParts, history: CellHistory, allow: AllowRemote) {
    this.#history = history;
    this.#allow = allow;
    const emit = (_name: string, event: EventPayload<'generation.changed'>): void => {
      if (event.kind === 'finished' || event.kind === 'failed')
        this.#waiting.get(event.conversationId)?.(event.message);
    };
    this.#chat = new Chat({ ...parts, keepsStates: false, emit });
  }

  /**
   * @returns the cell with all its messages
   * @throws ColumnRefused; SarviError `cancelled` if it was stopped, and the error of a failed answer
   */
  async answer(place: CellPlace, signal: AbortSignal): Promise<OpenCell> {
    const cell = await this.#history.ask('openCell', place);
    const { conversationId, turns, messages } = cell;
    await this.#allow(conversationId);
    const stop = (): void => void this.#chat.stopConversation(conversationId);
    signal.addEventListener('abort', stop);
    try {
      const last = messages.at(-1);
      const isCut = last?.role === 'assistant' && (last.stopReason === 'failed' || last.stopReason === 'stopped');
      if (last && isCut) await this.#history.ask('emptyAnswer', { messageId: last.id });
      if (last && (isCut || last.role === 'user')) {
        await this.#asked(conversationId, signal, () => this.#chat.regenerate({ conversationId, messageId: last.id }));
      }
      const asked = messages.filter(({ role }) => role === 'user').length;
      for (const text of turns.slice(asked)) {
        const question = { conversationId, parentId: null, text, atEnd: true };
        await this.#asked(conversationId, signal, () => this.#chat.send(question));
      }
    } finally {
      signal.removeEventListener('abort', stop);
    }
    return this.#history.ask('openCell', place);
  }

  /** Stops every answer and waits until each one is saved. */
  async dispose(): Promise<void> {
    await this.#chat.dispose();
  }

  settled(): Promise<void> {
    return this.#chat.settled();
  }

  async #asked(conversationId: string, signal: AbortSignal, ask: () => Promise<unknown>): Promise<void> {
    if (signal.aborted) throw new SarviError('cancelled');
    const ended = new Promise<Message>((resolve) => this.#waiting.set(conversationId, resolve));
    try {
      await ask().catch((thrown: unknown) => {
        throw new ColumnRefused(SarviError.from(thrown));
      });
      const { stopReason, error } = await ended;
      if (stopReason === 'stopped' || signal.aborted) throw new SarviError('cancelled');
      if (error && OF_THE_COLUMN.includes(error.code)) throw new ColumnRefused(SarviError.fromReport(error));
      if (error) throw SarviError.fromReport(error);
    } finally {
      this.#waiting.delete(conversationId);
    }
  }
}
