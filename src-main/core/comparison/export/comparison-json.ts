import type { ComparisonRow } from '#contract/comparisons';
import { columnNames } from '../column-names.ts';
import type { ExportSource, Piece } from './export-source.ts';

const FORMAT = 'sarvi-comparison';
const VERSION = 1;
const ROWS_PER_PIECE = 50;

/**
 * Everything that Sarvi stores of a comparison: its columns, its prompts with the open branch of every cell, and its
 * votes.
 */
export async function comparisonJson(source: ExportSource, cursor: number): Promise<Piece> {
  const { comparison, votes } = source;
  const rows = await source.rows(cursor, ROWS_PER_PIECE);
  const texts: string[] = [];
  for (const row of rows) texts.push(JSON.stringify(await rowOf(source, row)));
  const { columns, controls: _controls, rowCount: _count, deletedAt: _deleted, ...facts } = comparison;
  const names = columnNames(comparison);
  const named = columns.map((column) => ({ ...column, name: names.get(column.id) ?? column.modelName }));
  const head = JSON.stringify({ format: FORMAT, version: VERSION, ...facts, columns: named });
  const next = cursor + ROWS_PER_PIECE;
  const isEnd = next >= comparison.rowCount;
  const text = [
    cursor === 0 ? `${head.slice(0, -1)},"rows":[\n` : texts.length > 0 ? ',\n' : '',
    texts.join(',\n'),
    isEnd ? `\n],"votes":${JSON.stringify(votes)}}\n` : '',
  ].join('');
  return { text, nextCursor: isEnd ? null : next };
}

async function rowOf(source: ExportSource, { cells, ...row }: ComparisonRow): Promise<object> {
  const answered: object[] = [];
  for (const { columnId, conversationId, state, language } of cells) {
    const messages = conversationId === null ? [] : await source.cell(row.id, columnId);
    answered.push({
      columnId,
      state,
      language,
      messages: messages.map(({ id, role, text, asides = [], createdAt, stopReason, error, generation }) => ({
        ...{ id, role, text, asides, createdAt, stopReason, error, generation },
      })),
    });
  }
  return { ...row, cells: answered };
}
