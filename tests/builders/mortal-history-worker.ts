/**
 * The history's real worker, whose threads also die on the spot: the one that owns the database when asked for the
 * message "end this thread", the one that searches when asked for "end this thread".
 *
 * Connections are closed first. Node takes down a thread's JavaScript before its native parts, and SQLite still holds
 * functions of it then: that can end the whole process, which is not what is tested.
 */
import { parentPort } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import type { ToWorker } from '../../src-main/core/history/protocol.ts';
import type { ToSearchWorker } from '../../src-main/core/history/search/search-messages.ts';

const connections = new Set<Sqlite.Database>();
const pragma = Reflect.get<Sqlite.Database, 'pragma'>(Sqlite.prototype, 'pragma');
Sqlite.prototype.pragma = function (this: Sqlite.Database, ...parameters): unknown {
  connections.add(this);
  return pragma.apply(this, parameters);
};

function die(): void {
  for (const connection of connections) connection.close();
  process.exit(7);
}

parentPort?.on('message', (message: ToWorker | ToSearchWorker) => {
  if (message.kind === 'request' && message.name === 'message') {
    const { messageId } = message.input as { messageId: string };
    if (messageId === 'end this thread') die();
  }
  if (message.kind === 'search' && message.input.query === 'end this thread') die();
});
await import('../../src-main/core/history/worker.ts');
