import type { Bridge } from '#contract/contract';
import type { OpenConversation } from '#contract/conversations';
import type { BranchMessage, Message } from '#contract/messages';
import type { ConversationId, MessageId } from '#contract/primitives';

/** Messages that the first step brings in of those before or after what is loaded. */
const PAGE_SIZE = 200;
/**
 * Each step draws the messages in sight anew, since the place above them grows; so each asks for twice as many as the one
 * before, as far as that many are read in a moment.
 */
const LARGEST_PAGE = 800;
/** What is typed or drawn comes before the next step, but does not put it off for ever. */
const MOST_WAIT_MS = 1000;

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
  /** Counts what was shown: whatever still loads for an earlier one ends. */
  #showing = 0;

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

  /** Brings in messages before what is loaded; false when there are none to be had. */
  async #loadEarlier(limit: number): Promise<boolean> {
    const first = this.messages[0];
    if (this.#conversationId === null || this.leafId === null || !first || this.earlierCount === 0) return false;
    const place = { conversationId: this.#conversationId, leafId: this.leafId };
    const from = { side: 'before', messageId: first.id } as const;
    const result = await this.#bridge.call('conversations.page', { ...place, from, limit });
    if (!result.ok) return false;
    if (this.messages[0]?.id !== first.id) return true;
    this.messages = [...result.value.messages, ...this.messages];
    this.earlierCount = result.value.earlierCount;
    return result.value.messages.length > 0;
  }

  /** The same after what is loaded. */
  async #loadLater(limit: number): Promise<boolean> {
    const last = this.messages.at(-1);
    if (this.#conversationId === null || this.leafId === null || !last || this.laterCount === 0) return false;
    const place = { conversationId: this.#conversationId, leafId: this.leafId };
    const from = { side: 'after', messageId: last.id } as const;
    const result = await this.#bridge.call('conversations.page', { ...place, from, limit });
    if (!result.ok) return false;
    if (this.messages.at(-1)?.id !== last.id) return true;
    this.messages = [...this.messages, ...result.value.messages];
    this.laterCount = result.value.laterCount;
    return result.value.messages.length > 0;
  }

  /** Takes what was added below a message in the place of all that followed it; with null, of everything. */
  endWith(parentId: MessageId | null, added: readonly BranchMessage[]): void {
    const index = this.messages.findIndex(({ id }) => id === parentId);
    this.messages = [...this.messages.slice(0, index + 1), ...added];
    this.leafId = added.at(-1)?.id ?? this.leafId;
    this.laterCount = 0;
    if (index >= 0 || parentId === null) return;
    // The parent is not here yet: how much lies before is told with it.
    this.earlierCount = Math.max(1, this.earlierCount);
    void this.#loadRest();
  }

  /** Shows a message of the branch as it is now. */
  replace(message: Message): void {
    this.messages = this.messages.map((old) => (old.id === message.id ? { ...old, ...message } : old));
  }

  /** What comes after what is loaded comes before what came earlier. */
  async #loadRest(): Promise<void> {
    this.#showing += 1;
    const showing = this.#showing;
    for (let limit = PAGE_SIZE; ; limit = Math.min(2 * limit, LARGEST_PAGE)) {
      await idle();
      // Another place is shown.
      if (showing !== this.#showing || this.earlierCount + this.laterCount === 0) return;
      if (!(await (this.laterCount > 0 ? this.#loadLater(limit) : this.#loadEarlier(limit)))) return;
    }
  }
}

/** Resolves when the page has nothing better to do. Safari does not tell. */
async function idle(): Promise<void> {
  await new Promise<void>((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: MOST_WAIT_MS });
    else setTimeout(resolve);
  });
}
