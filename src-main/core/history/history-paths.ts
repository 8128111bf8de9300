import { join } from 'node:path';

/** The paths of a history's files. */
export function historyPaths(folder: string) {
  return {
    database: join(folder, 'history.db'),
    backups: join(folder, 'backups'),
    damaged: join(folder, 'damaged'),
    /** A complete, checked database that is about to replace the present one. */
    incoming: join(folder, 'history.db-incoming'),
    /** Claimed by the process that replaces the database by the incoming one. */
    replacing: join(folder, 'replacing.json'),
    /** Exists after damage was met in use: the next opening checks the whole file, however large. */
    suspicion: join(folder, 'history.db-suspect'),
    /** A repair at an opening, until someone has seen it (kept-notice.ts). */
    notice: join(folder, 'notice.json'),
    /** Every folder in which backups were ever made (backup-folders.ts). */
    folders: join(folder, 'backup-folders.json'),
  };
}
export type HistoryPaths = ReturnType<typeof historyPaths>;
