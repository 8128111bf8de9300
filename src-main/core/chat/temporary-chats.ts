import { randomUUID } from 'node:crypto';
import type { Handlers } from '#contract/contract';
import type { Conversation } from '#contract/conversations';
import { SarviError } from '#contract/errors';
import { isTemporary } from '#contract/temporary-calls';
import type { AskHistory } from '../history/protocol.ts';
import type { Chat } from './chat.ts';
import type { TemporaryHistory } from './temporary-history.ts';

export interface TemporaryChatsParts {
  readonly temporary: TemporaryHistory;
  /** The chat of the temporary conversations. */
  readonly chat: Pick<Chat, 'stopAll' | 'stopConversation' | 'whileQuiet'>;
  /** The history on the disk. */
  readonly kept: { readonly ask: AskHistory };
  readonly onGone: (conversationIds: string[]) => void;
}

/** Keeps and forgets temporary conversations. */
export class TemporaryChats {
  readonly #parts: TemporaryChatsParts;

  constructor(parts: TemporaryChatsParts) {
    this.#parts = parts;
  }

  readonly handlers: Pick<Handlers, Extract<keyof Handlers, `temporary.${string}`> | 'drafts.list'> = {
    'drafts.list': async () => {
      const { kept, temporary } = this.#parts;
      const drafts = await kept.ask('drafts.list', {});
      return temporary.isOpen ? [...drafts, ...(await temporary.ask('drafts.list', {}))] : drafts;
    },
    'temporary.list': async () => ({ conversations: await this.#list() }),
    'temporary.keep': ({ conversationId }) => this.#keep(conversationId),
    'temporary.discard': async ({ conversationId }) => {
      requireTemporary(conversationId);
      await this.#parts.chat.stopConversation(conversationId);
      await this.#parts.temporary.inTurn(() => this.#forget(conversationId));
      return null;
    },
  };

  /** Forgets all of them: nobody looks at them any more. */
  async forgetAll(): Promise<void> {
    const { temporary, chat, onGone } = this.#parts;
    if (!temporary.isOpen) return;
    await chat.stopAll();
    await temporary.inTurn(async () => {
      const gone = await this.#list();
      await temporary.close();
      if (gone.length > 0) onGone(gone.map(({ id }) => id));
    });
  }

  /** Forgets some of them. */
  async forget(which: (conversationId: string) => boolean): Promise<void> {
    for (const { id } of (await this.#list()).filter((one) => which(one.id))) {
      await this.#parts.chat.stopConversation(id);
      await this.#parts.temporary.inTurn(() => this.#forget(id));
    }
  }

  async #list(): Promise<Conversation[]> {
    const { temporary } = this.#parts;
    if (!temporary.isOpen) return [];
    return (await temporary.ask('conversations.list', { limit: 1000 })).conversations.sort(
      (a, b) => a.createdAt - b.createdAt,
    );
  }

  /** It goes the way of an import, which takes a conversation whole or not at all. */
  #keep(conversationId: string): Promise<Conversation> {
    requireTemporary(conversationId);
    const { temporary, chat, kept } = this.#parts;
    return chat.whileQuiet(conversationId, () =>
      temporary.inTurn(async () => {
        const render = { conversationId, format: 'json', allLeaves: true, language: 'en' } as const;
        const { text } = await temporary.ask('renderConversation', render);
        const id = randomUUID();
        const bytes = new TextEncoder().encode(JSON.stringify({ ...(JSON.parse(text) as object), id }));
        const [outcome] = await kept.ask('keepConversations', { conversations: [bytes] });
        if (outcome?.kind === 'refused') throw SarviError.fromReport(outcome.error);
        await kept.ask('finishImport', {});
        for (const draft of await temporary.ask('drafts.list', {})) {
          if (draft.conversationId !== conversationId) continue;
          await kept.ask('drafts.put', { conversationId: id, text: draft.text });
        }
        const conversation = await kept.ask('conversation', { conversationId: id });
        await this.#forget(conversationId);
        return conversation;
      }),
    );
  }

  async #forget(conversationId: string): Promise<void> {
    const { temporary, onGone } = this.#parts;
    await temporary.ask('conversations.remove', { conversationId });
    await temporary.ask('trash.delete', { conversationIds: [conversationId] });
    if ((await this.#list()).length === 0) await temporary.close();
    onGone([conversationId]);
  }
}

/** @throws SarviError `conversation-unknown` for one of the history */
function requireTemporary(conversationId: string): void {
  if (!isTemporary(conversationId)) throw new SarviError('conversation-unknown', { conversationId });
}
