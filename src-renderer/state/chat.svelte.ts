import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { AdapterChoice, WishedAdapters } from '#contract/adapters';
import type { Bridge, Result } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type {
  BranchMessage,
  Conversation,
  ConversationId,
  GenerationId,
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
  adapters: readonly AdapterChoice[];
}

const FRESH: NewConversation = { modelId: null, systemPrompt: null, sampling: {}, adapters: [] };

/** Names are the library's to know. */
function wishOf(adapters: readonly AdapterChoice[]): WishedAdapters {
  return adapters.map(({ adapterId, scale }) => ({ adapterId, scale }));
}

/** Messages that one step brings in of those before or after what is loaded. */
const PAGE_SIZE = 200;

/** What became of a message that was to be sent. */
export interface Sending {
  readonly accepted: boolean;
  /** Where it belongs, whatever the user has opened since; null while even its conversation could not be made. */
  readonly conversationId: ConversationId | null;
}

/**
 * The open conversation: its active branch, and what a user does to it. A new one exists in the core only once its
 * first message is sent, so that opening and leaving a new chat leaves nothing behind. The user may go elsewhere while
 * a call is under way: what it brings belongs to the place where it began.
 */
export class ChatState {
  readonly #bridge: Bridge;
  readonly #generations: GenerationsState;
  readonly #preferredModel: () => ModelId | null;
  conversationId = $state<ConversationId | null>(null);
  conversation = $state.raw<Conversation | null>(null);
  /** What is loaded of the branch: a run of it, without holes. */
  branch = $state.raw<readonly BranchMessage[]>([]);
  /** How many messages of the branch lie before and after what is loaded. */
  earlierCount = $state(0);
  laterCount = $state(0);
  /** The last message of the branch, loaded or not. */
  #leafId: MessageId | null = null;
  fresh = $state.raw<NewConversation>(FRESH);
  loading = $state(false);
  loadError = $state.raw<ErrorReport | null>(null);
  /** Counts the places that were opened: a new chat has no other name than this. */
  #visit = $state(0);
  readonly #place = $derived(this.conversationId ?? `new chat ${this.#visit}`);
  readonly #startingAt = new SvelteSet<string>();
  readonly #errors = new SvelteMap<string, ErrorReport>();
  readonly #madeListeners = new Set<(conversation: Conversation) => void>();
  /** Why the last act here failed; shown at the composer until the next one. */
  readonly actError = $derived(this.#errors.get(this.#place) ?? null);
  /** A call that begins an answer here is under way. */
  readonly starting = $derived(this.#startingAt.has(this.#place));
  /** The answer that ended last while this conversation was open, for screen readers. */
  lastEnded = $state.raw<Message | null>(null);
  readonly generation = $derived.by(() => this.#generations.in(this.conversationId));
  readonly modelId: ModelId | null = $derived.by(
    () => (this.conversation ? this.conversation.modelId : this.fresh.modelId) ?? this.#preferredModel(),
  );
  /** Until its branch is there, nobody knows what a message would come after. */
  readonly #opening = $derived(this.conversationId !== null && this.conversation === null);
  readonly busy = $derived(this.starting || this.#opening || this.generation !== null);

  constructor(bridge: Bridge, generations: GenerationsState, preferredModel: () => ModelId | null) {
    this.#bridge = bridge;
    this.#generations = generations;
    this.#preferredModel = preferredModel;
    generations.onEnded((event) => {
      if (event.conversationId !== this.conversationId) return;
      this.replace(event.message);
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
    await this.reload(messageId);
  }

  /** Reads the end of the open branch anew, or what lies around a message, on whichever branch. */
  async reload(messageId: MessageId | null = null): Promise<void> {
    const conversationId = this.conversationId;
    if (conversationId === null) return;
    this.loading = true;
    const around = messageId === null ? {} : { messageId };
    const result = await this.#bridge.call('conversations.open', { conversationId, ...around });
    if (this.conversationId !== conversationId) return;
    this.loading = false;
    this.loadError = result.ok ? null : result.error;
    if (result.ok) this.#show(result.value);
  }

  /** Brings in messages before what is loaded. */
  async loadEarlier(limit = PAGE_SIZE): Promise<void> {
    const { conversationId } = this;
    const first = this.branch[0];
    if (conversationId === null || this.#leafId === null || !first || this.earlierCount === 0) return;
    const from = { side: 'before', messageId: first.id } as const;
    const result = await this.#bridge.call('conversations.page', { conversationId, leafId: this.#leafId, from, limit });
    if (!result.ok || this.branch[0]?.id !== first.id) return;
    this.branch = [...result.value.messages, ...this.branch];
    this.earlierCount = result.value.earlierCount;
  }

  /** Brings in messages after what is loaded. */
  async loadLater(limit = PAGE_SIZE): Promise<void> {
    const { conversationId } = this;
    const last = this.branch.at(-1);
    if (conversationId === null || this.#leafId === null || !last || this.laterCount === 0) return;
    const from = { side: 'after', messageId: last.id } as const;
    const result = await this.#bridge.call('conversations.page', { conversationId, leafId: this.#leafId, from, limit });
    if (!result.ok || this.branch.at(-1)?.id !== last.id) return;
    this.branch = [...this.branch, ...result.value.messages];
    this.laterCount = result.value.laterCount;
  }

  /** Called when the chat at hand has just become a conversation; not when the user has left it meanwhile. */
  onMade(listener: (conversation: Conversation) => void): () => void {
    this.#madeListeners.add(listener);
    return () => this.#madeListeners.delete(listener);
  }

  /** What is not accepted has its reason in `actError` of its place. */
  async send(text: string): Promise<Sending> {
    return this.#sendUnder(this.#leafId, text, []);
  }

  /** Sends `text` beside an earlier message of the user's, as a new branch. */
  async sendEdited(message: BranchMessage, text: string): Promise<Sending> {
    return this.#sendUnder(message.parentId, text, message.siblingIds);
  }

  async regenerate(message: BranchMessage): Promise<void> {
    const { conversationId } = this;
    if (conversationId === null || this.busy) return;
    const visit = this.#visit;
    this.#beginAct(conversationId);
    const result = await this.#bridge.call('chat.regenerate', { conversationId, messageId: message.id });
    this.#startingAt.delete(conversationId);
    if (!result.ok) {
      this.#errors.set(conversationId, result.error);
      return;
    }
    const { assistantMessage, generationId } = result.value;
    this.#generations.begin(assistantMessage, generationId);
    if (await this.#leftSince(visit, conversationId)) return;
    this.branch = [...this.#before(message.id), this.#current(assistantMessage, message.siblingIds, generationId)];
    this.#endWith(assistantMessage.id);
  }

  async selectBranch(messageId: MessageId): Promise<void> {
    const { conversationId } = this;
    if (conversationId === null) return;
    const result = await this.#bridge.call('conversations.selectBranch', { conversationId, messageId });
    if (this.conversationId !== conversationId) return;
    if (result.ok) this.#show(result.value);
    else this.#errors.set(conversationId, result.error);
  }

  async stop(): Promise<void> {
    if (this.conversationId !== null) await this.#generations.stop(this.conversationId);
  }

  /** Changes the model, system prompt, sampling or adapters of the open conversation or of the coming one. */
  async tune(
    change: Partial<NewConversation & { modelId: ModelId; systemPrompt: string }>,
  ): Promise<ErrorReport | null> {
    const { conversationId } = this;
    if (conversationId === null) {
      this.fresh = { ...this.fresh, ...change };
      return null;
    }
    const { adapters, ...rest } = change;
    const wished = adapters && { adapters: wishOf(adapters) };
    const result = await this.#bridge.call('conversations.update', { conversationId, ...rest, ...wished });
    if (!result.ok) return result.error;
    if (this.conversationId === conversationId) this.conversation = result.value;
    return null;
  }

  /** Locks the conversation while a call is under way; what it fails with is told at the composer. */
  async during<Value>(conversationId: ConversationId, act: () => Promise<Result<Value>>): Promise<Result<Value>> {
    this.#beginAct(conversationId);
    const result = await act();
    this.#startingAt.delete(conversationId);
    if (!result.ok) this.#errors.set(conversationId, result.error);
    return result;
  }

  /** Shows what a call has made of the open branch, unless the user has gone elsewhere. */
  adopt(open: OpenConversation): void {
    if (open.conversation.id === this.conversationId) this.#show(open);
  }

  async #sendUnder(parentId: MessageId | null, text: string, siblingIds: readonly MessageId[]): Promise<Sending> {
    if (this.busy) return { accepted: false, conversationId: this.conversationId };
    const visit = this.#visit;
    if (this.conversationId !== null) this.#beginAct(this.conversationId);
    const conversationId = this.conversationId ?? (await this.#make());
    if (conversationId === null) return { accepted: false, conversationId };
    const result = await this.#bridge.call('chat.send', { conversationId, parentId, text });
    this.#startingAt.delete(conversationId);
    if (!result.ok) {
      this.#errors.set(conversationId, result.error);
      return { accepted: false, conversationId };
    }
    const { userMessage, assistantMessage, generationId } = result.value;
    this.#generations.begin(assistantMessage, generationId);
    if (await this.#leftSince(visit, conversationId)) return { accepted: true, conversationId };
    const parent = this.branch.filter(({ id }) => id === parentId);
    if (parentId !== null && parent.length === 0) {
      await this.reload();
      return { accepted: true, conversationId };
    }
    const kept = parentId === null ? [] : [...this.#before(parentId), ...parent];
    this.branch = [...kept, this.#current(userMessage, siblingIds), this.#current(assistantMessage, [], generationId)];
    this.#endWith(assistantMessage.id);
    return { accepted: true, conversationId };
  }

  /** Makes the new chat a conversation, in which the act goes on, and stays in it if the user has. */
  async #make(): Promise<ConversationId | null> {
    const { systemPrompt, sampling, adapters } = this.fresh;
    const visit = this.#visit;
    const place = this.#place;
    this.#beginAct(place);
    const created = await this.#bridge.call('conversations.create', {
      ...(this.modelId === null ? {} : { modelId: this.modelId }),
      ...(systemPrompt === null ? {} : { systemPrompt }),
    });
    if (!created.ok) {
      this.#startingAt.delete(place);
      this.#errors.set(place, created.error);
      return null;
    }
    const { id } = created.value;
    this.#beginAct(id);
    const tuned =
      Object.keys(sampling).length === 0 && adapters.length === 0
        ? created
        : await this.#bridge.call('conversations.update', {
            conversationId: id,
            sampling,
            adapters: wishOf(adapters),
          });
    this.#startingAt.delete(place);
    if (!tuned.ok) this.#errors.set(id, tuned.error);
    if (this.#visit === visit) {
      this.conversationId = id;
      this.conversation = tuned.ok ? tuned.value : created.value;
      for (const listener of this.#madeListeners) listener(this.conversation);
    }
    return id;
  }

  #beginAct(place: string): void {
    this.#startingAt.add(place);
    this.#errors.delete(place);
  }

  /** Whether the user has been elsewhere since. A conversation that was come back to is read anew. */
  async #leftSince(visit: number, conversationId: ConversationId): Promise<boolean> {
    if (this.#visit === visit) return false;
    if (this.conversationId === conversationId) await this.reload();
    return true;
  }

  #clear(conversationId: ConversationId | null): void {
    this.#errors.delete(this.#place);
    this.#visit += 1;
    this.conversationId = conversationId;
    this.conversation = null;
    this.branch = [];
    this.earlierCount = 0;
    this.laterCount = 0;
    this.#leafId = null;
    this.fresh = FRESH;
    this.loading = false;
    this.loadError = null;
    this.lastEnded = null;
  }

  #show(open: OpenConversation): void {
    this.conversation = open.conversation;
    this.branch = open.branch;
    this.earlierCount = open.earlierCount;
    this.laterCount = open.laterCount;
    this.#leafId = open.leafId;
    void this.#loadRest();
  }

  /** What is before the eyes comes first; the rest follows, what comes after it before what came earlier. */
  async #loadRest(): Promise<void> {
    for (let left = Infinity; ;) {
      const before = this.earlierCount + this.laterCount;
      // No progress: the branch was left, or could not be read; whoever opens it again begins anew.
      if (before === 0 || before >= left) return;
      left = before;
      await (this.laterCount > 0 ? this.loadLater() : this.loadEarlier());
    }
  }

  /** The branch ends here now, with the last message that is loaded. */
  #endWith(leafId: MessageId): void {
    this.#leafId = leafId;
    this.laterCount = 0;
  }

  #before(messageId: MessageId): readonly BranchMessage[] {
    const index = this.branch.findIndex(({ id }) => id === messageId);
    return index < 0 ? this.branch : this.branch.slice(0, index);
  }

  /** A new message with its siblings, in its final form if its answer has already ended. */
  #current(
    message: Message,
    siblingIds: readonly MessageId[],
    generationId: GenerationId | null = null,
  ): BranchMessage {
    const ended = generationId === null ? null : this.#generations.endedMessage(generationId);
    return { ...(ended ?? message), siblingIds: [...siblingIds, message.id] };
  }

  /** Shows a message of the branch as it is now. */
  replace(message: Message): void {
    this.branch = this.branch.map((old) => (old.id === message.id ? { ...old, ...message } : old));
  }
}
