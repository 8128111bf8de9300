import { because } from '#contract/reasons';
import type { Command } from '../command.ts';
import { UsageError } from '../usage.ts';
import { historyBackup } from './history-backup.ts';
import { historyCheck } from './history-check.ts';
import { historyExport } from './history-export.ts';
import { historyImport } from './history-import.ts';
import { historyRestore } from './history-restore.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  check: historyCheck,
  backup: historyBackup,
  restore: historyRestore,
  import: historyImport,
  export: historyExport,
};

/** `sarvi history <what>`: the conversations as files. */
export const history: Command = async (context) => {
  const [name, ...args] = context.args;
  const command = name === undefined ? undefined : COMMANDS[name];
  if (command === undefined) {
    const known = Object.keys(COMMANDS).join(', ');
    throw new UsageError(
      name === undefined
        ? because('usage-takes-one-of', { option: 'history', list: known })
        : because('usage-unknown-command', { name: `history ${name}` }),
    );
  }
  await command({ ...context, args });
};
