import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { DatasetKind } from '#contract/datasets';

/** Columns with turns, `[{ role, content }]`; the others are true or false. */
const COLUMNS: Readonly<Record<DatasetKind, { readonly turns: readonly string[]; readonly flags: readonly string[] }>> =
  {
    preference: { turns: ['prompt', 'chosen', 'rejected'], flags: [] },
    kto: { turns: ['prompt', 'completion'], flags: ['label'] },
    sft: { turns: ['messages'], flags: [] },
  };

/**
 * Rows in TRL's form as a Parquet file: turns are lists of structures with `role` and `content`, and nothing may be null.
 *
 * @see https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists
 */
export function parquetOf(rows: readonly Record<string, unknown>[], kind: DatasetKind): Uint8Array {
  const { turns, flags } = COLUMNS[kind];
  const names = [...turns, ...flags];
  const schema: SchemaElement[] = [
    { name: 'root', num_children: names.length },
    ...turns.flatMap(turnsColumn),
    ...flags.map((name): SchemaElement => ({ name, type: 'BOOLEAN', repetition_type: 'REQUIRED' })),
  ];
  const columnData = names.map((name) => ({ name, data: rows.map((row) => row[name]) }));
  return new Uint8Array(parquetWriteBuffer({ schema, columnData, createdBy: 'Sarvi' }));
}

function turnsColumn(name: string): SchemaElement[] {
  const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' } as const;
  return [
    { name, repetition_type: 'REQUIRED', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'REQUIRED', num_children: 2 },
    { name: 'role', ...text },
    { name: 'content', ...text },
  ];
}
