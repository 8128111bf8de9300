import type { MarkdownBlock } from './markdown-block.ts';

/** Consecutive blocks that are laid out separately from others. */
export type BlockGroup = readonly MarkdownBlock[];

/** A browser's work for a new block grows with the number of its neighbours, and of the groups. */
const MOST_BLOCKS_IN_GROUP = 64;

/** Splits `blocks` into groups. An unchanged group is the same object as in `before`. */
export function groupBlocks(blocks: readonly MarkdownBlock[], before: readonly BlockGroup[]): readonly BlockGroup[] {
  const groups: BlockGroup[] = [];
  for (let at = 0; at < blocks.length; at += MOST_BLOCKS_IN_GROUP) {
    const group = blocks.slice(at, at + MOST_BLOCKS_IN_GROUP);
    const old = before[groups.length];
    groups.push(old?.length === group.length && group.every((block, index) => block === old[index]) ? old : group);
  }
  return groups;
}
