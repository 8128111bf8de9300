/** Large histories that never were, written through the real schema, its triggers and its index. */
import { createHash } from 'node:crypto';
import type { GenerationRecord } from '#contract/generation-record';
import { DEFAULT_SAMPLING } from '#contract/sampling';
import type { HistoryDatabase, WritableDB } from '../../src-main/core/history/database.ts';
import { openDatabase } from '../../src-main/core/history/open-database.ts';
import { InventedText } from './invented-text.ts';
import { pick, type Random, randomOf } from './random.ts';

export interface LargeHistory {
  readonly conversations: number;
  readonly messages: number;
  /** One conversation has at least so many messages on its open branch. */
  readonly longest: number;
  readonly seed: number;
}

export const MODEL_IDS = ['poro-2-8b', 'poro-2-70b', 'llama-3.2-1b', 'llama-3.1-8b', 'viking-7b'];

const FIRST_MS = Date.UTC(2021, 0, 1);
const SPAN_MS = 5 * 365 * 24 * 60 * 60 * 1000;
/** Small enough to keep the log of a transaction in memory, large enough that its end costs nothing. */
const CONVERSATIONS_IN_TRANSACTION = 500;

const INSERT_CONVERSATION = `
  INSERT INTO conversations (id, title, title_source, model_id, pinned, created_at, updated_at)
  VALUES (?, ?, 'automatic', ?, ?, ?, ?)`;
const INSERT_MESSAGE = `
  INSERT INTO messages (id, conversation_key, parent_key, role, text, created_at, stop_reason, generation)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

/**
 * Writes a history into `folder`: the lengths of conversations and messages follow power laws, about every tenth
 * answer was asked for again, times go from 2021 to 2025. What is not flushed on the way is at the end.
 *
 * @returns the id of the longest conversation
 */
export function writeLargeHistory(
  folder: string,
  size: LargeHistory,
  onProgress: (messages: number) => void = () => {},
): { longestId: string } {
  const { database } = openDatabase(folder, { nowMs: FIRST_MS });
  try {
    database.connection.pragma('synchronous = OFF');
    database.connection.pragma('cache_size = -262144');
    return new Writer(database, size).write(onProgress);
  } finally {
    database.connection.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
  }
}

class Writer {
  readonly #database: HistoryDatabase;
  readonly #size: LargeHistory;
  readonly #random: Random;
  readonly #text: InventedText;
  #messages = 0;

  constructor(database: HistoryDatabase, size: LargeHistory) {
    this.#database = database;
    this.#size = size;
    this.#random = randomOf(size.seed);
    this.#text = new InventedText(size.seed + 1);
  }

  write(onProgress: (messages: number) => void): { longestId: string } {
    const { conversations, longest } = this.#size;
    const longestNumber = conversations >> 1;
    for (let next = 0; next < conversations; next += CONVERSATIONS_IN_TRANSACTION) {
      this.#database.writing((writable) => {
        for (let number = next; number < Math.min(conversations, next + CONVERSATIONS_IN_TRANSACTION); number += 1) {
          // What is left is shared out among the conversations that are left, unevenly.
          const mean = (this.#size.messages - this.#messages) / (conversations - number);
          const drawn = 1 + Math.floor(-Math.log(1 - this.#random()) * Math.max(0, mean - 0.5));
          this.#conversation(writable, number, number === longestNumber ? longest : drawn);
        }
      });
      onProgress(this.#messages);
    }
    return { longestId: idOf('conversation', longestNumber) };
  }

  #conversation(writable: WritableDB, number: number, messages: number): void {
    const { conversations } = this.#size;
    const createdAt = FIRST_MS + Math.floor((SPAN_MS * number) / conversations);
    const stepMs = Math.max(1, Math.min(30_000, Math.floor(SPAN_MS / conversations / (messages + 1))));
    const modelId = pick(this.#random, MODEL_IDS);
    const { key } = writable.write(
      INSERT_CONVERSATION,
      idOf('conversation', number),
      this.#text.text(3 + Math.floor(this.#random() * 4)),
      modelId,
      Number(this.#random() < 20 / conversations),
      createdAt,
      createdAt + messages * stepMs,
    );
    let parentKey: number | null = null;
    for (let index = 0; index < messages; index += 1) {
      const isAnswer = index % 2 === 1;
      // An answer that was asked for again: the first try is a leaf of its own.
      const again: boolean = isAnswer && index + 1 < messages && this.#random() < 0.1;
      const messageKey = this.#message(writable, key, parentKey, isAnswer ? modelId : null, createdAt + index * stepMs);
      if (!again) parentKey = messageKey;
      else {
        index += 1;
        parentKey = this.#message(writable, key, parentKey, modelId, createdAt + index * stepMs);
      }
    }
    writable.write('UPDATE conversations SET active_leaf_key = ? WHERE key = ?', parentKey, key);
  }

  #message(
    writable: WritableDB,
    conversationKey: number,
    parentKey: number | null,
    modelId: string | null,
    createdAt: number,
  ): number {
    // Between 4 and 30 words for a question, 10 and 300 for an answer, short ones the most.
    const words = modelId === null ? 4 * 7.5 ** this.#random() : 10 * 30 ** this.#random();
    this.#messages += 1;
    return writable.write(
      INSERT_MESSAGE,
      idOf('message', this.#messages),
      conversationKey,
      parentKey,
      modelId === null ? 'user' : 'assistant',
      this.#text.text(Math.round(words)),
      createdAt,
      modelId === null ? null : 'end-of-generation',
      modelId === null ? null : JSON.stringify(generationBy(modelId)),
    ).key;
  }
}

/** Ids look like any other's: in no order. */
function idOf(kind: string, number: number): string {
  const digest = createHash('sha256').update(`${kind} ${number}`).digest('hex');
  return [8, 12, 16, 20, 32].map((end, index) => digest.slice([0, 8, 12, 16, 20][index], end)).join('-');
}

function generationBy(modelId: string): GenerationRecord {
  return {
    modelId,
    modelName: modelId,
    backend: 'CPU',
    sampling: DEFAULT_SAMPLING,
    seed: 1,
    freshTokens: 30,
    cachedTokens: 400,
    generatedTokens: 120,
    timeToFirstTokenMs: 300,
    promptMs: 250,
    generationMs: 4000,
    contextTokens: 8192,
    contextUsedTokens: 550,
    memoryBeginsAt: null,
  };
}
