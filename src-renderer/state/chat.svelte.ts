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
 * The open conversation: its active branch, and the user's acts in it. A new chat is created in the core with its first
 * message, so that an unused one leaves nothing behind. The user may go elsewhere while a call runs: its result belongs
 * to the place where it began.
 */
export class ChatState {
  readonly #bridge: Bridge;
  readonly #generations: GenerationsState;
  readonly #preferredModel: () => ModelId | null;
  readonly #open: OpenPlace;
  readonly #refusals = new Refusals();
  readonly #underWay = new ActsUnderWay(this.#refusals);
  readonly #sender: MessageSender;
  /** Why the last act here failed; shown at the composer until the next act. */
  readonly actError = $derived.by(() => this.#refusals.at(this.#open.name));
  /** A call that starts an answer here, or changes something here, is running. */
  readonly starting = $derived.by(() => this.#underWay.at(this.#open.name) !== null);
  /** The answer that ended last while this conversation was open, for screen readers. */
  lastEnded = $state.raw<Message | null>(null);
  readonly generation = $derived.by(() => this.#generations.in(this.conversationId));
  readonly modelId: ModelId | null = $derived.by(
    () => (this.conversation ? this.conversation.modelId : this.fresh.modelId) ?? this.#preferredModel(),
  );
  /** An answer is being written here, or about to be. */
  readonly answering = $derived.by(() => this.generation !== null || this.#underWay.at(this.#open.name) === 'answer');
  /** Until its branch is loaded, the parent of a new message is unknown. */
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
      // An act that had to wait for it is possible now.
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
    bridge.listen('answer.rated', ({ messageId, thumb }) => this.#open.loaded.rate(messageId, thumb));
    bridge.listen('bookmarks.changed', (change) => {
      if (change.kind === 'cleared') this.#open.loaded.clearBookmarks();
      else this.#open.loaded.bookmark(change.messageId, change.bookmarkedAt);
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

  /** The options of the new chat. */
  get fresh(): NewConversation {
    return this.#open.fresh;
  }

  get loading(): boolean {
    return this.#open.loading;
  }

  get loadError(): ErrorReport | null {
    return this.#open.loadError;
  }

  /** The last message of the open branch, loaded or not. */
  get leafId(): MessageId | null {
    return this.#open.loaded.leafId;
  }

  /** The loaded part of the branch, without holes. */
  get branch(): readonly BranchMessage[] {
    return this.#open.loaded.messages;
  }

  /** How many messages of the branch are before the loaded part. */
  get earlierCount(): number {
    return this.#open.loaded.earlierCount;
  }

  /** How many messages of the branch are after the loaded part. */
  get laterCount(): number {
    return this.#open.loaded.laterCount;
  }

  /** Opens a conversation, or with null the new chat. A message on another branch opens that branch. */
  async open(conversationId: ConversationId | null, messageId: MessageId | null = null): Promise<void> {
    if (conversationId !== this.conversationId) {
      this.#refusals.clear(this.#open.name);
      this.lastEnded = null;
    }
    await this.#open.go(conversationId, messageId);
  }

  /** Reads the end of the open branch again, or the messages around one, on any branch. */
  async reload(messageId: MessageId | null = null): Promise<void> {
    await this.#open.reload(messageId);
  }

  /** Calls `listener` when the open new chat becomes a conversation; not when the user has left it meanwhile. */
  onMade(listener: (conversation: Conversation) => void): () => void {
    return this.#sender.onMade(listener);
  }

  /** When a message is refused, `actError` of its place has the reason; `repeat` sends it again. */
  async send(text: string, repeat: () => Promise<unknown>): Promise<SendResult> {
    return this.#sender.send({ parentId: this.#open.loaded.leafId, atEnd: true }, text, [], repeat);
  }

  /** Sends `text` as a sibling of an earlier message of the user, which begins a new branch. */
  async sendEdited(
    { parentId, siblingIds }: BranchMessage,
    text: string,
    repeat: () => Promise<unknown>,
  ): Promise<SendResult> {
    return this.#sender.send({ parentId, atEnd: false }, text, siblingIds, repeat);
  }

  /** Repeats the refused act of this place, after its obstacle is gone. */
  async repeat(): Promise<void> {
    await this.#refusals.repeat(this.#open.name);
  }

  /** Answers again; for a question, answers it. */
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

  /** Stops the answer here, even before it begins. */
  async stop(): Promise<void> {
    if (this.generation === null && this.answering) this.#underWay.requestStop(this.#open.name);
    if (this.conversationId !== null) await this.#generations.stop(this.conversationId);
  }

  /** Notes an answer that a call has started. */
  began(message: Message, generationId: GenerationId): void {
    this.#generations.begin(message, generationId);
    if (this.#underWay.takeStop(message.conversationId)) void this.#generations.stop(message.conversationId);
  }

  /** Changes the model, system prompt, sampling or adapters of the open conversation or the new chat. */
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

  /** Locks the conversation while a call runs; its error is shown at the composer. */
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

  /** Shows the result of a call in the open branch, unless the user has gone elsewhere. */
  adopt(open: OpenConversation): void {
    if (open.conversation.id === this.conversationId) this.#open.show(open);
  }

  /** Keeps why an act failed, and shows what another window did first. */
  async #refuse(conversationId: ConversationId, error: ErrorReport, repeat: () => Promise<unknown>): Promise<void> {
    this.#underWay.takeStop(conversationId);
    this.#refusals.set(conversationId, error, repeat);
    const isBehind = error.code === 'generation-running' || error.code === 'message-unknown';
    if (isBehind && this.conversationId === conversationId) await this.reload();
  }

  /**
   * Shows what another process has changed in the open conversation; an answer that is being written shows it at its
   * end.
   */
  #follow(conversations: readonly Conversation[]): void {
    const changed = conversations.find(({ id }) => id === this.conversationId);
    if (!changed) return;
    this.#open.conversation = changed;
    if (!this.busy) void this.reload();
  }

  /** Shows the present form of a message of the branch. */
  replace(message: Message): void {
    this.#open.loaded.replace(message);
  }
}
