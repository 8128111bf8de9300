import { SarviError } from '#contract/errors';
import { isTemporary } from '#contract/temporary-calls';
import type { History, HistoryChange } from '../history/history.ts';
import type { AskHistory, RequestInput, RequestName, RequestOutput } from '../history/protocol.ts';

/**
 * The history of temporary conversations: another history, in memory, which is opened with the first of them and closed
 * with the last, so that the process gives its memory back. It is asked like the one on the disk; a request for it while
 * it is closed finds nothing.
 */
export class TemporaryHistory {
  readonly #open: () => Promise<History>;
  readonly #onChange: (change: HistoryChange) => void;
  #history: Promise<History> | null = null;
  /** One opening, closing or moving at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param open - opens an empty history in memory */
  constructor(open: () => Promise<History>, onChange: (change: HistoryChange) => void) {
    this.#open = open;
    this.#onChange = onChange;
  }

  /** Whether a request may be about a temporary conversation. */
  get isOpen(): boolean {
    return this.#history !== null;
  }

  readonly ask: AskHistory = async (name, input) => {
    const history = this.#history;
    if (history === null)
      throw new SarviError('conversation-unknown', { conversationId: conversationIdOf(input) ?? '' });
    return (await history).ask(name, input);
  };

  /** Opens it where it is closed, and asks. */
  begin(input: RequestInput<'createConversation'>): Promise<RequestOutput<'createConversation'>> {
    return this.inTurn(async () => {
      this.#history ??= this.#start();
      return (await this.#history).ask('createConversation', { temporary: true, ...input });
    });
  }

  /** Runs `act` while it is neither opened nor closed. */
  inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const acted = this.#turn.then(act);
    this.#turn = acted.catch(() => undefined);
    return acted;
  }

  /** Forgets everything. Call it in a turn. */
  async close(): Promise<void> {
    const history = this.#history;
    this.#history = null;
    await history?.then((open) => open.close()).catch(() => undefined);
  }

  async #start(): Promise<History> {
    try {
      const history = await this.#open();
      history.onChange(this.#onChange);
      return history;
    } catch (error) {
      this.#history = null;
      throw error;
    }
  }
}

/** Asks the history that the input's conversation is in. */
export function byConversation(
  kept: { readonly ask: AskHistory },
  temporary: Pick<TemporaryHistory, 'ask' | 'begin'>,
): { readonly ask: AskHistory } {
  const ask = (name: RequestName, input: RequestInput<RequestName>): Promise<unknown> => {
    if ('temporary' in input && input.temporary !== undefined) return temporary.begin(input);
    return isTemporary(conversationIdOf(input)) ? temporary.ask(name, input) : kept.ask(name, input);
  };
  return { ask: ask as AskHistory };
}

function conversationIdOf(input: object): string | null {
  return 'conversationId' in input && typeof input.conversationId === 'string' ? input.conversationId : null;
}
