import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { Conversation } from '#contract/conversations';
import type { Message } from '#contract/messages';
import type { ConversationId, GenerationId, MessageId, ModelId } from '#contract/primitives';
import type { ActsUnderWay } from './acts-under-way.svelte.ts';
import type { GenerationsState } from './generations.svelte.ts';
import { createConversation, tuneConversation, tuningOf } from './new-conversation.ts';
import type { OpenPlace } from './open-place.svelte.ts';
import type { Refusals } from './refusals.svelte.ts';

type Repeat = () => Promise<unknown>;

export interface SendResult {
  readonly accepted: boolean;
  /** The conversation of the message, whatever the user has opened since; null when it could not be created. */
  readonly conversationId: ConversationId | null;
}

export interface MessageSenderParts {
  readonly bridge: Bridge;
  readonly generations: GenerationsState;
  readonly open: OpenPlace;
  readonly refusals: Refusals;
  readonly underWay: ActsUnderWay;
  readonly chat: {
    readonly busy: boolean;
    readonly modelId: ModelId | null;
    began(message: Message, generationId: GenerationId): void;
  };
  readonly onRefused: (conversationId: ConversationId, error: ErrorReport, repeat: Repeat) => Promise<void>;
}

/** Sends messages to the open conversation. The first message of a new chat creates its conversation. */
export class MessageSender {
  readonly #parts: MessageSenderParts;
  readonly #madeListeners = new Set<(conversation: Conversation) => void>();

  constructor(parts: MessageSenderParts) {
    this.#parts = parts;
  }

  onMade(listener: (conversation: Conversation) => void): () => void {
    this.#madeListeners.add(listener);
    return () => this.#madeListeners.delete(listener);
  }

  /** @param repeat - sends the message again; kept with the reason when it is refused */
  async send(
    place: { parentId: MessageId | null; atEnd: boolean },
    text: string,
    siblingIds: readonly MessageId[],
    repeat: Repeat,
  ): Promise<SendResult> {
    const { bridge, chat, generations, open, underWay } = this.#parts;
    if (chat.busy) return { accepted: false, conversationId: open.conversationId };
    const visit = open.visit;
    if (open.conversationId !== null) underWay.begin(open.conversationId, 'answer');
    const conversationId = open.conversationId ?? (await this.#create(repeat));
    if (conversationId === null) return { accepted: false, conversationId };
    const result = await bridge.call('chat.send', { conversationId, text, ...place });
    underWay.end(conversationId);
    if (!result.ok) {
      await this.#parts.onRefused(conversationId, result.error, repeat);
      return { accepted: false, conversationId };
    }
    const { userMessage, assistantMessage, generationId } = result.value;
    chat.began(assistantMessage, generationId);
    if (await open.leftSince(visit, conversationId)) return { accepted: true, conversationId };
    const answer = generations.current(assistantMessage, [], generationId);
    await open.add(userMessage.parentId, [generations.current(userMessage, siblingIds), answer]);
    return { accepted: true, conversationId };
  }

  /** Creates the conversation of the new chat, and opens it unless the user has gone elsewhere. */
  async #create(repeat: Repeat): Promise<ConversationId | null> {
    const { bridge, chat, open, refusals, underWay } = this.#parts;
    const { fresh, visit, name } = open;
    const tuning = tuningOf(fresh);
    underWay.begin(name, 'answer');
    const created = await createConversation(bridge, { ...fresh, modelId: chat.modelId });
    if (!created.ok) {
      underWay.end(name);
      refusals.set(name, created.error, repeat);
      return null;
    }
    const { id } = created.value;
    underWay.begin(id, 'answer');
    const tuned = tuning ? await tuneConversation(bridge, id, tuning) : created;
    underWay.end(name);
    if (underWay.takeStop(name)) underWay.requestStop(id);
    if (!tuned.ok) refusals.set(id, tuned.error);
    if (open.visit === visit) {
      const conversation = tuned.ok ? tuned.value : created.value;
      open.become(conversation);
      for (const listener of this.#madeListeners) listener(conversation);
    }
    return id;
  }
}
