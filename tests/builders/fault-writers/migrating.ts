/** Opens a history of an earlier version, which migrates it after a backup. Arguments: the history's folder. */
import { openDatabase } from '../../../src-main/core/history/open-database.ts';
import { report } from './report.ts';

report({ kind: 'working' });
openDatabase(process.argv[2] ?? '', { nowMs: Date.now() });
report({ kind: 'done' });
setInterval(() => {}, 1000);
