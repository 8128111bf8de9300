import { SarviError } from '#contract/errors';
import type { Message } from '#contract/messages';
import type { Sampling } from '#contract/sampling';
import type { App } from '../../core/app.ts';
import type { Output } from './output.ts';

export interface KeptConversationOptions {
  readonly systemPrompt: string;
  /** Null leaves the choice to the app. */
  readonly modelId: string | null;
  readonly sampling: Sampling;
  /** False for a conversation that ends with the app and has no id to show. */
  readonly isKept?: boolean;
}

/** One conversation of the command line, in the history from its first message on. */
export class KeptConversation {
  readonly #app: App;
  readonly #output: Output;
  readonly #options: KeptConversationOptions;
  #id: string | null = null;
  #hasMessages = false;
  #parentId: string | null = null;

  constructor(app: App, output: Output, options: KeptConversationOptions) {
    this.#app = app;
    this.#output = output;
    this.#options = options;
  }

  /** Null before the first message, and for one that is not kept. */
  get id(): string | null {
    return this.#hasMessages && this.#options.isKept !== false ? this.#id : null;
  }

  /**
   * Sends one message, streams the answer to the output, and returns it, or as much as there was when `signal` stopped
   * it. After a failed answer, the next message continues from before it.
   *
   * @throws SarviError
   */
  async ask(text: string, signal: AbortSignal): Promise<Message> {
    if (signal.aborted) throw new SarviError('cancelled');
    const conversationId = this.#id ?? (await this.#create());
    const ended = Promise.withResolvers<Message>();
    // The answer may fail before the call has returned.
    ended.promise.catch(() => undefined);
    const stopListening = this.#listen(conversationId, ended);
    let stop: (() => void) | undefined;
    try {
      const { generationId } = await this.#app.ask('chat.send', { conversationId, parentId: this.#parentId, text });
      this.#hasMessages = true;
      stop = () => void this.#app.ask('chat.stop', { generationId });
      signal.addEventListener('abort', stop, { once: true });
      if (isAborted(signal)) stop();
      const message = await ended.promise;
      this.#parentId = message.id;
      return message;
    } finally {
      if (stop) signal.removeEventListener('abort', stop);
      stopListening();
    }
  }

  /** Removes a conversation without messages. */
  async close(): Promise<void> {
    if (this.#id !== null && !this.#hasMessages) {
      await this.#app.ask('conversations.remove', { conversationId: this.#id });
    }
  }

  async #create(): Promise<string> {
    const { systemPrompt, modelId, sampling } = this.#options;
    const { id } = await this.#app.ask('conversations.create', {
      systemPrompt,
      ...(modelId === null ? {} : { modelId }),
    });
    this.#id = id;
    await this.#app.ask('conversations.update', { conversationId: id, sampling });
    return id;
  }

  #listen(conversationId: string, ended: PromiseWithResolvers<Message>): () => void {
    const output = this.#output;
    return this.#app.listen((name, payload) => {
      if (name !== 'generation.changed') return;
      const event = payload as Extract<typeof payload, { generationId: string }>;
      if (event.conversationId !== conversationId) return;
      switch (event.kind) {
        case 'waiting':
        case 'started':
          return;
        case 'loading':
          return output.event(
            { type: 'loading', fraction: event.fraction },
            `loading ${Math.floor(100 * event.fraction)} %`,
          );
        case 'reading':
          return output.event(
            { type: 'reading', tokensDone: event.tokensDone, tokensTotal: event.tokensTotal },
            `reading ${event.tokensDone}/${event.tokensTotal}`,
          );
        case 'thinking':
          return output.event({ type: 'thinking', delta: event.delta }, 'thinking');
        case 'text':
          if (output.json) output.event({ type: 'text', delta: event.delta });
          return output.write(event.delta);
        case 'finished':
          return ended.resolve(event.message);
        case 'failed':
          return ended.reject(SarviError.fromReport(event.error));
      }
    });
  }
}

/** The signal may have been aborted during an await, which control flow analysis does not see. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
