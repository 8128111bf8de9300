/** Real histories in folders of their own, for tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Message } from '#contract/vocabulary';
import type { HistoryDatabase, ReadableDB, WritableDB } from '../../src-main/core/history/database.ts';
import { History } from '../../src-main/core/history/history.ts';
import { type OpenOptions, openDatabase } from '../../src-main/core/history/open-database.ts';
import type { Ports } from '../../src-main/core/ports.ts';

export type HistoryPorts = Pick<Ports, 'folders' | 'entries' | 'log' | 'now'>;

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sarvi-history-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const START_MS = Date.UTC(2026, 0, 1);

/** A clock that goes on by one second each time it is read. */
export function steppingClock(): () => number {
  let nowMs = START_MS;
  return () => (nowMs += 1000);
}

export function historyPorts(dataFolder: string, now: () => number = steppingClock()): HistoryPorts {
  const worker = fileURLToPath(new URL('../../src-main/core/history/worker.ts', import.meta.url));
  return {
    folders: { data: dataFolder, resources: dataFolder },
    entries: { engine: '', convert: '', convertWorker: '', history: worker },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    now,
  };
}

/** An open history, closed when the test ends. */
export async function openHistory(dataFolder = temporaryFolder(), now?: () => number): Promise<History> {
  const history = await History.open(historyPorts(dataFolder, now));
  onTestFinished(() => history.close());
  return history;
}

/** A conversation whose messages follow each other, the user's and the model's in turn. */
export async function conversationOf(history: History, ...texts: string[]): Promise<Message[]> {
  const { id } = await history.createConversation({});
  const messages: Message[] = [];
  for (const [index, text] of texts.entries()) {
    messages.push(
      await history.addMessage({
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
export function openTestDatabase(folder = temporaryFolder(), options: Partial<OpenOptions> = {}): HistoryDatabase {
  const { database } = openDatabase(folder, { nowMs: START_MS, ...options });
  onTestFinished(() => database.close());
  return database;
}

/** A database that notes every statement put to it. */
export function noting(
  database: HistoryDatabase,
): WritableDB & { statements: { sql: string; parameters: unknown[] }[] } {
  const statements: { sql: string; parameters: unknown[] }[] = [];
  const noted = <Method extends (sql: string, ...parameters: never[]) => unknown>(method: Method): Method =>
    ((sql: string, ...parameters: never[]) => {
      statements.push({ sql, parameters });
      return method.call(database, sql, ...parameters);
    }) as Method;
  return {
    statements,
    row: noted(database.row.bind(database)) as ReadableDB['row'],
    rows: noted(database.rows.bind(database)) as ReadableDB['rows'],
    write: noted(database.write.bind(database)),
  };
}
