import { resolve } from 'node:path';
import type { Backup } from '#contract/backup-calls';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { formatBytes } from '../../../core/format-bytes.ts';
import { Backups } from '../../../core/history/backups/backups.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../usage.ts';

/** Refused with `history-locked` while the app, or another command, has the history open. */
export const historyRestore: Command = async ({ args, output, ports }) => {
  const { words, options } = readArguments(args, { newest: 'boolean' }, [0, 1]);
  const backups = new Backups(ports());
  const [wanted] = words;
  if (wanted === undefined && options['newest'] !== true) {
    const list = await backups.list();
    output.result({ folder: backups.folder, backups: list }, inWords(list, backups.folder));
    return;
  }
  if (wanted !== undefined && options['newest'] === true) throw new UsageError(because('usage-backup-or-newest'));
  const path = wanted === undefined ? await newestOf(backups) : await pathOf(backups, wanted);
  const setAside = await backups.restore(path);
  const kept = setAside === null ? '' : `\nThe history before it is kept as ${setAside}`;
  output.result({ restored: path, setAside }, `${path} is the history now.${kept}`);
};

/** @throws SarviError `backup-unknown` */
async function newestOf(backups: Backups): Promise<string> {
  // The history that another restore replaced is what the user has just turned away from.
  const newest = (await backups.list()).find(({ reason, fault }) => fault === null && reason !== 'before-restore');
  if (newest === undefined) throw new SarviError('backup-unknown', { backup: backups.folder });
  return newest.path;
}

/** A path is used as it is; a name is looked for among the backups. @throws SarviError `backup-unknown` */
async function pathOf(backups: Backups, wanted: string): Promise<string> {
  return /[\\/]/.test(wanted) ? resolve(wanted) : (await backups.find(wanted)).path;
}

function inWords(backups: readonly Backup[], folder: string): string {
  if (backups.length === 0) return `There are no backups in ${folder}`;
  const rows = backups.map(({ id, sizeBytes, conversations }) => {
    const content = conversations === null ? 'cannot be read' : `${conversations} conversations`;
    return `${id}  ${content}, ${formatBytes(sizeBytes)}`;
  });
  return rows.join('\n');
}
