/** Entry of the history's worker thread, which alone touches SQLite. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, WorkerStart } from './protocol.ts';
import { SarviError } from '#contract/errors';

/** better-sqlite3 is built against this Node-API; an older Node crashes on it without a word. */
const NEEDED_NODE_API = 10;

if (parentPort === null) throw new Error('history/worker.ts runs as a worker thread only');
if (Number(process.versions.napi) >= NEEDED_NODE_API) {
  const { serveHistory } = await import('./serve-history.ts');
  serveHistory(parentPort, workerData as WorkerStart);
} else {
  const reason = `Node ${process.version} has Node-API ${process.versions.napi ?? 'none'}, ${NEEDED_NODE_API} is needed`;
  const error = new SarviError('history-unavailable', { reason }).toReport();
  parentPort.postMessage({ kind: 'refused', error } satisfies FromWorker);
}
