import { because } from '#contract/reasons';
import { formatBytes } from '../../../core/format-bytes.ts';
import { optionalText, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../usage.ts';
import { moveModels } from './move-models.ts';

export const models: Command = async (context) => {
  const { args, output, app } = context;
  const { options } = readArguments(args, { 'move-to': 'string', 'move-back': 'boolean' }, [0, 0]);
  const parent = optionalText(options, 'move-to');
  if (parent === '') throw new UsageError(because('usage-takes-folder', { option: '--move-to' }));
  if (parent !== undefined || options['move-back'] === true) return moveModels(context, parent ?? null);
  const list = await (await app()).ask('models.list', {});
  const rows = list.map(
    ({ id, name, facts, available }) =>
      `${id}  ${name}, ${facts.fileType}, ${formatBytes(facts.sizeBytes)}${available ? '' : ' (file missing)'}`,
  );
  output.result({ models: list }, rows.length === 0 ? 'No models yet. Add one with: sarvi import' : rows.join('\n'));
};
