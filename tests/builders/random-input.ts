/** Inputs of calls, made from their schemas: whole, and wrong only in what they speak of. */
import { ApiOrigin } from '#contract/api';
import * as v from 'valibot';
import { FilePath, ModelId } from '#contract/primitives';
import { pick, type Random } from './random.ts';

export interface Pools {
  readonly ids: readonly string[];
  readonly paths: readonly string[];
}

/** What is looked at of a valibot schema. */
interface Node {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly wrapped?: Node;
  readonly item?: Node;
  readonly key?: Node;
  readonly value?: Node;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

const TEXTS = [
  'https://example.org',
  'x',
  'Retki',
  ' äö \u{1f98c} ',
  '"',
  '-',
  'a'.repeat(300),
  '',
  'a'.repeat(32),
  'root ::= "a"',
  'Mod+K',
];

/** A value that `schema` takes. @throws Error for a kind of schema that nobody has used in an input yet */
export function randomInput(random: Random, schema: v.GenericSchema, pools: Pools): unknown {
  return valueOf(random, schema, pools);
}

function valueOf(random: Random, node: Node, pools: Pools): unknown {
  const inner = (within: Node | undefined): unknown => valueOf(random, within ?? node, pools);
  switch (node.type) {
    case 'strict_object':
      return Object.fromEntries(
        Object.entries(node.entries ?? {})
          .filter(([, entry]) => entry.type !== 'optional' || random() < 0.4)
          .map(([key, entry]) => [key, inner(entry)]),
      );
    case 'optional':
      return inner(node.wrapped);
    case 'nullable':
      return random() < 0.3 ? null : inner(node.wrapped);
    case 'union':
    case 'variant':
      return inner(pick(random, (node.options ?? []) as Node[]));
    case 'picklist':
      return pick(random, node.options ?? []);
    case 'literal':
      return node.literal;
    case 'boolean':
      return random() < 0.5;
    case 'number':
      return numberOf(random, node);
    case 'array':
      return fitting(node, () => Array.from({ length: Math.floor(random() * 3) }, () => inner(node.item)));
    case 'record':
      return random() < 0.5 ? {} : Object.fromEntries([[inner(node.key), inner(node.value)]]);
    case 'string':
      return fitting(node, () => pick(random, textsFor(node, pools)));
    default:
      throw new Error(`there is no value for the schema ${node.type}`);
  }
}

function textsFor(node: Node, { ids, paths }: Pools): readonly string[] {
  const root = node.pipe?.[0];
  if (node === (ModelId as unknown)) return ids;
  if (node === (ApiOrigin as unknown)) return ['https://example.org', 'app://obsidian.md'];
  if (node === (FilePath as unknown) || root === (FilePath as unknown)) return paths;
  return [...TEXTS, ...ids];
}

function numberOf(random: Random, node: Node): number {
  const bound = (type: string, otherwise: number): number =>
    Number(node.pipe?.find((action) => action.type === type)?.requirement ?? otherwise);
  const [least, most] = [bound('min_value', 0), bound('max_value', 1000)];
  const isWhole = node.pipe?.some(({ type }) => type === 'integer' || type === 'safe_integer') ?? false;
  const chosen = least + random() * (most - least);
  return isWhole ? Math.floor(chosen) : chosen;
}

/** The first one of many that the schema's bounds and patterns let through. */
function fitting(node: Node, make: () => unknown): unknown {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const value = make();
    if (v.is(node as unknown as v.GenericSchema, value)) return value;
  }
  throw new Error(`nothing that is tried fits a schema of the kind ${node.type}`);
}
