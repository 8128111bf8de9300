import type { MessagePort } from 'node:worker_threads';
import { SarviError } from '#contract/errors';
import { listBackups } from './backups/backup-files.ts';
import { isBackupDue } from './backups/is-backup-due.ts';
import { makeBackup } from './backups/make-backup.ts';
import { restoreBackup } from './backups/restore-backup.ts';
import { checkHistory } from './check-history.ts';
import { historyPaths } from './history-paths.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { removeHistory } from './remove-history.ts';
import { rebuildIndex } from './rebuild-index.ts';
import { sarviErrorOf } from './sqlite-failure.ts';
import type { TaskInput, TaskName, TaskOutput, TaskResult, TaskStart } from './tasks/task-protocol.ts';

const TASKS: { readonly [Name in TaskName]: (input: TaskInput<Name>) => TaskOutput<Name> } = {
  backUp: makeBackup,
  isBackupDue,
  listBackups: ({ folders }) => listBackups(folders, MIGRATIONS),
  restore: ({ folder, path, nowMs }) => restoreBackup(folder, path, { migrations: MIGRATIONS, nowMs }),
  removeAll: ({ folder, backupFolders }) => removeHistory(folder, backupFolders),
  check: ({ folder }) => checkHistory(historyPaths(folder).database, MIGRATIONS),
  rebuildIndex: ({ folder, nowMs }) => rebuildIndex(historyPaths(folder), MIGRATIONS, nowMs),
};

/** Does one task and answers with its result. */
export function performTask(port: MessagePort, { task, input }: TaskStart): void {
  let result: TaskResult;
  try {
    result = { ok: true, value: (TASKS[task] as (input: unknown) => unknown)(input) };
  } catch (thrown) {
    const { folder = '' } = input as { folder?: string };
    result = { ok: false, error: failureOf(thrown, historyPaths(folder).database).toReport() };
  }
  port.postMessage(result);
  port.close();
}

/** Reports a defect or an unknown failure of the system as one of the history. */
function failureOf(thrown: unknown, path: string): SarviError {
  const failure = sarviErrorOf(thrown, path);
  if (failure.code === 'history-damaged') {
    // A task sets nothing aside, as that code would say.
    return new SarviError('history-unsound', { path, reason: failure.message }, { cause: thrown });
  }
  if (failure.code !== 'internal') return failure;
  return new SarviError('history-unavailable', { path, reason: failure.message }, { cause: thrown });
}
