import type { MarkdownBlock } from './markdown-block.ts';

/** Consecutive blocks that are laid out separately from others. */
export type BlockGroup = readonly MarkdownBlock[];

/** A browser's work for a new block grows with the number of its neighbours, and of the groups. */
const MOST_BLOCKS_IN_GROUP = 64;
/** A browser goes through all of a group when a formula in it is typeset. In characters of HTML. */
const MOST_CHARACTERS_IN_GROUP = 40_000;

/** Splits `blocks` into groups. An unchanged group is the same object as in `before`. */
export function groupBlocks(blocks: readonly MarkdownBlock[], before: readonly BlockGroup[]): readonly BlockGroup[] {
  const groups: BlockGroup[] = [];
  for (let at = 0; at < blocks.length; at += groups.at(-1)?.length ?? 0) {
    const group = blocks.slice(at, endOfGroup(blocks, at));
    const old = before[groups.length];
    groups.push(old?.length === group.length && group.every((block, index) => block === old[index]) ? old : group);
  }
  return groups;
}

function endOfGroup(blocks: readonly MarkdownBlock[], start: number): number {
  let characters = 0;
  for (let end = start; end < blocks.length; end += 1) {
    const block = blocks[end];
    characters += block?.kind === 'html' ? block.html.length : 0;
    if (end > start && (end - start >= MOST_BLOCKS_IN_GROUP || characters > MOST_CHARACTERS_IN_GROUP)) return end;
  }
  return blocks.length;
}
