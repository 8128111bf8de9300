import { because } from '#contract/reasons';
import { resolve } from 'node:path';
import { formatBytes } from '../../../core/format-bytes.ts';
import { Backups } from '../../../core/history/backups/backups.ts';
import { optionalText, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../usage.ts';

/** May run next to the app. */
export const historyBackup: Command = async ({ args, output, ports }) => {
  const { options } = readArguments(args, { out: 'string' }, [0, 0]);
  const out = optionalText(options, 'out');
  if (out === '') throw new UsageError(because('usage-takes-folder', { option: '--out' }));
  output.event({ type: 'progress', phase: 'copying' }, 'copying');
  const backup = await new Backups(ports()).make('by-hand', out === undefined ? undefined : resolve(out));
  const { path, sizeBytes, conversations } = backup;
  output.result({ ...backup }, `${path}: ${conversations} conversations, ${formatBytes(sizeBytes)}, checked`);
};
