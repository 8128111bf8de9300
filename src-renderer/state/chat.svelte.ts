import { SvelteMap } from 'svelte/reactivity';
import type { AdapterChoice, WishedAdapters } from '#contract/adapters';
import type { Bridge, Result } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { Conversation, OpenConversation } from '#contract/conversations';
import type { BranchMessage, Message } from '#contract/messages';
import type { ConversationId, GenerationId, MessageId, ModelId } from '#contract/primitives';
import type { Sampling } from '#contract/sampling';
import type { GenerationsState } from './generations.svelte.ts';
import { LoadedBranch } from './loaded-branch.svelte.ts';
import { Refusals } from './refusals.svelte.ts';

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
  readonly #loaded: LoadedBranch;
  conversationId = $state<ConversationId | null>(null);
  conversation = $state.raw<Conversation | null>(null);
  fresh = $state.raw<NewConversation>(FRESH);
  loading = $state(false);
  loadError = $state.raw<ErrorReport | null>(null);
  /** Counts the places that were opened: a new chat has no other name than this. */
  #visit = $state(0);
  readonly #place = $derived(this.conversationId ?? `new chat ${this.#visit}`);
  /** Calls under way, by their place: whether they begin an answer or change something. */
  readonly #underWay = new SvelteMap<string, 'answer' | 'change'>();
  /** Places whose coming answer is to be stopped as soon as it has a name. */
  readonly #stopWished = new Set<string>();
  readonly #refusals = new Refusals();
  readonly #madeListeners = new Set<(conversation: Conversation) => void>();
  /** Why the last act here failed; shown at the composer until the next one. */
  readonly actError = $derived.by(() => this.#refusals.at(this.#place));
  /** A call that begins an answer here, or changes what is here, is under way. */
  readonly starting = $derived(this.#underWay.has(this.#place));
  /** The answer that ended last while this conversation was open, for screen readers. */
  lastEnded = $state.raw<Message | null>(null);
  readonly generation = $derived.by(() => this.#generations.in(this.conversationId));
  readonly modelId: ModelId | null = $derived.by(
    () => (this.conversation ? this.conversation.modelId : this.fresh.modelId) ?? this.#preferredModel(),
  );
  /** An answer is written here, or about to be. */
  readonly answering = $derived(this.generation !== null || this.#underWay.get(this.#place) === 'answer');
  /** Until its branch is there, nobody knows what a message would come after. */
  readonly #opening = $derived(this.conversationId !== null && this.conversation === null);
  readonly busy = $derived(this.starting || this.#opening || this.generation !== null);

  constructor(bridge: Bridge, generations: GenerationsState, preferredModel: () => ModelId | null) {
    this.#bridge = bridge;
    this.#loaded = new LoadedBranch(bridge);
    this.#generations = generations;
    this.#preferredModel = preferredModel;
    generations.onEnded((event) => {
      // What had to wait for it can be done now.
      if (this.#refusals.at(event.conversationId)?.code === 'generation-running') {
        this.#refusals.clear(event.conversationId);
      }
      if (event.conversationId !== this.conversationId) return;
      this.#loaded.replace(event.message);
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
      if (change.kind === 'outside') this.#follow(change.conversations);
      if (change.kind === 'many' && this.conversationId !== null && !this.busy) void this.reload();
    });
  }

  /** What is loaded of the branch: a run of it, without holes. */
  get branch(): readonly BranchMessage[] {
    return this.#loaded.messages;
  }

  /** How many messages of the branch lie before what is loaded. */
  get earlierCount(): number {
    return this.#loaded.earlierCount;
  }

  /** How many messages of the branch lie after what is loaded. */
  get laterCount(): number {
    return this.#loaded.laterCount;
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

  /** Called when the chat at hand has just become a conversation; not when the user has left it meanwhile. */
  onMade(listener: (conversation: Conversation) => void): () => void {
    this.#madeListeners.add(listener);
    return () => this.#madeListeners.delete(listener);
  }

  /** What is not accepted has its reason in `actError` of its place; `repeat` sends it again. */
  async send(text: string, repeat: () => Promise<unknown>): Promise<Sending> {
    return this.#sendUnder({ parentId: this.#loaded.leafId, atEnd: true }, text, [], repeat);
  }

  /** Sends `text` beside an earlier message of the user's, as a new branch. */
  async sendEdited(
    { parentId, siblingIds }: BranchMessage,
    text: string,
    repeat: () => Promise<unknown>,
  ): Promise<Sending> {
    return this.#sendUnder({ parentId, atEnd: false }, text, siblingIds, repeat);
  }

  /** Does again what was refused here, once what stood in its way is gone. */
  async repeat(): Promise<void> {
    await this.#refusals.repeat(this.#place);
  }

  /** Answers again; of a question, answers it. */
  async regenerate(message: BranchMessage): Promise<void> {
    const { conversationId } = this;
    if (conversationId === null || this.busy) return;
    const visit = this.#visit;
    this.#beginAct(conversationId, 'answer');
    const result = await this.#bridge.call('chat.regenerate', { conversationId, messageId: message.id });
    this.#underWay.delete(conversationId);
    if (!result.ok) {
      await this.#refuse(conversationId, result.error, () => this.regenerate(message));
      return;
    }
    const { assistantMessage, generationId } = result.value;
    this.began(assistantMessage, generationId);
    if (await this.#leftSince(visit, conversationId)) return;
    if (assistantMessage.id === message.id) {
      this.#loaded.replace(this.#generations.endedMessage(generationId) ?? assistantMessage);
      return;
    }
    const isAnswer = message.role !== 'user';
    const answer = this.#current(assistantMessage, isAnswer ? message.siblingIds : [], generationId);
    this.#loaded.endWith(isAnswer ? message.parentId : message.id, [answer]);
  }

  async selectBranch(messageId: MessageId): Promise<void> {
    const { conversationId } = this;
    if (conversationId === null) return;
    const result = await this.#bridge.call('conversations.selectBranch', { conversationId, messageId });
    if (this.conversationId !== conversationId) return;
    if (result.ok) this.#show(result.value);
    else this.#refusals.set(conversationId, result.error);
  }

  /** Stops the answer here, also one that is only about to begin. */
  async stop(): Promise<void> {
    if (this.generation === null && this.answering) this.#stopWished.add(this.#place);
    if (this.conversationId !== null) await this.#generations.stop(this.conversationId);
  }

  /** Notes an answer that a call has begun. */
  began(message: Message, generationId: GenerationId): void {
    this.#generations.begin(message, generationId);
    if (this.#stopWished.delete(message.conversationId)) void this.#generations.stop(message.conversationId);
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
  async during<Value>(
    conversationId: ConversationId,
    act: () => Promise<Result<Value>>,
    { begins, repeat }: { begins: 'answer' | 'change'; repeat: () => Promise<unknown> },
  ): Promise<Result<Value>> {
    this.#beginAct(conversationId, begins);
    const result = await act();
    this.#underWay.delete(conversationId);
    if (!result.ok) await this.#refuse(conversationId, result.error, repeat);
    return result;
  }

  /** Shows what a call has made of the open branch, unless the user has gone elsewhere. */
  adopt(open: OpenConversation): void {
    if (open.conversation.id === this.conversationId) this.#show(open);
  }

  async #sendUnder(
    place: { parentId: MessageId | null; atEnd: boolean },
    text: string,
    siblingIds: readonly MessageId[],
    repeat: () => Promise<unknown>,
  ): Promise<Sending> {
    if (this.busy) return { accepted: false, conversationId: this.conversationId };
    const visit = this.#visit;
    if (this.conversationId !== null) this.#beginAct(this.conversationId, 'answer');
    const conversationId = this.conversationId ?? (await this.#make(repeat));
    if (conversationId === null) return { accepted: false, conversationId };
    const result = await this.#bridge.call('chat.send', { conversationId, text, ...place });
    this.#underWay.delete(conversationId);
    if (!result.ok) {
      await this.#refuse(conversationId, result.error, repeat);
      return { accepted: false, conversationId };
    }
    const { userMessage, assistantMessage, generationId } = result.value;
    this.began(assistantMessage, generationId);
    if (await this.#leftSince(visit, conversationId)) return { accepted: true, conversationId };
    // Another window may have added something before it.
    const { parentId } = userMessage;
    if (parentId !== null && !this.branch.some(({ id }) => id === parentId)) await this.reload();
    else {
      const answer = this.#current(assistantMessage, [], generationId);
      this.#loaded.endWith(parentId, [this.#current(userMessage, siblingIds), answer]);
    }
    return { accepted: true, conversationId };
  }

  /** Makes the new chat a conversation, in which the act goes on, and stays in it if the user has. */
  async #make(repeat: () => Promise<unknown>): Promise<ConversationId | null> {
    const { systemPrompt, sampling, adapters } = this.fresh;
    const visit = this.#visit;
    const place = this.#place;
    this.#beginAct(place, 'answer');
    const created = await this.#bridge.call('conversations.create', {
      ...(this.modelId === null ? {} : { modelId: this.modelId }),
      ...(systemPrompt === null ? {} : { systemPrompt }),
    });
    if (!created.ok) {
      this.#underWay.delete(place);
      this.#refusals.set(place, created.error, repeat);
      return null;
    }
    const { id } = created.value;
    this.#beginAct(id, 'answer');
    const tuned =
      Object.keys(sampling).length === 0 && adapters.length === 0
        ? created
        : await this.#bridge.call('conversations.update', {
            conversationId: id,
            sampling,
            adapters: wishOf(adapters),
          });
    this.#underWay.delete(place);
    if (this.#stopWished.delete(place)) this.#stopWished.add(id);
    if (!tuned.ok) this.#refusals.set(id, tuned.error);
    if (this.#visit === visit) {
      this.conversationId = id;
      this.conversation = tuned.ok ? tuned.value : created.value;
      for (const listener of this.#madeListeners) listener(this.conversation);
    }
    return id;
  }

  #beginAct(place: string, begins: 'answer' | 'change'): void {
    this.#underWay.set(place, begins);
    this.#refusals.clear(place);
    this.#stopWished.delete(place);
  }

  /** Keeps why an act failed; what another window did first is shown. */
  async #refuse(conversationId: ConversationId, error: ErrorReport, repeat: () => Promise<unknown>): Promise<void> {
    this.#stopWished.delete(conversationId);
    this.#refusals.set(conversationId, error, repeat);
    const isBehind = error.code === 'generation-running' || error.code === 'message-unknown';
    if (isBehind && this.conversationId === conversationId) await this.reload();
  }

  /** Whether the user has been elsewhere since. A conversation that was come back to is read anew. */
  async #leftSince(visit: number, conversationId: ConversationId): Promise<boolean> {
    if (this.#visit === visit) return false;
    if (this.conversationId === conversationId) await this.reload();
    return true;
  }

  #clear(conversationId: ConversationId | null): void {
    this.#refusals.clear(this.#place);
    this.#visit += 1;
    this.conversationId = conversationId;
    this.conversation = null;
    this.#loaded.clear();
    this.fresh = FRESH;
    this.loading = false;
    this.loadError = null;
    this.lastEnded = null;
  }

  #show(open: OpenConversation): void {
    this.conversation = open.conversation;
    this.#loaded.show(open);
  }

  /** Shows what another process has done to the open conversation; what is written here meanwhile shows it at its end. */
  #follow(conversations: readonly Conversation[]): void {
    const changed = conversations.find(({ id }) => id === this.conversationId);
    if (!changed) return;
    this.conversation = changed;
    if (!this.busy) void this.reload();
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
    this.#loaded.replace(message);
  }
}
