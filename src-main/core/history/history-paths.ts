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
  };
}
export type HistoryPaths = ReturnType<typeof historyPaths>;
