import { Worker } from 'node:worker_threads';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { TaskInput, TaskName, TaskOutput, TaskResult, TaskStart } from './task-protocol.ts';

/**
 * Does one task in a thread of its own.
 *
 * @param entry - the history's worker
 * @throws SarviError those of the task; `history-unavailable` when the thread ends without an answer
 */
export function runTask<Name extends TaskName>(
  entry: string,
  task: Name,
  input: TaskInput<Name>,
): Promise<TaskOutput<Name>> {
  return new Promise((resolve, reject) => {
    const workerData: TaskStart = { task, input };
    const worker = new Worker(entry, { workerData, name: 'sarvi-history-task' });
    worker.on('message', (result: TaskResult) => {
      if (result.ok) resolve(result.value as TaskOutput<Name>);
      else reject(SarviError.fromReport(result.error));
    });
    worker.on('error', (error: Error) => reject(new SarviError('history-unavailable', { reason: error.message })));
    worker.on('exit', (code) => {
      reject(new SarviError('history-unavailable', { reason: because('thread-ended', { exitCode: code }) }));
    });
  });
}
