import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import type { Conversation, OpenConversation } from '#contract/conversations';
import type { Message } from '#contract/messages';
import type { MessageId } from '#contract/primitives';
import { because } from '#contract/reasons';
import type { PromptMessage } from '../prompt/prompt.ts';
import type { BranchText } from '../history/history.ts';
import type { ChatParts } from './chat-parts.ts';
import { findAnswerer, type Answerer } from './find-answerer.ts';
import { GenerationRun } from './generation-run.ts';
import { requireContinuable } from './require-continuable.ts';
import { settleSampling } from './settle-sampling.ts';
import { UnsavedAnswers } from './unsaved-answers.ts';

/** As many messages as a page opens with. */
const PAGE_MESSAGES = 60;
/** Longest that closing waits for answers to stop by themselves; then the engine process is ended under them. */
const DISPOSE_WAIT_MS = 3000;

/**
 * Sending, answering again and stopping. Brings together a conversation, a model and the engine; at most one answer is
 * being written per conversation, and conversations take turns.
 */
export class Chat {
  readonly #parts: ChatParts;
  /** By conversation; null while the messages of a new answer are being made. */
  readonly #running = new Map<string, GenerationRun | null>();

  readonly #unsaved: UnsavedAnswers;

  constructor(parts: ChatParts) {
    this.#parts = parts;
    this.#unsaved = new UnsavedAnswers(parts);
  }

  /**
   * Adds the user's message and starts the answer to it; the text comes with `generation.changed`. The message is kept
   * before anything that may take long: trying backends, loading the model, the turns of others.
   *
   * @throws SarviError the codes of the call `chat.send`; nothing is added when no model may answer
   */
  send(input: {
    conversationId: string;
    parentId: string | null;
    text: string;
    atEnd?: boolean;
  }): Promise<{ generationId: string; userMessage: Message; assistantMessage: Message }> {
    const { conversationId, parentId, text, atEnd = false } = input;
    return this.#claim(conversationId, async () => {
      const { history } = this.#parts;
      const conversation = await history.conversation(conversationId);
      const model = await findAnswerer(this.#parts, conversation);
      const { userMessage, assistantMessage } = await history.addQuestion({ conversationId, parentId, text, atEnd });
      const branch = await history.branchTo(userMessage.id);
      return { ...this.#run(conversation, model, branch, assistantMessage), userMessage };
    });
  }

