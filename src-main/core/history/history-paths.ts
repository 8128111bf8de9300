import { join } from 'node:path';

/** Where a history keeps its files. */
export function historyPaths(folder: string) {
  return {
    database: join(folder, 'history.db'),
    backups: join(folder, 'backups'),
    damaged: join(folder, 'damaged'),
    /** A whole, checked database that is about to take the place of the present one. */
    incoming: join(folder, 'history.db-incoming'),
    /** Claimed by the process that exchanges the database for the incoming one. */
    replacing: join(folder, 'replacing.json'),
    /** Exists when damage was met in use: the next opening checks the whole file, however large. */
    suspicion: join(folder, 'history.db-suspect'),
    /** What was mended at an opening, until someone has seen it (kept-notice.ts). */
    notice: join(folder, 'notice.json'),
    /** Every folder that backups were ever made in (backup-folders.ts). */
    folders: join(folder, 'backup-folders.json'),
  };
}
export type HistoryPaths = ReturnType<typeof historyPaths>;
