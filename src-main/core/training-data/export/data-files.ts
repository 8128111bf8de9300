import type { DatasetFormat, DatasetKind, DatasetRow } from '#contract/datasets';
import type { ExportFiles, FrozenDataset } from './frozen-dataset.ts';
import { datasetInfo, llamaFactoryRow } from './llama-factory-rows.ts';
import { parquetOf } from './parquet-rows.ts';
import { trlRow } from './trl-rows.ts';

/** The endings of data files; a folder has one form of them, so that a trainer that reads the folder reads rows once. */
export const ENDINGS: Readonly<Record<DatasetFormat, string>> = {
  trl: 'jsonl',
  parquet: 'parquet',
  'llama-factory': 'json',
};

/** The files with the rows, by name. A split without rows has no file, since trainers refuse an empty one. */
export function dataFiles({ version, query, rows }: FrozenDataset, format: DatasetFormat): ExportFiles {
  const { kind } = query;
  const files: Record<string, string | Uint8Array> = {};
  const splits = (['train', 'test'] as const).filter((split) => version.facts[split] > 0);
  for (const split of splits) {
    const own = rows.filter((row) => row.split === split).map(({ content }) => content);
    files[`data/${split}.${ENDINGS[format]}`] = WRITERS[format](own, kind);
  }
  if (format === 'llama-factory') {
    files['data/dataset_info.json'] = `${JSON.stringify(datasetInfo(kind, splits), null, 2)}\n`;
  }
  return files;
}

const WRITERS: Readonly<
  Record<DatasetFormat, (rows: readonly DatasetRow[], kind: DatasetKind) => string | Uint8Array>
> = {
  trl: (rows, kind) => rows.map((row) => `${JSON.stringify(trlRow(row, kind))}\n`).join(''),
  parquet: (rows, kind) =>
    parquetOf(
      rows.map((row) => trlRow(row, kind)),
      kind,
    ),
  'llama-factory': (rows, kind) => {
    const written = rows.map((row) => llamaFactoryRow(row, kind));
    return `${JSON.stringify(written, null, 1)}\n`;
  },
};
