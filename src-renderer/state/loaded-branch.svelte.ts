import type { Bridge } from '#contract/contract';
import type { OpenConversation } from '#contract/conversations';
import type { BranchMessage, Message } from '#contract/messages';
import type { ConversationId, MessageId } from '#contract/primitives';

/** Messages that one step brings in of those before or after what is loaded. */
const PAGE_SIZE = 200;

/** What the renderer has of the open branch: a run of its messages without holes, which grows to both sides. */
export class LoadedBranch {
  readonly #bridge: Bridge;
  messages = $state.raw<readonly BranchMessage[]>([]);
  /** How many messages of the branch lie before and after what is loaded. */
  earlierCount = $state(0);
  laterCount = $state(0);
  #conversationId: ConversationId | null = null;
  /** The last message of the branch, loaded or not. */
  leafId: MessageId | null = null;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  clear(): void {
    this.#conversationId = null;
    this.messages = [];
    this.earlierCount = 0;
    this.laterCount = 0;
    this.leafId = null;
  }

  /** What is before the eyes comes first; the rest follows. */
  show({ conversation, branch, earlierCount, laterCount, leafId }: OpenConversation): void {
    this.#conversationId = conversation.id;
    this.messages = branch;
    this.earlierCount = earlierCount;
    this.laterCount = laterCount;
    this.leafId = leafId;
    void this.#loadRest();
  }

  /** Brings in messages before what is loaded. */
  async loadEarlier(limit = PAGE_SIZE): Promise<void> {
    const first = this.messages[0];
    if (this.#conversationId === null || this.leafId === null || !first || this.earlierCount === 0) return;
    const place = { conversationId: this.#conversationId, leafId: this.leafId };
    const from = { side: 'before', messageId: first.id } as const;
    const result = await this.#bridge.call('conversations.page', { ...place, from, limit });
    if (!result.ok || this.messages[0]?.id !== first.id) return;
    this.messages = [...result.value.messages, ...this.messages];
    this.earlierCount = result.value.earlierCount;
  }

  /** Brings in messages after what is loaded. */
  async loadLater(limit = PAGE_SIZE): Promise<void> {
    const last = this.messages.at(-1);
    if (this.#conversationId === null || this.leafId === null || !last || this.laterCount === 0) return;
    const place = { conversationId: this.#conversationId, leafId: this.leafId };
    const from = { side: 'after', messageId: last.id } as const;
    const result = await this.#bridge.call('conversations.page', { ...place, from, limit });
    if (!result.ok || this.messages.at(-1)?.id !== last.id) return;
    this.messages = [...this.messages, ...result.value.messages];
    this.laterCount = result.value.laterCount;
  }

  /** Takes what was added below a message in the place of all that followed it; with null, of everything. */
  endWith(parentId: MessageId | null, added: readonly BranchMessage[]): void {
    const index = this.messages.findIndex(({ id }) => id === parentId);
    this.messages = [...this.messages.slice(0, index + 1), ...added];
    this.leafId = added.at(-1)?.id ?? this.leafId;
    this.laterCount = 0;
  }

  /** Shows a message of the branch as it is now. */
  replace(message: Message): void {
    this.messages = this.messages.map((old) => (old.id === message.id ? { ...old, ...message } : old));
  }

  /** What comes after what is loaded comes before what came earlier. */
  async #loadRest(): Promise<void> {
    for (let left = Infinity; ;) {
      const before = this.earlierCount + this.laterCount;
      // No progress: the branch was left, or could not be read; whoever opens it again begins anew.
      if (before === 0 || before >= left) return;
      left = before;
      await (this.laterCount > 0 ? this.loadLater() : this.loadEarlier());
    }
  }
}
