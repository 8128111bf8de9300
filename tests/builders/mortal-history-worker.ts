/**
 * The history's real worker, whose threads also die on the spot: the one that owns the database when asked for the
 * message "end this thread", the one that searches when asked for "end this thread".
 */
import { parentPort } from 'node:worker_threads';
import type { ToWorker } from '../../src-main/core/history/protocol.ts';
import type { ToSearchWorker } from '../../src-main/core/history/search/search-messages.ts';

parentPort?.on('message', (message: ToWorker | ToSearchWorker) => {
  if (message.kind === 'request' && message.name === 'message') {
    const { messageId } = message.input as { messageId: string };
    if (messageId === 'end this thread') process.exit(7);
  }
  if (message.kind === 'search' && message.input.query === 'end this thread') process.exit(7);
});
await import('../../src-main/core/history/worker.ts');
