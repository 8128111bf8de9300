import { SarviError } from '#contract/errors';
import type { Message, OpenConversation } from '#contract/vocabulary';
import type { History, RemovedMessages } from '../history/history.ts';

/** More than anyone undoes one after another; what is forgotten stays removed. */
const REMEMBERED = 20;

/** As many messages as a page opens with. */
const PAGE_MESSAGES = 60;

type RemovingHistory = Pick<History, 'removeMessages' | 'restoreMessages'>;

/** Removals of messages that can still be undone. They live in memory only: the history forgets the text at once. */
export class Removals {
  readonly #history: RemovingHistory;
  readonly #removed = new Map<string, RemovedMessages>();

  constructor(history: RemovingHistory) {
    this.#history = history;
  }

  /** @throws SarviError `conversation-unknown`, `message-unknown`, `generation-running` */
  async remove(input: {
    conversationId: string;
    messageId: Message['id'];
  }): Promise<{ removalId: string; removedMessages: number; open: OpenConversation }> {
    const { removed, open } = await this.#history.removeMessages({ ...input, limit: PAGE_MESSAGES });
    const removalId = input.messageId;
    this.#removed.set(removalId, removed);
    const oldest = this.#removed.keys().next().value;
    if (this.#removed.size > REMEMBERED && oldest !== undefined) this.#removed.delete(oldest);
    return { removalId, removedMessages: removed.rows.length, open };
  }

  /** The conversation of a removal. @throws SarviError `removal-unknown` */
  conversationOf(removalId: string): string {
    return this.#find(removalId).conversationId;
  }

  /** @throws SarviError `removal-unknown`, `conversation-unknown`, `message-unknown` */
  async restore(removalId: string): Promise<OpenConversation> {
    const removed = this.#find(removalId);
    const open = await this.#history.restoreMessages({ ...removed, limit: PAGE_MESSAGES });
    this.#removed.delete(removalId);
    return open;
  }

  #find(removalId: string): RemovedMessages {
    const removed = this.#removed.get(removalId);
    if (!removed) throw new SarviError('removal-unknown', { removalId });
    return removed;
  }
}
