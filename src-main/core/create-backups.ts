import type { EventPayload, Handlers } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import { backupHandlers } from './history/backups/backup-handlers.ts';
import { Backups } from './history/backups/backups.ts';
import { DailyBackups } from './history/backups/daily-backups.ts';
import type { History } from './history/history.ts';
import type { Ports } from './ports.ts';

export interface BackupService {
  readonly backups: Backups;
  /** Why the last daily backup failed. */
  readonly failure: ErrorReport | null;
  handlers(
    history: Pick<History, 'whileClosed'>,
    stopAnswers: () => Promise<void>,
  ): Pick<Handlers, keyof ReturnType<typeof backupHandlers>>;
  /** Makes the daily one if it is time. */
  look(): Promise<void>;
  dispose(): Promise<void>;
}

/** Backups of the history, by hand and every day. */
export function createBackups(
  ports: Ports,
  onFailure: (failure: EventPayload<'history.backupFailed'>) => void,
): BackupService {
  const backups = new Backups(ports);
  const daily = new DailyBackups({ ports, backups, onFailure, looksByItself: ports.shell !== 'cli' });
  return {
    backups,
    get failure() {
      return daily.failure;
    },
    handlers: (history, stopAnswers) => backupHandlers(backups, history, stopAnswers),
    look: () => daily.look(),
    dispose: () => daily.dispose(),
  };
}
