import { expect, test } from 'vitest';
import { SequenceTable } from '../../../../src-main/core/engine/sequence-table.ts';

/** A table whose sequences have each written an answer; of each, the tokens that are useful after it. */
function tableAfter(...useful: readonly (number | undefined)[]): SequenceTable {
  const table = new SequenceTable(useful.length);
  const taken = useful.map(() => table.take(useful.map(() => ({ heldTokens: 0, commonTokens: 0 }))));
  for (const sequence of taken) sequence.release(useful[sequence.index]);
  return table;
}

const held = (heldTokens: number, commonTokens = 0): { heldTokens: number; commonTokens: number } => ({
  heldTokens,
  commonTokens,
});

test('the sequence is taken in which least is lost', () => {
  expect(tableAfter(undefined, undefined).take([held(900), held(300)]).index).toBe(1);
  expect(tableAfter(undefined, undefined).take([held(900, 800), held(300)]).index).toBe(0);
  expect(tableAfter(undefined, undefined).take([held(300), held(300)]).index).toBe(0);
});

test('tokens that nobody asks for again are no loss', () => {
  expect(tableAfter(50, undefined).take([held(900), held(300)]).index).toBe(0);
  expect(tableAfter(50, 40).take([held(900), held(300)]).index).toBe(1);
  // Another prompt may share more than was foreseen.
  expect(tableAfter(50, undefined).take([held(900, 200), held(300, 100)]).index).toBe(0);
});

test('what is useful is told anew by each answer', () => {
  const table = tableAfter(50, undefined);
  table.take([held(900), held(300)]).release();
  expect(table.take([held(900), held(300)]).index).toBe(1);
});
