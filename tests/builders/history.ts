/** Real histories in folders of their own, for tests. */
import { onTestFinished } from 'vitest';
import type { Message } from '#contract/messages';
import type { HistoryDatabase, WritableDB } from '../../src-main/core/history/database.ts';
import { History } from '../../src-main/core/history/history.ts';
import { type OpenOptions, openDatabase } from '../../src-main/core/history/open-database.ts';
import { historyPorts } from './history-ports.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const START_MS = Date.UTC(2026, 0, 1);

/** A clock that goes on by one second each time it is read. */
export function steppingClock(): () => number {
  let nowMs = START_MS;
  return () => (nowMs += 1000);
}

/** An open history, closed when the test ends. */
export async function openHistory(dataFolder?: string, now?: () => number): Promise<History> {
  const history = await History.open(historyPorts(dataFolder ?? (await temporaryFolder()), now ?? steppingClock()));
  onTestFinished(() => history.close());
  return history;
}

/** A conversation whose messages follow each other, the user's and the model's in turn. */
export async function conversationOf(history: History, ...texts: string[]): Promise<Message[]> {
  const { id } = await history.ask('createConversation', {});
  const messages: Message[] = [];
  for (const [index, text] of texts.entries()) {
    messages.push(
      await history.ask('addMessage', {
        conversationId: id,
        parentId: messages.at(-1)?.id ?? null,
        role: index % 2 === 0 ? 'user' : 'assistant',
        text,
        streaming: false,
      }),
    );
  }
  return messages;
}

/** The database itself, without its thread. */
export async function openTestDatabase(folder?: string, options: Partial<OpenOptions> = {}): Promise<HistoryDatabase> {
  const { database } = openDatabase(folder ?? (await temporaryFolder()), { nowMs: START_MS, ...options });
  onTestFinished(() => database.close());
  return database;
}

export interface NotedStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** A database that notes every statement put to it. */
export function noting(database: HistoryDatabase): { database: WritableDB; statements: NotedStatement[] } {
  const statements: NotedStatement[] = [];
  const noted: WritableDB = {
    row(sql, ...parameters) {
      statements.push({ sql, parameters });
      return database.row(sql, ...parameters);
    },
    rows(sql, ...parameters) {
      statements.push({ sql, parameters });
      return database.rows(sql, ...parameters);
    },
    write(sql, ...parameters) {
      statements.push({ sql, parameters });
      return database.write(sql, ...parameters);
    },
  };
  return { database: noted, statements };
}
