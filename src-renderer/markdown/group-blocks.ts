import type { MarkdownBlock } from './render-markdown.ts';

/** Blocks that follow each other and are laid out apart from the others. */
export type BlockGroup = readonly MarkdownBlock[];

/** What a browser does for a new block grows with the number of its neighbours, and with that of the groups. */
const MOST_BLOCKS_IN_GROUP = 64;

/** Parts `blocks` into groups. One that has not changed is the same object as in `before`. */
export function groupBlocks(blocks: readonly MarkdownBlock[], before: readonly BlockGroup[]): readonly BlockGroup[] {
  const groups: BlockGroup[] = [];
  for (let at = 0; at < blocks.length; at += MOST_BLOCKS_IN_GROUP) {
    const group = blocks.slice(at, at + MOST_BLOCKS_IN_GROUP);
    const old = before[groups.length];
    groups.push(old?.length === group.length && group.every((block, index) => block === old[index]) ? old : group);
  }
  return groups;
}
