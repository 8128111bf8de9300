/**
 * Puts one backup and the other in the history's place, in turn, until it is killed. Arguments: the history's folder and
 * the two backups.
 */
import { restoreBackup } from '../../../src-main/core/history/backups/restore-backup.ts';
import { MIGRATIONS } from '../../../src-main/core/history/migrations/migrations.ts';
import { report } from './report.ts';

const [, , folder = '', ...backups] = process.argv;
report({ kind: 'working' });
for (let turn = 0; ; turn += 1) {
  restoreBackup(folder, backups[turn % 2] ?? '', { migrations: MIGRATIONS, nowMs: Date.now() });
}
