import { because } from '#contract/reasons';
import type { Command } from '../command.ts';
import { UsageError } from '../usage.ts';
import { compareWithParent } from './lineage-compare.ts';
import { listFamilies } from './lineage-list.ts';
import { setParent } from './lineage-set.ts';

const COMMANDS: Readonly<Record<string, Command>> = { list: listFamilies, set: setParent, compare: compareWithParent };

/** `sarvi lineage <what>`: models that were trained from others. */
export const lineage: Command = async (context) => {
  const [name, ...args] = context.args;
  const command = name === undefined ? undefined : COMMANDS[name];
  if (command === undefined) {
    const known = Object.keys(COMMANDS).join(', ');
    throw new UsageError(
      name === undefined
        ? because('usage-takes-one-of', { option: 'lineage', list: known })
        : because('usage-unknown-command', { name: `lineage ${name}` }),
    );
  }
  await command({ ...context, args });
};
