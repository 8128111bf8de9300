import type { Bridge } from '#contract/contract';
import type { OpenConversation } from '#contract/conversations';
import type { BranchMessage, Message, Thumb } from '#contract/messages';
import type { ConversationId, MessageId } from '#contract/primitives';
import { withThumb } from './with-thumb.ts';

/** How many messages the first step loads before or after the loaded part. */
const PAGE_SIZE = 200;
/**
 * Each step draws the visible messages again, because the place above them grows; so each asks for twice as many, up to
 * what can be read quickly.
 */
const LARGEST_PAGE = 800;
/** Typing and drawing come before the next step, but delay it no longer than this. */
const MOST_WAIT_MS = 1000;

/** The loaded part of the open branch, without holes; it grows in both directions. */
export class LoadedBranch {
  readonly #bridge: Bridge;
  messages = $state.raw<readonly BranchMessage[]>([]);
  /** How many messages of the branch are before and after the loaded part. */
  earlierCount = $state(0);
  laterCount = $state(0);
  #conversationId: ConversationId | null = null;
  /** The last message of the branch, loaded or not. */
  leafId = $state<MessageId | null>(null);
  /** Counts what was shown; loading for an earlier one ends. */
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

  /** Shows the visible part first, and loads the rest later. */
  show({ conversation, branch, earlierCount, laterCount, leafId }: OpenConversation): void {
    this.#conversationId = conversation.id;
    this.messages = branch;
    this.earlierCount = earlierCount;
    this.laterCount = laterCount;
    this.leafId = leafId;
    void this.#loadRest();
  }

  /** Loads messages before the loaded part; false when there are none. */
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

  /** Loads messages after the loaded part. */
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

  /** Replaces everything below a message by the added messages; with null, the whole branch. */
  endWith(parentId: MessageId | null, added: readonly BranchMessage[]): void {
    const index = this.messages.findIndex(({ id }) => id === parentId);
    this.messages = [...this.messages.slice(0, index + 1), ...added];
    this.leafId = added.at(-1)?.id ?? this.leafId;
    this.laterCount = 0;
    if (index >= 0 || parentId === null) return;
    // The parent is not loaded yet; its page has the true count.
    this.earlierCount = Math.max(1, this.earlierCount);
    void this.#loadRest();
  }

  /** Shows the present form of a message of the branch. */
  replace(message: Message): void {
    this.messages = this.messages.map((old) => (old.id === message.id ? { ...old, ...message } : old));
  }

  rate(messageId: MessageId, thumb: Thumb | null): void {
    this.messages = withThumb(this.messages, messageId, thumb);
  }

  bookmark(messageId: MessageId, bookmarkedAt: number | null): void {
    this.messages = this.messages.map((message) => {
      if (message.id !== messageId) return message;
      const { bookmarkedAt: _former, ...unmarked } = message;
      return bookmarkedAt === null ? unmarked : { ...unmarked, bookmarkedAt };
    });
  }

  clearBookmarks(): void {
    this.messages = this.messages.map(({ bookmarkedAt: _former, ...unmarked }) => unmarked);
  }

  /** Loads the messages after the loaded part, then those before it. */
  async #loadRest(): Promise<void> {
    this.#showing += 1;
    const showing = this.#showing;
    for (let limit = PAGE_SIZE; ; limit = Math.min(2 * limit, LARGEST_PAGE)) {
      await idle();
      // Another branch is shown now.
      if (showing !== this.#showing || this.earlierCount + this.laterCount === 0) return;
      if (!(await (this.laterCount > 0 ? this.#loadLater(limit) : this.#loadEarlier(limit)))) return;
    }
  }
}

/** Resolves when the page is idle. Safari does not report that. */
async function idle(): Promise<void> {
  await new Promise<void>((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: MOST_WAIT_MS });
    else setTimeout(resolve);
  });
}
