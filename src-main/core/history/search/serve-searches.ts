import type { MessagePort } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { SarviError } from '#contract/errors';
import { HistoryDatabase } from '../database.ts';
import { searchHistory } from './search-history.ts';
import type { FromSearchWorker, SearchWorkerStart, ToSearchWorker } from './search-messages.ts';

/** How long to wait for a process that restores the log after a crash; nothing else makes a reader wait. */
const BUSY_TIMEOUT_MS = 5000;
/** For the upper pages of index and vocabulary, which every search reads. */
const CACHE_KIB = 64 * 1024;

/** Answers searches one by one over a read-only connection of its own, until it is told to close. */
export function serveSearches(port: MessagePort, { searchIn }: SearchWorkerStart): void {
  const post = (message: FromSearchWorker): void => port.postMessage(message);
  let database: HistoryDatabase | null = null;
  port.on('message', (message: ToSearchWorker) => {
    if (message.kind === 'close') {
      database?.close();
      port.close();
      return;
    }
    const { id, input, givenUp } = message;
    const throwIfCancelled = (): void => {
      if (Atomics.load(givenUp, 0) !== 0) throw new SarviError('cancelled');
    };
    try {
      throwIfCancelled();
      const opened = (database ??= openForReading(searchIn));
      const value = opened.reading((readable) => searchHistory(readable, input, throwIfCancelled));
      post({ kind: 'answer', id, result: { ok: true, value } });
    } catch (error) {
      if (error instanceof SarviError) post({ kind: 'answer', id, result: { ok: false, error: error.toReport() } });
      else post({ kind: 'unable', id });
    }
  });
}

function openForReading(path: string): HistoryDatabase {
  const connection = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  connection.pragma(`cache_size = -${CACHE_KIB}`);
  return new HistoryDatabase(connection);
}
