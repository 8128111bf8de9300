import { SarviError } from '#contract/errors';
import type { OpenConversation } from '#contract/conversations';
import type { Message } from '#contract/messages';
import { because } from '#contract/reasons';
import { rewrittenRecord } from '../generation/join-records.ts';
import { AnswerRun } from './answer-run.ts';
import type { ChatParts } from './chat-parts.ts';
import { prepareAnswer, type AnswerPlace, type AnswerPlan } from './prepare-answer.ts';
import { requireContinuable } from './require-continuable.ts';
import { RunningAnswers, type Running } from './running-answers.ts';
import { UnsavedAnswers } from './unsaved-answers.ts';

/** The number of messages that a page opens with. */
const PAGE_MESSAGES = 60;

/** The answer of a call that starts an answer; the text comes with `generation.changed`. */
interface Begun {
  readonly generationId: string;
  readonly assistantMessage: Message;
}

/**
 * Sends messages, answers again, and stops. A conversation has at most one running answer; answers of other
 * conversations wait in the engine's queue.
 */
export class Chat {
  readonly #parts: ChatParts;
  readonly #running = new RunningAnswers();
  readonly #unsaved: UnsavedAnswers;

  constructor(parts: ChatParts) {
    this.#parts = parts;
    this.#unsaved = new UnsavedAnswers(parts);
  }

