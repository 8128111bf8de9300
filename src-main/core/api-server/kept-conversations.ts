import { createHash } from 'node:crypto';
import type { EngineModel } from '../engine/engine-model.ts';
import type { AskHistory } from '../history/protocol.ts';
import type { Log } from '../ports.ts';
import type { PromptMessage } from '../prompt/prompt.ts';
import type { Choice } from './run-choice.ts';

export interface KeptConversationsParts {
  readonly history: { readonly ask: AskHistory<'createConversation' | 'addMessage'> };
  /** The user's setting. */
  readonly isOn: () => boolean;
  readonly log: Pick<Log, 'warn'>;
}

interface Asked {
  readonly model: EngineModel;
  readonly messages: readonly PromptMessage[];
  readonly choice: Choice | undefined;
}

interface Kept {
  readonly conversationId: string;
  readonly lastId: string;
}

/** How many conversations a next turn is recognised of. */
const MOST_OPEN = 200;

/**
 * Makes conversations of the history of what programs say, when the user wants it. Programs send the whole
 * conversation with every turn, so a turn that continues a kept one is added to it.
 */
export class KeptConversations {
  readonly #parts: KeptConversationsParts;
  /** By the digest of all that was said. */
  readonly #open = new Map<string, Kept>();
  /** One after the other, so that a turn finds the one before it. */
  #last: Promise<void> = Promise.resolve();

  constructor(parts: KeptConversationsParts) {
    this.#parts = parts;
  }

  /** A failure of the history is reported in the log: the program has its answer. */
  async keep(asked: Asked): Promise<void> {
    const { choice } = asked;
    if (!this.#parts.isOn() || !choice) return;
    this.#last = this.#last
      .then(() => this.#keep(asked, choice))
      .catch((error: unknown) =>
        this.#parts.log.warn('what a program said could not be kept', { error: String(error) }),
      );
    await this.#last;
  }

  async #keep({ model, messages }: Asked, { outcome, written }: Choice): Promise<void> {
    const { history } = this.#parts;
    const [first] = messages;
    const systemPrompt = first?.role === 'system' ? first.content.slice(0, 100_000) : '';
    const turns = first?.role === 'system' ? messages.slice(1) : messages;
    const question = turns.at(-1);
    if (!question) return;
    const before = this.#open.get(digestOf(messages.slice(0, -1)));
    const conversationId =
      before?.conversationId ??
      (await history.ask('createConversation', { modelId: model.id, modelName: model.name, systemPrompt })).id;
    let parentId = before?.lastId ?? null;
    for (const { role, content } of before ? [question] : turns) {
      const added = { conversationId, parentId, role: role === 'assistant' ? role : 'user', text: content } as const;
      const end = role === 'assistant' ? { end: { stopReason: null, generation: null } } : {};
      parentId = (await history.ask('addMessage', { ...added, streaming: false, ...end })).id;
    }
    const { record, stopReason } = outcome;
    const generation = record && { ...record, memoryBeginsAt: null };
    const answer = { conversationId, parentId, role: 'assistant', text: written.text, streaming: false } as const;
    const { id: lastId } = await history.ask('addMessage', { ...answer, end: { stopReason, generation } });
    this.#remember(digestOf([...messages, { role: 'assistant', content: written.text }]), { conversationId, lastId });
  }

  #remember(digest: string, kept: Kept): void {
    this.#open.set(digest, kept);
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_OPEN && oldest !== undefined) this.#open.delete(oldest);
  }
}

function digestOf(messages: readonly PromptMessage[]): string {
  const said = JSON.stringify(messages.map(({ role, content }) => [role, content]));
  return createHash('sha256').update(said).digest('base64');
}
