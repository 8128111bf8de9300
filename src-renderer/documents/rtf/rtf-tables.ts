import type { Block, Cell } from '../text/blocks.ts';
import { nestLists, type FlatItem } from '../text/nest-lists.ts';

interface Definition {
  readonly right: number;
  /** Of one that goes on from the left, or from above. */
  readonly continuesLeft: boolean;
  readonly continuesAbove: boolean;
}

interface Written {
  readonly blocks: Block[];
  readonly definition: Definition | undefined;
}

/**
 * Builds tables from rows, as RTF has them: a row says where its cells end (`\cellx`), and how they are merged. A table
 * inside a cell becomes text of the cell, a line for each row.
 */
export class RtfTables {
  #definitions: Definition[] = [];
  #merges = { left: false, above: false };
  #cell: (Block | FlatItem)[] = [];
  #row: Written[] = [];
  #rows: Written[][] = [];

  beginRow(): void {
    this.#definitions = [];
  }

  define(word: string, value: number): void {
    if (word === 'clmrg') this.#merges.left = true;
    if (word === 'clvmrg') this.#merges.above = true;
    if (word !== 'cellx') return;
    const { left, above } = this.#merges;
    this.#definitions.push({ right: value, continuesLeft: left, continuesAbove: above });
    this.#merges = { left: false, above: false };
  }

  add(block: Block | FlatItem): void {
    this.#cell.push(block);
  }

  endCell(isNested: boolean): void {
    if (isNested) return;
    this.#row.push({ blocks: nestLists(this.#cell), definition: undefined });
    this.#cell = [];
  }

  endRow(isNested: boolean): void {
    if (isNested) return;
    // Definitions may follow the cells.
    this.#rows.push(this.#row.map((cell, index) => ({ ...cell, definition: this.#definitions[index] })));
    this.#row = [];
  }

  /** Adds the table that was written, if there is one. */
  end(blocks: (Block | FlatItem)[]): void {
    if (this.#row.length > 0) this.endRow(false);
    if (this.#rows.length > 0) blocks.push({ kind: 'table', rows: spanned(this.#rows) });
    this.#rows = [];
    blocks.push(...this.#cell);
    this.#cell = [];
  }
}

/** Widths by the edges of all rows, heights by cells that go on from above. */
function spanned(rows: readonly (readonly Written[])[]): Cell[][] {
  const edges = [...new Set(rows.flatMap((row) => row.flatMap(({ definition }) => definition?.right ?? [])))].sort(
    (a, b) => a - b,
  );
  const begun = new Map<number, { height: number }>();
  return rows.map((row) => {
    let left = 0;
    const cells: { blocks: Block[]; width: number; height: number }[] = [];
    for (const { blocks, definition } of row) {
      const right = definition ? edges.indexOf(definition.right) + 1 : left + 1;
      const width = Math.max(1, right - left);
      const last = cells.at(-1);
      const above = begun.get(left);
      if (definition?.continuesLeft === true && last && blocks.length === 0) last.width += width;
      else if (definition?.continuesAbove === true && above && blocks.length === 0) above.height += 1;
      else {
        const cell = { blocks, width, height: 1 };
        begun.set(left, cell);
        cells.push(cell);
      }
      left += width;
    }
    return cells;
  });
}