  /**
   * Adds the user's message and starts the answer to it. The message is saved before anything that may take long:
   * trying backends, loading the model, waiting in the queue.
   *
   * @throws SarviError the codes of the call `chat.send`; nothing is added when no model may answer
   */
  send(input: {
    conversationId: string;
    parentId: string | null;
    text: string;
    atEnd?: boolean;
  }): Promise<Begun & { userMessage: Message }> {
    const { conversationId, atEnd = false } = input;
    const { history } = this.#parts;
    return this.#answer(conversationId, {
      find: () => Promise.resolve(null),
      place: async () => {
        const added = await history.ask('addQuestion', { ...input, atEnd });
        return { ...added, branch: await history.ask('branchTo', { messageId: added.userMessage.id }) };
      },
    });
  }

  /**
   * Starts another answer as a sibling of `messageId`, or in its place when that one failed without text. For a
   * question it starts the answer to it.
   *
   * @param input - `seed` is in place of the conversation's
   * @throws SarviError the codes of the call `chat.regenerate`
   */
  regenerate(input: { conversationId: string; messageId: string; seed?: number }): Promise<Begun> {
    const { conversationId, messageId, seed } = input;
    const { history } = this.#parts;
    const plan: AnswerPlan<{ answer: (Message & { parentId: string }) | null }, AnswerPlace> = {
      find: async () => {
        const message = await history.ask('message', { messageId });
        const isQuestion = message.role === 'user' && message.conversationId === conversationId;
        return isQuestion ? { answer: null } : { answer: await this.#findAnswer(conversationId, messageId) };
      },
      place: async ({ answer }) => {
        const branch = await history.ask('branchTo', { messageId: answer?.parentId ?? messageId });
        const added = answer ? this.#addSibling(answer) : this.#addAnswer(conversationId, messageId);
        return { branch, assistantMessage: await added };
      },
    };
    return this.#answer(conversationId, plan, seed);
  }

  /**
   * Continues an answer that was cut short.
   *
   * @throws SarviError the codes of the call `chat.continue`
   */
  continue({ conversationId, messageId }: { conversationId: string; messageId: string }): Promise<Begun> {
    const { history } = this.#parts;
    return this.#answer(conversationId, {
      find: async () => {
        const answer = await this.#findAnswer(conversationId, messageId);
        requireContinuable(answer);
        return answer;
      },
      place: async ({ parentId }, { grammar }, { remote }) => {
        if (remote && !remote.continues) {
          const reason = because('server-cannot-continue', { host: remote.host });
          throw new SarviError('answer-not-continuable', { reason });
        }
        // The grammar would begin again in the middle of the answer.
        if (grammar) throw new SarviError('answer-not-continuable', { reason: because('follows-a-grammar') });
        return {
          branch: await history.ask('branchTo', { messageId: parentId }),
          assistantMessage: await history.ask('reopenMessage', { messageId }),
        };
      },
    });
  }

  /**
   * Adds the user's version of an answer as its sibling.
   *
   * @throws SarviError the codes of the call `chat.editAnswer`
   */
  editAnswer(input: { conversationId: string; messageId: string; text: string }): Promise<Message> {
    const { conversationId, messageId, text } = input;
    return this.#claim(conversationId, async () => {
      const { parentId, generation } = await this.#findAnswer(conversationId, messageId);
      const record = generation && rewrittenRecord(generation);
      return this.#parts.history.ask('addMessage', {
        conversationId,
        parentId,
        role: 'assistant',
        text,
        streaming: false,
        end: { stopReason: 'edited', generation: record },
      });
    });
  }

  /** Moves a message and all that follows it to the trash. @throws SarviError the codes of the call `messages.remove` */
  removeMessages(input: {
    conversationId: string;
    messageId: string;
  }): Promise<{ removalId: string; removedMessages: number; open: OpenConversation }> {
    const limit = PAGE_MESSAGES;
    return this.#claim(input.conversationId, () => this.#parts.history.ask('removeMessages', { ...input, limit }));
  }

  /** Undoes a removal. @throws SarviError the codes of the call `messages.restore` */
  async restoreMessages(removalId: string): Promise<OpenConversation> {
    await this.#unsaved.offer();
    return this.#parts.history.ask('restoreMessages', { removalId, limit: PAGE_MESSAGES });
  }

  /** Stops a generation and keeps its text so far. Does nothing when it has ended. */
  stop(generationId: string): void {
    this.#running.stop(generationId);
  }

  /** Stops the answer of a conversation, if there is one, and waits until it is saved. */
  stopConversation(conversationId: string): Promise<void> {
    return this.#running.stopConversation(conversationId);
  }

  /** Runs `act` while no answer is written in the conversation and none can begin. @throws SarviError `generation-running` */
  whileQuiet<Value>(conversationId: string, act: () => Promise<Value>): Promise<Value> {
    return this.#claim(conversationId, act);
  }

  /** Messages from the history, with the ends of answers that the history could not save yet. */
  asEnded<Read extends Message>(messages: readonly Read[]): Read[] {
    return this.#unsaved.asEnded(messages);
  }

  /** Stops every answer and waits until each is saved. */
  async stopAll(): Promise<void> {
    await this.#running.stopAll();
    await this.#unsaved.offer();
  }

  /**
   * Resolves when every answer has been saved, or offered to the history a last time. After the engine's end that is
   * soon.
   */
  async settled(): Promise<void> {
    await this.#running.settled();
    await this.#unsaved.dispose();
  }

  /** Stops every answer and waits until each is saved, but not longer than a user would wait. */
  dispose(): Promise<void> {
    return this.#running.dispose();
  }

  /** Prepares an answer and starts it. */
  #answer<Found, Place extends AnswerPlace>(
    conversationId: string,
    plan: AnswerPlan<Found, Place>,
    seed?: number,
  ): Promise<Omit<Place, 'branch'> & Begun> {
    return this.#claim(conversationId, async (running) => {
      const { place, request } = await prepareAnswer(this.#parts, conversationId, plan, seed);
      const { generationId, signal } = running;
      const parts = { ...this.#parts, unsaved: this.#unsaved };
      running.begin((onClosed) => new AnswerRun({ ...request, generationId, signal, onClosed }, parts).run());
      const { branch: _branch, ...messages } = place;
      return { generationId, ...messages };
    });
  }

  /** Runs `start` while nothing else can begin in the conversation. @throws SarviError `generation-running` */
  #claim<Value>(conversationId: string, start: (running: Running) => Promise<Value>): Promise<Value> {
    return this.#running.claim(conversationId, async (running) => {
      // The model must see the end of an answer that could not be saved until now.
      await this.#unsaved.offer();
      return start(running);
    });
  }

  /** An answer with the question before it. @throws SarviError `message-unknown` */
  async #findAnswer(conversationId: string, messageId: string): Promise<Message & { parentId: string }> {
    const message = await this.#parts.history.ask('message', { messageId });
    const { parentId } = message;
    if (message.conversationId !== conversationId || message.role !== 'assistant' || parentId === null) {
      throw new SarviError('message-unknown', { messageId });
    }
    return { ...message, parentId };
  }

  /** The place of another answer to the same question: an answer that failed without text is replaced. */
  async #addSibling({ id, conversationId, parentId, text, asides, stopReason }: Message): Promise<Message> {
    const { history } = this.#parts;
    if (text === '' && !asides && stopReason === 'failed') {
      const reopened = await history.ask('reopenMessage', { messageId: id }).catch(() => null);
      if (reopened) return { ...reopened, generation: null };
    }
    return this.#addAnswer(conversationId, parentId);
  }

  #addAnswer(conversationId: string, parentId: string | null): Promise<Message> {
    const answer = { role: 'assistant', text: '', streaming: true } as const;
    return this.#parts.history.ask('addMessage', { conversationId, parentId, ...answer });
  }
}
