import type { Block, Item } from './blocks.ts';

/** A paragraph of a list, as formats without nested lists have it (Word, RTF). */
export interface FlatItem {
  readonly kind: 'flat-item';
  /** From 0. */
  readonly level: number;
  /** Items of another list begin a list of their own. */
  readonly list: string;
  readonly ordered: boolean;
  /** Of an ordered item. */
  readonly number: number;
  readonly label?: string | undefined;
  readonly block: Block;
}

interface OpenList {
  readonly ordered: boolean;
  readonly start: number;
  readonly list: string;
  readonly items: { label?: string | undefined; blocks: Block[] }[];
}

const DEEPEST = 9;

/** Puts flat items that follow each other into lists in lists. */
export function nestLists(flat: readonly (Block | FlatItem)[]): Block[] {
  const blocks: Block[] = [];
  let run: FlatItem[] = [];
  const flush = (): void => {
    if (run.length > 0) blocks.push(...nest(run));
    run = [];
  };
  for (const block of flat) {
    if (block.kind === 'flat-item') run.push(block);
    else {
      flush();
      blocks.push(block);
    }
  }
  flush();
  return blocks;
}

function nest(items: readonly FlatItem[]): Block[] {
  const done: Block[] = [];
  const open: OpenList[] = [];
  const close = (): void => {
    const { items: closed, ...list } = open.pop() as OpenList;
    const block: Block = { kind: 'list', ordered: list.ordered, start: list.start, items: closed satisfies Item[] };
    const outer = open.at(-1)?.items.at(-1);
    if (outer) outer.blocks.push(block);
    else done.push(block);
  };
  for (const item of items) {
    const level = Math.min(item.level, DEEPEST, open.length);
    while (open.length > level + 1) close();
    const top = open.at(level);
    if (top && (top.ordered !== item.ordered || top.list !== item.list)) close();
    if (open.length <= level) open.push({ ordered: item.ordered, start: item.number, list: item.list, items: [] });
    open.at(-1)?.items.push({ label: item.label, blocks: [item.block] });
  }
  while (open.length > 0) close();
  return done;
}