  /**
   * Starts another answer beside `messageId`, or in its place when that failed before it said anything; of a question, the
   * answer to it.
   *
   * @throws SarviError the codes of the call `chat.regenerate`
   */
  regenerate(input: {
    conversationId: string;
    messageId: string;
  }): Promise<{ generationId: string; assistantMessage: Message }> {
    const { conversationId, messageId } = input;
    return this.#claim(conversationId, async () => {
      const { history } = this.#parts;
      const conversation = await history.conversation(conversationId);
      const message = await history.message(messageId);
      const isQuestion = message.role === 'user' && message.conversationId === conversationId;
      const { parentId } = isQuestion ? { parentId: messageId } : await this.#findAnswer(conversationId, messageId);
      const model = await findAnswerer(this.#parts, conversation);
      const branch = await history.branchTo(parentId);
      const place = isQuestion ? await this.#addAnswer(conversationId, messageId) : await this.#placeBeside(message);
      return this.#run(conversation, model, branch, place);
    });
  }

  /**
   * Lets an answer that was cut short go on in its place.
   *
   * @throws SarviError the codes of the call `chat.continue`
   */
  continue(input: {
    conversationId: string;
    messageId: string;
  }): Promise<{ generationId: string; assistantMessage: Message }> {
    const { conversationId, messageId } = input;
    return this.#claim(conversationId, async () => {
      const { history, settings } = this.#parts;
      const conversation = await history.conversation(conversationId);
      const answer = await this.#findAnswer(conversationId, messageId);
      requireContinuable(answer);
      const model = await findAnswerer(this.#parts, conversation);
      const sampling = settleSampling(conversation.sampling, settings.get().sampling, model.sampling);
      // It would begin anew, in mid-answer.
      if (sampling.grammar) throw new SarviError('answer-not-continuable', { reason: because('follows-a-grammar') });
      const branch = await history.branchTo(answer.parentId);
      const assistantMessage = await history.reopenMessage(messageId);
      return this.#run(conversation, model, branch, assistantMessage);
    });
  }

  /**
   * Adds what the user made of an answer beside it.
   *
   * @throws SarviError the codes of the call `chat.editAnswer`
   */
  editAnswer(input: { conversationId: string; messageId: string; text: string }): Promise<Message> {
    const { conversationId, messageId, text } = input;
    return this.#claim(conversationId, async () => {
      const { parentId, generation } = await this.#findAnswer(conversationId, messageId);
      const { choices: _choices, ...figures } = generation ?? {};
      const record = generation ? { ...(figures as typeof generation), edited: true as const } : null;
      return this.#parts.history.addMessage({
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
    return this.#claim(input.conversationId, () => this.#parts.history.removeMessages({ ...input, limit }));
  }

  /** Undoes a removal. @throws SarviError the codes of the call `messages.restore` */
  async restoreMessages(removalId: string): Promise<OpenConversation> {
    await this.#unsaved.offer();
    return this.#parts.history.restoreMessages({ removalId, limit: PAGE_MESSAGES });
  }

  /** Stops a generation; its text so far is kept. One that has ended is left alone. */
  stop(generationId: string): Promise<void> {
    for (const run of this.#running.values()) {
      if (run?.generationId === generationId) run.stop();
    }
    return Promise.resolve();
  }

  /** Stops the answer of a conversation, if there is one, and waits until it is kept. */
  async stopConversation(conversationId: string): Promise<void> {
    const run = this.#running.get(conversationId);
    run?.stop();
    await run?.done;
  }

  /** Messages that the history has answered, with the ends of answers that it could not take yet. */
  asEnded<Read extends Message>(messages: readonly Read[]): Read[] {
    return this.#unsaved.asEnded(messages);
  }

  /** Stops every answer and waits until each is kept. */
  async stopAll(): Promise<void> {
    const runs = [...this.#running.values()].filter((run) => run !== null);
    for (const run of runs) run.stop();
    await Promise.all(runs.map((run) => run.done));
    await this.#unsaved.offer();
  }

  /**
   * Resolves when every answer has been kept, or offered to the history a last time. Once the engine has ended, that is
   * soon.
   */
  async settled(): Promise<void> {
    await Promise.all([...this.#running.values()].filter((run) => run !== null).map((run) => run.done));
    await this.#unsaved.dispose();
  }

  /** Stops every answer and waits, for as long as a user would, until each is kept. */
  async dispose(): Promise<void> {
    const runs = [...this.#running.values()].filter((run) => run !== null);
    for (const run of runs) run.stop();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, DISPOSE_WAIT_MS)));
    await Promise.race([Promise.all(runs.map((run) => run.done)), patience]);
    clearTimeout(timer);
  }

  /** Runs `start` while no other answer can begin in the conversation. @throws SarviError `generation-running` */
  async #claim<Value>(conversationId: string, start: () => Promise<Value>): Promise<Value> {
    if (this.#running.has(conversationId)) throw new SarviError('generation-running', { conversationId });
    this.#running.set(conversationId, null);
    try {
      // The model is to see the end of an answer that could not be kept until now.
      await this.#unsaved.offer();
      return await start();
    } finally {
      if (this.#running.get(conversationId) === null) this.#running.delete(conversationId);
    }
  }

  /** An answer with the question before it. @throws SarviError `message-unknown` */
  async #findAnswer(conversationId: string, messageId: string): Promise<Message & { parentId: string }> {
    const message = await this.#parts.history.message(messageId);
    const { parentId } = message;
    if (message.conversationId !== conversationId || message.role !== 'assistant' || parentId === null) {
      throw new SarviError('message-unknown', { messageId });
    }
    return { ...message, parentId };
  }

  /** Where another answer to the same question goes: an answer that failed without a word gives its own place. */
  async #placeBeside({ id, conversationId, parentId, text, asides, stopReason }: Message): Promise<Message> {
    const { history } = this.#parts;
    if (text === '' && !asides && stopReason === 'failed') {
      const reopened = await history.reopenMessage(id).catch(() => null);
      if (reopened) return { ...reopened, generation: null };
    }
    return this.#addAnswer(conversationId, parentId);
  }

  #addAnswer(conversationId: string, parentId: string | null): Promise<Message> {
    const answer = { role: 'assistant', text: '', streaming: true } as const;
    return this.#parts.history.addMessage({ conversationId, parentId, ...answer });
  }

  #run(
    conversation: Conversation,
    model: Answerer,
    branch: readonly BranchText[],
    assistantMessage: Message,
  ): { generationId: string; assistantMessage: Message } {
    const { settings } = this.#parts;
    const generationId = randomUUID();
    const run = new GenerationRun(
      {
        generationId,
        message: assistantMessage,
        model,
        ...promptOf(conversation, branch),
        owner: conversation.id,
        sampling: settleSampling(conversation.sampling, settings.get().sampling, model.sampling),
        onClosed: () => this.#running.delete(conversation.id),
      },
      { ...this.#parts, unsaved: this.#unsaved },
    );
    this.#running.set(conversation.id, run);
    return { generationId, assistantMessage };
  }
}

function promptOf(
  conversation: Conversation,
  branch: readonly BranchText[],
): { messages: PromptMessage[]; messageIds: (MessageId | null)[] } {
  const system = systemMessages(conversation);
  return {
    messages: [...system, ...branch.map(({ role, text }) => ({ role, content: text }))],
    messageIds: [...system.map(() => null), ...branch.map(({ id }) => id)],
  };
}

function systemMessages({ systemPrompt }: Conversation): PromptMessage[] {
  return systemPrompt.trim() === '' ? [] : [{ role: 'system', content: systemPrompt }];
}
