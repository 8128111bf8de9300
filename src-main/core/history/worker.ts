/**
 * Entry of the history's worker threads, the only ones that use SQLite: one answers requests, one searches, one finds
 * passages of long texts, and one does each task.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, WorkerStart } from './protocol.ts';
import type { SearchWorkerStart } from './search/search-messages.ts';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { PassageWorkerStart } from './passages/passage-messages.ts';
import type { TaskResult, TaskStart } from './tasks/task-protocol.ts';

/** better-sqlite3 is built for this Node-API; an older Node crashes on it without a message. */
const NEEDED_NODE_API = 10;

if (parentPort === null) throw new Error('history/worker.ts runs as a worker thread only');
const start = workerData as WorkerStart | TaskStart | SearchWorkerStart | PassageWorkerStart;
if (Number(process.versions.napi) >= NEEDED_NODE_API) {
  if ('task' in start) {
    const { performTask } = await import('./perform-task.ts');
    performTask(parentPort, start);
  } else if ('searchIn' in start) {
    const { serveSearches } = await import('./search/serve-searches.ts');
    serveSearches(parentPort, start);
  } else if ('passages' in start) {
    const { servePassages } = await import('./passages/serve-passages.ts');
    servePassages(parentPort);
  } else {
    const { serveHistory } = await import('./serve-history.ts');
    serveHistory(parentPort, start);
  }
} else {
  const reason = because('other-node-api', {
    version: process.version,
    found: process.versions.napi ?? '?',
    expected: NEEDED_NODE_API,
  });
  const error = new SarviError('history-unavailable', { reason }).toReport();
  if ('task' in start) parentPort.postMessage({ ok: false, error } satisfies TaskResult);
  else parentPort.postMessage({ kind: 'refused', error } satisfies FromWorker);
}
