import { expect, test } from 'vitest';
import { groupBlocks } from '../../../src-renderer/markdown/group-blocks.ts';
import type { MarkdownBlock } from '../../../src-renderer/markdown/markdown-block.ts';

function blocks(count: number): MarkdownBlock[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: 'html',
    isNote: false,
    look: 'block',
    html: `<p>${index}</p>`,
    continues: false,
  }));
}

test('a text of any length is parted into groups of few blocks, in its order', () => {
  const all = blocks(4000);
  const groups = groupBlocks(all, []);
  expect(groups.flat()).toEqual(all);
  expect(Math.max(...groups.map((group) => group.length))).toBeLessThanOrEqual(64);
  expect(groups.length).toBeLessThanOrEqual(64);
  expect(groupBlocks([], groups)).toEqual([]);
});

test('while a text grows only its last group is another one', () => {
  const all = blocks(1001);
  const before = groupBlocks(all.slice(0, 1000), []);
  const after = groupBlocks(all, before);
  expect(after.filter((group, index) => group !== before[index])).toHaveLength(1);
  const rewritten = all.with(500, { ...all[500]! });
  expect(groupBlocks(rewritten, after).filter((group, index) => group !== after[index])).toHaveLength(1);
});
