import { randomUUID } from 'node:crypto';
import type { AdapterChoice } from '#contract/adapters';
import type { GenerationEvent } from '#contract/chat-calls';
import { SarviError } from '#contract/errors';
import type { LlamaLicence } from '#contract/licences';
import { DEFAULT_CONTEXT_TOKENS } from '#contract/vocabulary';
import type {
  Conversation,
  Message,
  MessageId,
  ModelId,
  OpenConversation,
  Sampling,
  StopReason,
} from '#contract/vocabulary';
import type { EngineUpdate, GenerationRequest } from '../engine/engine.ts';
import type { EngineModel } from '../engine/model-host.ts';
import type { PromptMessage } from '../engine/protocol.ts';
import type { BranchText, History } from '../history/history.ts';
import type { Log, SettingsStore } from '../ports.ts';
import { GenerationRun } from './generation-run.ts';
import { Removals } from './removals.ts';
import { requireLicence } from './require-licence.ts';
import { settleSampling } from './settle-sampling.ts';
import { UnsavedAnswers } from './unsaved-answers.ts';

export type ChatHistory = Pick<
  History,
  | 'conversation'
  | 'message'
  | 'branchTo'
  | 'addMessage'
  | 'saveStreamedText'
  | 'finishMessage'
  | 'reopenMessage'
  | 'removeMessages'
  | 'restoreMessages'
>;

export interface ChatModels {
  /**
   * The wished model, or the default one.
   *
   * @throws SarviError `no-model`, `model-unknown`, `model-file-missing`
   */
  resolveModel(
    modelId: ModelId | null,
  ): Promise<EngineModel & { readonly sampling: Sampling; readonly licence?: LlamaLicence | null }>;
}

export interface ChatAdapters {
  /**
   * Finds adapters that fit a model.
   *
   * @param modelPath - of its GGUF file
   * @throws SarviError `adapter-unknown`, `adapter-file-missing`, `adapter-refused`, `adapter-mismatch`
   */
  resolve(
    modelPath: string,
    choices: readonly AdapterChoice[],
  ): Promise<readonly (AdapterChoice & { readonly path: string })[]>;
}

type ChatModel = Awaited<ReturnType<ChatModels['resolveModel']>>;

/** What is to answer in a conversation. */
type Answerer = ChatModel & { readonly chosenAdapters: readonly AdapterChoice[] };

export interface ChatEngine {
  generate(request: GenerationRequest): AsyncIterable<EngineUpdate>;
  /** @throws SarviError those of `generate` */
  measurePrompt(
    model: EngineModel,
    messages: readonly PromptMessage[],
  ): Promise<{ readonly tokens: number; readonly limit: number }>;
}

export interface ChatFits {
  /** @throws SarviError `model-does-not-fit` */
  require(modelId: ModelId, name: string): Promise<void>;
}

export interface ChatParts {
  /** Asked before an answer is begun; without it, any model is tried. */
  readonly fits?: ChatFits;
  readonly history: ChatHistory;
  readonly models: ChatModels;
  readonly adapters: ChatAdapters;
  readonly engine: ChatEngine;
  readonly settings: Pick<SettingsStore, 'get'>;
  readonly emit: (name: 'generation.changed', event: GenerationEvent) => void;
  readonly log: Log;
}

