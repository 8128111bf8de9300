import { randomInt } from 'node:crypto';
import type { HandlerInput } from '#contract/contract';
import type { AskedCell, AskingMode, Comparison, ComparisonRow } from '#contract/comparisons';
import { SarviError } from '#contract/errors';
import type { Message } from '#contract/messages';
import { because } from '#contract/reasons';
import type { Chat } from '../chat/chat.ts';
import type { AskHistory } from '../history/protocol.ts';
import type { AllowRemote } from './allow-remote.ts';

export interface AskParts {
  readonly history: {
    readonly ask: AskHistory<
      'openComparison' | 'openCell' | 'addQuestion' | 'addMessage' | 'finishMessage' | 'conversation'
    >;
  };
  readonly chat: Pick<Chat, 'send' | 'regenerate' | 'stopConversation'>;
  readonly modeOf: (comparison: Comparison) => Promise<AskingMode>;
  readonly allow: AllowRemote;
}

type Which = HandlerInput<'comparisons.stop'>;
type Asked = Promise<{ mode: AskingMode; cells: AskedCell[] }>;

interface Place {
  readonly rowId: string;
  readonly columnId: string;
  readonly conversationId: string;
}

const MOST_SEEDS = 2 ** 32;
/** These errors concern the history or everything, and not only one column. */
const OF_ALL: readonly string[] = ['internal', 'data-folder-gone', 'disk-full', 'conversation-unknown'];

/**
 * Asks the columns of a chat. A refused column gets the question with a failed answer, and the other columns continue.
 */
export class AskColumns {
  readonly #parts: AskParts;

  constructor(parts: AskParts) {
    this.#parts = parts;
  }

  /** @throws SarviError `generation-running`, and those of the history */
  async ask({ comparisonId, questions }: HandlerInput<'comparisons.ask'>): Asked {
    const texts = new Map(questions.map(({ rowId, text }) => [rowId, text]));
    const { mode, rows } = await this.#open({ comparisonId, rowIds: [...texts.keys()] });
    if (rows.some(({ cells }) => cells.some(({ state }) => state === 'writing'))) {
      throw new SarviError('generation-running', { comparisonId });
    }
    return {
      mode,
      cells: await this.#each(comparisonId, rows, (place) => this.#send(place, texts.get(place.rowId) ?? '')),
    };
  }

  /** Answers questions that have no answer yet. */
  async answer(which: Which): Asked {
    const { mode, rows } = await this.#open(which);
    const answer = async (place: Place): Promise<AskedCell | null> => {
      const last = await this.#lastOf(which.comparisonId, place);
      return last?.role === 'user' ? this.#regenerate(place, last) : null;
    };
    return { mode, cells: await this.#each(which.comparisonId, rows, answer) };
  }

  /** Answers the last question of each cell again. */
  async regenerate({ seeds, ...which }: HandlerInput<'comparisons.regenerate'>): Asked {
    const { mode, rows } = await this.#open(which);
    const regenerate = async (place: Place): Promise<AskedCell | null> => {
      const last = await this.#lastOf(which.comparisonId, place);
      if (last === null || last.streaming) return null;
      const seed = seeds === 'same' ? last.generation?.seed : randomInt(MOST_SEEDS);
      return this.#regenerate(place, last, seed);
    };
    return { mode, cells: await this.#each(which.comparisonId, rows, regenerate) };
  }

  async stop(which: Which): Promise<void> {
    const { rows } = await this.#open(which);
    const ids = rows.flatMap(({ cells }) => cells.flatMap(({ conversationId }) => conversationId ?? []));
    await Promise.all(ids.map((id) => this.#parts.chat.stopConversation(id)));
  }

  async #open({ comparisonId, columnIds, rowIds }: Which): Promise<{ mode: AskingMode; rows: ComparisonRow[] }> {
    const opened = await this.#parts.history.ask('openComparison', { comparisonId, offset: 0, limit: 1000 });
    const { comparison, rows } = opened;
    if (comparison.kind !== 'chat') throw new SarviError('invalid-input', { reason: because('comparison-is-a-list') });
    const wanted = rows.filter(({ id }) => rowIds === undefined || rowIds.includes(id));
    return {
      mode: await this.#parts.modeOf(comparison),
      rows: wanted.map((row) => ({
        ...row,
        cells: row.cells.filter(({ columnId }) => columnIds === undefined || columnIds.includes(columnId)),
      })),
    };
  }

  /** Runs column by column: if the models take turns, each one is loaded once. */
  async #each(
    comparisonId: string,
    rows: readonly ComparisonRow[],
    ask: (place: Place) => Promise<AskedCell | null>,
  ): Promise<AskedCell[]> {
    const places = rows.flatMap((row) =>
      row.cells.map(({ columnId, conversationId }, index) => ({ index, rowId: row.id, columnId, conversationId })),
    );
    const asked: AskedCell[] = [];
    for (const { rowId, columnId, conversationId } of places.sort((a, b) => a.index - b.index)) {
      const id = conversationId ?? (await this.#cell(comparisonId, rowId, columnId)).conversationId;
      await this.#parts.allow(id);
      const cell = await ask({ rowId, columnId, conversationId: id });
      if (cell) asked.push(cell);
    }
    return asked;
  }

  async #send({ rowId, columnId, conversationId }: Place, text: string): Promise<AskedCell> {
    const question = { conversationId, parentId: null, text, atEnd: true };
    try {
      return { rowId, columnId, conversationId, ...(await this.#parts.chat.send(question)) };
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      const { userMessage, assistantMessage } = await this.#parts.history.ask('addQuestion', question);
      const failed = await this.#fail(assistantMessage.id, refusal);
      return { rowId, columnId, conversationId, generationId: null, userMessage, assistantMessage: failed };
    }
  }

  async #regenerate({ rowId, columnId, conversationId }: Place, last: Message, seed?: number): Promise<AskedCell> {
    const place = { rowId, columnId, conversationId, userMessage: null };
    try {
      const input = { conversationId, messageId: last.id, ...(seed === undefined ? {} : { seed }) };
      return { ...place, ...(await this.#parts.chat.regenerate(input)) };
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      // An existing answer stays the open one.
      if (last.role === 'assistant') {
        return { ...place, generationId: null, assistantMessage: { ...last, error: refusal.toReport() } };
      }
      const answer = { role: 'assistant', text: '', streaming: true } as const;
      const added = await this.#parts.history.ask('addMessage', { conversationId, parentId: last.id, ...answer });
      return { ...place, generationId: null, assistantMessage: await this.#fail(added.id, refusal) };
    }
  }

  #fail(messageId: string, refusal: SarviError): Promise<Message> {
    const end = { text: '', stopReason: 'failed', error: refusal.toReport(), generation: null } as const;
    return this.#parts.history.ask('finishMessage', { messageId, ...end });
  }

  async #lastOf(comparisonId: string, { rowId, columnId }: Place): Promise<Message | null> {
    const { messages } = await this.#cell(comparisonId, rowId, columnId);
    return messages.at(-1) ?? null;
  }

  #cell(
    comparisonId: string,
    rowId: string,
    columnId: string,
  ): Promise<{ conversationId: string; messages: readonly Message[] }> {
    return this.#parts.history.ask('openCell', { comparisonId, rowId, columnId });
  }
}

/** @throws an error that does not concern only one column */
function refusalOf(thrown: unknown): SarviError {
  const error = SarviError.from(thrown);
  if (error.code.startsWith('history-') || OF_ALL.includes(error.code)) throw error;
  return error;
}
