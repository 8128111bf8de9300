/** The history's real worker, which also dies on the spot when asked to search for "end this thread". */
import { parentPort } from 'node:worker_threads';
import type { ToWorker } from '../../src-main/core/history/protocol.ts';

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'request' && message.name === 'search') {
    const { query } = message.input as { query: string };
    if (query === 'end this thread') process.exit(7);
  }
});
await import('../../src-main/core/history/worker.ts');
