import type { Bridge, Result } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { Conversation, OpenConversation } from '#contract/conversations';
import type { BranchMessage, Message } from '#contract/messages';
import type { ConversationId, GenerationId, MessageId, ModelId } from '#contract/primitives';
import { ActsUnderWay } from './acts-under-way.svelte.ts';
import type { ActKind } from './acts-under-way.svelte.ts';
import type { GenerationsState } from './generations.svelte.ts';
import { MessageSender } from './message-sender.ts';
import type { SendResult } from './message-sender.ts';
import { tuneConversation } from './new-conversation.ts';
import type { NewConversation, Tuning } from './new-conversation.ts';
import { OpenPlace } from './open-place.svelte.ts';
import { Refusals } from './refusals.svelte.ts';

/**
 * The open conversation: its active branch, and what a user does to it. A new one exists in the core only once its
 * first message is sent, so that opening and leaving a new chat leaves nothing behind. The user may go elsewhere while
 * a call is under way: what it brings belongs to the place where it began.
 */
export class ChatState {
  readonly #bridge: Bridge;
  readonly #generations: GenerationsState;
  readonly #preferredModel: () => ModelId | null;
  readonly #open: OpenPlace;
  readonly #refusals = new Refusals();
  readonly #underWay = new ActsUnderWay(this.#refusals);
  readonly #sender: MessageSender;
  /** Why the last act here failed; shown at the composer until the next one. */
  readonly actError = $derived.by(() => this.#refusals.at(this.#open.name));
  /** A call that begins an answer here, or changes what is here, is under way. */
  readonly starting = $derived.by(() => this.#underWay.at(this.#open.name) !== null);
  /** The answer that ended last while this conversation was open, for screen readers. */
  lastEnded = $state.raw<Message | null>(null);
  readonly generation = $derived.by(() => this.#generations.in(this.conversationId));
  readonly modelId: ModelId | null = $derived.by(
    () => (this.conversation ? this.conversation.modelId : this.fresh.modelId) ?? this.#preferredModel(),
  );
  /** An answer is written here, or about to be. */
  readonly answering = $derived.by(() => this.generation !== null || this.#underWay.at(this.#open.name) === 'answer');
  /** Until its branch is there, nobody knows what a message would come after. */
  readonly #opening = $derived(this.conversationId !== null && this.conversation === null);
  readonly busy = $derived(this.starting || this.#opening || this.generation !== null);

  constructor(bridge: Bridge, generations: GenerationsState, preferredModel: () => ModelId | null) {
    this.#bridge = bridge;
    this.#open = new OpenPlace(bridge);
    this.#generations = generations;
    this.#preferredModel = preferredModel;
    this.#sender = new MessageSender({
      ...{ bridge, generations, open: this.#open, refusals: this.#refusals, underWay: this.#underWay },
      chat: this,
      onRefused: (conversationId, error, repeat) => this.#refuse(conversationId, error, repeat),
    });
    generations.onEnded((event) => {
      // What had to wait for it can be done now.
      if (this.#refusals.at(event.conversationId)?.code === 'generation-running') {
        this.#refusals.clear(event.conversationId);
      }
      if (event.conversationId !== this.conversationId) return;
      this.#open.loaded.replace(event.message);
      this.lastEnded = event.message;
    });
    generations.onFirstSeen((generation) => {
      if (generation.conversationId !== this.conversationId || this.starting) return;
      if (!this.branch.some(({ id }) => id === generation.messageId)) void this.reload();
    });
    bridge.listen('conversation.changed', (change) => {
      if (change.kind === 'changed' && change.conversation.id === this.conversationId) {
        this.#open.conversation = change.conversation;
      }
      if (change.kind === 'outside') this.#follow(change.conversations);
      if (change.kind === 'many' && this.conversationId !== null && !this.busy) void this.reload();
    });
  }

  get conversationId(): ConversationId | null {
    return this.#open.conversationId;
  }

  get conversation(): Conversation | null {
    return this.#open.conversation;
  }

  /** What the new chat will begin with. */
  get fresh(): NewConversation {
    return this.#open.fresh;
  }

  get loading(): boolean {
    return this.#open.loading;
  }

  get loadError(): ErrorReport | null {
    return this.#open.loadError;
  }

  /** What is loaded of the branch: a run of it, without holes. */
  get branch(): readonly BranchMessage[] {
    return this.#open.loaded.messages;
  }

  /** How many messages of the branch lie before what is loaded. */
  get earlierCount(): number {
    return this.#open.loaded.earlierCount;
  }

  /** How many messages of the branch lie after what is loaded. */
  get laterCount(): number {
    return this.#open.loaded.laterCount;
  }

  /** Opens a conversation, or with null the new one. A message that lies on another branch brings that branch. */
  async open(conversationId: ConversationId | null, messageId: MessageId | null = null): Promise<void> {
    if (conversationId !== this.conversationId) {
      this.#refusals.clear(this.#open.name);
      this.lastEnded = null;
    }
    await this.#open.go(conversationId, messageId);
  }

  /** Reads the end of the open branch anew, or what lies around a message, on whichever branch. */
  async reload(messageId: MessageId | null = null): Promise<void> {
    await this.#open.reload(messageId);
  }

  /** Calls `listener` when the open new chat becomes a conversation; not when the user has left it meanwhile. */
  onMade(listener: (conversation: Conversation) => void): () => void {
    return this.#sender.onMade(listener);
  }

  /** What is not accepted has its reason in `actError` of its place; `repeat` sends it again. */
  async send(text: string, repeat: () => Promise<unknown>): Promise<SendResult> {
    return this.#sender.send({ parentId: this.#open.loaded.leafId, atEnd: true }, text, [], repeat);
  }

  /** Sends `text` beside an earlier message of the user's, as a new branch. */
  async sendEdited(
    { parentId, siblingIds }: BranchMessage,
    text: string,
    repeat: () => Promise<unknown>,
  ): Promise<SendResult> {
    return this.#sender.send({ parentId, atEnd: false }, text, siblingIds, repeat);
  }

  /** Does again what was refused here, once what stood in its way is gone. */
  async repeat(): Promise<void> {
    await this.#refusals.repeat(this.#open.name);
  }

  /** Answers again; of a question, answers it. */
  async regenerate(message: BranchMessage): Promise<void> {
    const { conversationId } = this;
    if (conversationId === null || this.busy) return;
    const visit = this.#open.visit;
    const result = await this.during(
      conversationId,
      () => this.#bridge.call('chat.regenerate', { conversationId, messageId: message.id }),
      { begins: 'answer', repeat: () => this.regenerate(message) },
    );
    if (!result.ok) return;
    const { assistantMessage, generationId } = result.value;
    this.began(assistantMessage, generationId);
    if (await this.#open.leftSince(visit, conversationId)) return;
    if (assistantMessage.id === message.id) {
      this.#open.loaded.replace(this.#generations.endedMessage(generationId) ?? assistantMessage);
      return;
    }
    const isAnswer = message.role !== 'user';
    const answer = this.#generations.current(assistantMessage, isAnswer ? message.siblingIds : [], generationId);
    this.#open.loaded.endWith(isAnswer ? message.parentId : message.id, [answer]);
  }

  async selectBranch(messageId: MessageId): Promise<void> {
    const { conversationId } = this;
    if (conversationId === null) return;
    const result = await this.#bridge.call('conversations.selectBranch', { conversationId, messageId });
    if (this.conversationId !== conversationId) return;
    if (result.ok) this.#open.show(result.value);
    else this.#refusals.set(conversationId, result.error);
  }

  /** Stops the answer here, also one that is only about to begin. */
  async stop(): Promise<void> {
    if (this.generation === null && this.answering) this.#underWay.requestStop(this.#open.name);
    if (this.conversationId !== null) await this.#generations.stop(this.conversationId);
  }

  /** Notes an answer that a call has begun. */
  began(message: Message, generationId: GenerationId): void {
    this.#generations.begin(message, generationId);
    if (this.#underWay.takeStop(message.conversationId)) void this.#generations.stop(message.conversationId);
  }

  /** Changes the model, system prompt, sampling or adapters of the open conversation or of the coming one. */
  async tune(change: Tuning): Promise<ErrorReport | null> {
    const { conversationId } = this;
    if (conversationId === null) {
      this.#open.fresh = { ...this.fresh, ...change };
      return null;
    }
    const result = await tuneConversation(this.#bridge, conversationId, change);
    if (!result.ok) return result.error;
    if (this.conversationId === conversationId) this.#open.conversation = result.value;
    return null;
  }

  /** Locks the conversation while a call is under way; what it fails with is told at the composer. */
  async during<Value>(
    conversationId: ConversationId,
    act: () => Promise<Result<Value>>,
    { begins, repeat }: { begins: ActKind; repeat: () => Promise<unknown> },
  ): Promise<Result<Value>> {
    this.#underWay.begin(conversationId, begins);
    const result = await act();
    this.#underWay.end(conversationId);
    if (!result.ok) await this.#refuse(conversationId, result.error, repeat);
    return result;
  }

  /** Shows what a call has made of the open branch, unless the user has gone elsewhere. */
  adopt(open: OpenConversation): void {
    if (open.conversation.id === this.conversationId) this.#open.show(open);
  }

  /** Keeps why an act failed; what another window did first is shown. */
  async #refuse(conversationId: ConversationId, error: ErrorReport, repeat: () => Promise<unknown>): Promise<void> {
    this.#underWay.takeStop(conversationId);
    this.#refusals.set(conversationId, error, repeat);
    const isBehind = error.code === 'generation-running' || error.code === 'message-unknown';
    if (isBehind && this.conversationId === conversationId) await this.reload();
  }

  /** Shows what another process has done to the open conversation; what is written here meanwhile shows it at its end. */
  #follow(conversations: readonly Conversation[]): void {
    const changed = conversations.find(({ id }) => id === this.conversationId);
    if (!changed) return;
    this.#open.conversation = changed;
    if (!this.busy) void this.reload();
  }

  /** Shows a message of the branch as it is now. */
  replace(message: Message): void {
    this.#open.loaded.replace(message);
  }
}