/** What a chat template may add to one message, with a good margin. */
const TEMPLATE_TOKENS = 256;
/** A message that fits into this window is not counted; models with a smaller one tell in the answer. */
const SMALL_WINDOW_TOKENS = 2048;
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
  readonly #removals: Removals;

  constructor(parts: ChatParts) {
    this.#parts = parts;
    this.#unsaved = new UnsavedAnswers(parts);
    this.#removals = new Removals(parts.history);
  }

  /**
   * Adds the user's message and starts the answer to it; the text comes with `generation.changed`.
   *
   * @throws SarviError the codes of the call `chat.send`; nothing is added when there is no model to answer, or the
   *   message alone exceeds its window
   */
  send(input: {
    conversationId: string;
    parentId: string | null;
    text: string;
  }): Promise<{ generationId: string; userMessage: Message; assistantMessage: Message }> {
    const { conversationId, parentId, text } = input;
    return this.#claim(conversationId, async () => {
      const { history } = this.#parts;
      const conversation = await history.conversation(conversationId);
      const model = await this.#resolve(conversation);
      requireLicence(model, this.#parts.settings.get());
      await this.#parts.fits?.require(model.id, model.name);
      await this.#refuseTooLong(conversation, model, text);
      const userMessage = await history.addMessage({ conversationId, parentId, role: 'user', text, streaming: false });
      const started = await this.#answer(conversation, model, userMessage.id);
      return { ...started, userMessage };
    });
  }

  /**
   * Starts another answer beside `messageId`.
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
      const { parentId } = await this.#findAnswer(conversationId, messageId);
      const model = await this.#resolve(conversation);
      requireLicence(model, this.#parts.settings.get());
      await this.#parts.fits?.require(model.id, model.name);
      return this.#answer(conversation, model, parentId);
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
      const { history, settings, fits } = this.#parts;
      const conversation = await history.conversation(conversationId);
      const answer = await this.#findAnswer(conversationId, messageId);
      requireContinuable(answer);
      const model = await this.#resolve(conversation);
      const sampling = settleSampling(conversation.sampling, settings.get().sampling, model.sampling);
      // It would begin anew, in mid-answer.
      if (sampling.grammar) throw new SarviError('answer-not-continuable', { reason: 'it keeps to a grammar' });
      await fits?.require(model.id, model.name);
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

  /** Removes a message and all that follows it. @throws SarviError the codes of the call `messages.remove` */
  removeMessages(input: {
    conversationId: string;
    messageId: string;
  }): Promise<{ removalId: string; removedMessages: number; open: OpenConversation }> {
    return this.#claim(input.conversationId, () => this.#removals.remove(input));
  }

  /** Undoes a removal. @throws SarviError the codes of the call `messages.restore` */
  async restoreMessages(removalId: string): Promise<OpenConversation> {
    return this.#claim(this.#removals.conversationOf(removalId), () => this.#removals.restore(removalId));
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

  /**
   * Older turns can be left out of the window, this message cannot. Only one that might be too long is counted, since
   * that may have to load the model; another failure is left to the answer, where it can be shown and tried again.
   *
   * @throws SarviError `prompt-too-long`
   */
  async #refuseTooLong(conversation: Conversation, model: EngineModel, text: string): Promise<void> {
    const messages = [...systemMessages(conversation), { role: 'user', content: text }];
    const bytes = messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), TEMPLATE_TOKENS);
    // No token is shorter than a byte.
    if (bytes <= Math.min(model.contextTokens ?? DEFAULT_CONTEXT_TOKENS, SMALL_WINDOW_TOKENS)) return;
    const size = await this.#parts.engine.measurePrompt(model, messages).catch((error: unknown) => {
      this.#parts.log.warn('a message could not be measured', { reason: SarviError.from(error).message });
      return null;
    });
    if (size && size.tokens > size.limit) throw new SarviError('prompt-too-long', { ...size });
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

  /** The conversation's model with its adapters. @throws SarviError those of `resolveModel` and `ChatAdapters.resolve` */
  async #resolve({ modelId, adapters }: Conversation): Promise<Answerer> {
    const model = await this.#parts.models.resolveModel(modelId);
    if (adapters.length === 0) return { ...model, chosenAdapters: [] };
    const found = await this.#parts.adapters.resolve(model.path, adapters);
    return {
      ...model,
      adapters: [...(model.adapters ?? []), ...found.map(({ path, scale }) => ({ path, scale }))],
      chosenAdapters: found.map(({ adapterId, name, scale }) => ({ adapterId, name, scale })),
    };
  }

  async #answer(
    conversation: Conversation,
    model: Answerer,
    parentId: string,
  ): Promise<{ generationId: string; assistantMessage: Message }> {
    const { history } = this.#parts;
    const branch = await history.branchTo(parentId);
    const assistantMessage = await history.addMessage({
      conversationId: conversation.id,
      parentId,
      role: 'assistant',
      text: '',
      streaming: true,
    });
    return this.#run(conversation, model, branch, assistantMessage);
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
        adapters: model.chosenAdapters,
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

/** How an answer ended that has more to say, or may have. */
const CUT_SHORT: readonly (StopReason | null)[] = ['max-tokens', 'context-full', 'stopped', 'failed', 'edited', null];

/** @throws SarviError `answer-not-continuable` */
function requireContinuable({ stopReason, streaming, text }: Message): void {
  if (streaming) throw new SarviError('answer-not-continuable', { reason: 'it is still being written' });
  if (text === '') throw new SarviError('answer-not-continuable', { reason: 'it says nothing yet' });
  if (!CUT_SHORT.includes(stopReason)) {
    throw new SarviError('answer-not-continuable', { reason: 'it came to its end' });
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
