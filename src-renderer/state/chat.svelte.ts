import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type {
  BranchMessage,
  Conversation,
  ConversationId,
  Message,
  MessageId,
  ModelId,
  OpenConversation,
  Sampling,
} from '#contract/vocabulary';
import type { GenerationsState } from './generations.svelte.ts';

/** What a conversation that does not exist yet will begin with; null follows the settings. */
interface NewConversation {
  modelId: ModelId | null;
  systemPrompt: string | null;
  sampling: Sampling;
}

const FRESH: NewConversation = { modelId: null, systemPrompt: null, sampling: {} };

/**
 * The open conversation: its active branch, and what a user does to it. A new one exists in the core only once its
 * first message is sent, so that opening and leaving a new chat leaves nothing behind.
 */
export class ChatState {
  readonly #bridge: Bridge;
  readonly #generations: GenerationsState;
  readonly #preferredModel: () => ModelId | null;
  conversationId = $state<ConversationId | null>(null);
  conversation = $state.raw<Conversation | null>(null);
  branch = $state.raw<readonly BranchMessage[]>([]);
  fresh = $state.raw<NewConversation>(FRESH);
  loading = $state(false);
  loadError = $state.raw<ErrorReport | null>(null);
  /** Why the last act failed; shown at the composer until the next one. */
  actError = $state.raw<ErrorReport | null>(null);
  /** A call that begins an answer is under way. */
  starting = $state(false);
  /** The answer that ended last while this conversation was open, for screen readers. */
  lastEnded = $state.raw<Message | null>(null);
  readonly generation = $derived.by(() => this.#generations.in(this.conversationId));
  readonly modelId: ModelId | null = $derived.by(
    () => (this.conversation ? this.conversation.modelId : this.fresh.modelId) ?? this.#preferredModel(),
  );
  readonly busy = $derived(this.starting || this.generation !== null);

  constructor(bridge: Bridge, generations: GenerationsState, preferredModel: () => ModelId | null) {
    this.#bridge = bridge;
    this.#generations = generations;
    this.#preferredModel = preferredModel;
    generations.onEnded((event) => {
      if (event.conversationId !== this.conversationId) return;
      this.#replace(event.message);
      this.lastEnded = event.message;
    });
    generations.onFirstSeen((generation) => {
      if (generation.conversationId !== this.conversationId || this.starting) return;
      if (!this.branch.some(({ id }) => id === generation.messageId)) void this.reload();
    });
    bridge.listen('conversation.changed', (change) => {
      if (change.kind === 'changed' && change.conversation.id === this.conversationId) {
        this.conversation = change.conversation;
      }
    });
  }

  /** Opens a conversation, or with null the new one. A message that lies on another branch brings that branch. */
  async open(conversationId: ConversationId | null, messageId: MessageId | null = null): Promise<void> {
    if (conversationId !== this.conversationId) this.#clear(conversationId);
    if (conversationId === null) return;
    if (this.conversation && (messageId === null || this.branch.some(({ id }) => id === messageId))) return;
    await this.reload();
    if (messageId !== null && !this.branch.some(({ id }) => id === messageId)) await this.selectBranch(messageId);
  }

  async reload(): Promise<void> {
    const conversationId = this.conversationId;
    if (conversationId === null) return;
    this.loading = true;
    const result = await this.#bridge.call('conversations.open', { conversationId });
    if (this.conversationId !== conversationId) return;
    this.loading = false;
    this.loadError = result.ok ? null : result.error;
    if (result.ok) this.#show(result.value);
  }

  /** @returns false when nothing was sent; `actError` says why */
  async send(text: string): Promise<boolean> {
    const last = this.branch.at(-1);
    return this.#sendUnder(last?.id ?? null, text, []);
  }

  /** Sends `text` beside an earlier message of the user's, as a new branch. */
  async sendEdited(message: BranchMessage, text: string): Promise<boolean> {
    return this.#sendUnder(message.parentId, text, message.siblingIds);
  }

  async regenerate(message: BranchMessage): Promise<void> {
    const { conversationId } = this;
    if (conversationId === null || this.busy) return;
    this.#beginAct();
    const result = await this.#bridge.call('chat.regenerate', { conversationId, messageId: message.id });
    this.starting = false;
    if (!result.ok) {
      this.actError = result.error;
      return;
    }
    if (this.conversationId !== conversationId) return;
    const { assistantMessage, generationId } = result.value;
    this.#generations.begin(assistantMessage, generationId);
    this.branch = [...this.#before(message.id), this.#current(assistantMessage, message.siblingIds)];
  }

  async selectBranch(messageId: MessageId): Promise<void> {
    const { conversationId } = this;
    if (conversationId === null) return;
    const result = await this.#bridge.call('conversations.selectBranch', { conversationId, messageId });
    if (this.conversationId !== conversationId) return;
    if (result.ok) this.#show(result.value);
    else this.actError = result.error;
  }

  async stop(): Promise<void> {
    if (this.conversationId !== null) await this.#generations.stop(this.conversationId);
  }

  /** Changes the model, system prompt or sampling of the open conversation or of the coming one. */
  async tune(change: { modelId?: ModelId; systemPrompt?: string; sampling?: Sampling }): Promise<ErrorReport | null> {
    const { conversationId } = this;
    if (conversationId === null) {
      this.fresh = { ...this.fresh, ...change };
      return null;
    }
    const result = await this.#bridge.call('conversations.update', { conversationId, ...change });
    if (!result.ok) return result.error;
    if (this.conversationId === conversationId) this.conversation = result.value;
    return null;
  }

  async #sendUnder(parentId: MessageId | null, text: string, siblingIds: readonly MessageId[]): Promise<boolean> {
    if (this.busy) return false;
    this.#beginAct();
    const conversationId = this.conversationId ?? (await this.#create());
    if (conversationId === null) {
      this.starting = false;
      return false;
    }
    const result = await this.#bridge.call('chat.send', { conversationId, parentId, text });
    this.starting = false;
    if (!result.ok) {
      this.actError = result.error;
      return false;
    }
    const { userMessage, assistantMessage, generationId } = result.value;
    this.#generations.begin(assistantMessage, generationId);
    if (this.conversationId !== conversationId) return true;
    const kept =
      parentId === null ? [] : [...this.#before(parentId), ...this.branch.filter(({ id }) => id === parentId)];
    this.branch = [...kept, this.#current(userMessage, siblingIds), this.#current(assistantMessage, [])];
    return true;
  }

  async #create(): Promise<ConversationId | null> {
    const { systemPrompt, sampling } = this.fresh;
    const created = await this.#bridge.call('conversations.create', {
      ...(this.modelId === null ? {} : { modelId: this.modelId }),
      ...(systemPrompt === null ? {} : { systemPrompt }),
    });
    if (!created.ok) {
      this.actError = created.error;
      return null;
    }
    this.conversationId = created.value.id;
    this.conversation = created.value;
    if (Object.keys(sampling).length > 0) this.actError = await this.tune({ sampling });
    return created.value.id;
  }

  #beginAct(): void {
    this.starting = true;
    this.actError = null;
  }

  #clear(conversationId: ConversationId | null): void {
    this.conversationId = conversationId;
    this.conversation = null;
    this.branch = [];
    this.fresh = FRESH;
    this.loading = false;
    this.loadError = null;
    this.actError = null;
    this.lastEnded = null;
  }

  #show(open: OpenConversation): void {
    this.conversation = open.conversation;
    this.branch = open.branch;
  }

  #before(messageId: MessageId): readonly BranchMessage[] {
    const index = this.branch.findIndex(({ id }) => id === messageId);
    return index < 0 ? this.branch : this.branch.slice(0, index);
  }

  /** A new message with its siblings, in its final form if its answer has already ended. */
  #current(message: Message, siblingIds: readonly MessageId[]): BranchMessage {
    return { ...(this.#generations.endedMessage(message.id) ?? message), siblingIds: [...siblingIds, message.id] };
  }

  #replace(message: Message): void {
    this.branch = this.branch.map((old) => (old.id === message.id ? { ...old, ...message } : old));
  }
}
