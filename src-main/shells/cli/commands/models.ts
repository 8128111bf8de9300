import { formatBytes } from '../../../core/format-bytes.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

export const models: Command = async ({ args, output, app }) => {
  readArguments(args, {}, [0, 0]);
  const list = await (await app()).ask('models.list', {});
  const rows = list.map(
    ({ id, name, facts, available }) =>
      `${id}  ${name}, ${facts.fileType}, ${formatBytes(facts.sizeBytes)}${available ? '' : ' (file missing)'}`,
  );
  output.result({ models: list }, rows.length === 0 ? 'No models yet. Add one with: sarvi import' : rows.join('\n'));
};
