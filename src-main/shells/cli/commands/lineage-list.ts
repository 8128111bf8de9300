import { familyTree, type FamilyNode } from '#contract/family-tree';
import type { Lineage } from '#contract/lineages';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

/** The models and adapters of the library as families. */
export const listFamilies: Command = async ({ args, output, app }) => {
  readArguments(args, {}, [0, 0]);
  const sarvi = await app();
  const tree = familyTree(await sarvi.ask('models.list', {}), await sarvi.ask('adapters.list', {}));
  const lines = tree.flatMap((node) => linesOf(node, ''));
  output.result({ families: tree.map(toldOf) }, lines.length === 0 ? 'No models.' : lines.join('\n'));
};

interface Told {
  readonly kind: 'model' | 'adapter' | 'missing';
  readonly id: string | null;
  readonly name: string;
  readonly lineage: Lineage | null;
  readonly children: readonly Told[];
}

function toldOf({ model, adapter, name, children }: FamilyNode): Told {
  return {
    kind: model ? 'model' : adapter ? 'adapter' : 'missing',
    id: model?.id ?? adapter?.id ?? null,
    name,
    lineage: model?.lineage ?? adapter?.lineage ?? null,
    children: children.map(toldOf),
  };
}

function linesOf({ model, adapter, name, children }: FamilyNode, indent: string): string[] {
  const what = model ? model.facts.fileType : adapter ? 'adapter' : 'not in the library';
  const lineage = model?.lineage ?? adapter?.lineage;
  const how = lineage ? [lineage.method, lineage.trainer, dataOf(lineage)].filter((part) => part !== null) : [];
  const line = `${indent}${name}  ${model?.id ?? adapter?.id ?? '–'}  ${[what, ...how].join(', ')}`;
  return [line, ...children.flatMap((child) => linesOf(child, `${indent}  `))];
}

function dataOf({ data }: Lineage): string | null {
  return data && `${data.name}${data.version === null ? '' : `:${data.version}`}`;
}
