import type { Handlers } from '#contract/contract';
import type { History } from '../history.ts';
import type { Backups } from './backups.ts';

type BackupCall = 'history.backups' | 'history.backUp' | 'history.restore';

/** Handlers of the calls about backups. @param stopAnswers - resolves when every running answer is saved */
export function backupHandlers(
  backups: Backups,
  history: Pick<History, 'whileClosed'>,
  stopAnswers: () => Promise<void>,
): Handlers<BackupCall> {
  return {
    'history.backups': async () => ({ folder: backups.folder, backups: await backups.list() }),
    'history.backUp': () => backups.make('by-hand'),
    'history.restore': async ({ backupId }) => {
      const { path } = await backups.find(backupId);
      await stopAnswers();
      return { setAside: await history.whileClosed(() => backups.restore(path)) };
    },
  };
}
