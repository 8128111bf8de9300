import type { DatasetFormat } from '#contract/datasets';
import type { ExportFiles, FrozenDataset } from './frozen-dataset.ts';
import { datasetInfo, llamaFactoryRow } from './llama-factory-rows.ts';
import { trlRow } from './trl-rows.ts';

/** The files with the rows, by name. A split without rows has no file, since trainers refuse an empty one. */
export function dataFiles({ version, query, rows }: FrozenDataset, format: DatasetFormat): ExportFiles {
  const { kind } = query;
  const files: Record<string, string> = {};
  const splits = (['train', 'test'] as const).filter((split) => version.facts[split] > 0);
  for (const split of splits) {
    const own = rows.filter((row) => row.split === split).map(({ content }) => content);
    files[`data/${split}.${format === 'trl' ? 'jsonl' : 'json'}`] =
      format === 'trl'
        ? own.map((row) => `${JSON.stringify(trlRow(row, kind))}\n`).join('')
        : `${JSON.stringify(
            own.map((row) => llamaFactoryRow(row, kind)),
            null,
            1,
          )}\n`;
  }
  if (format === 'llama-factory') {
    files['data/dataset_info.json'] = `${JSON.stringify(datasetInfo(kind, splits), null, 2)}\n`;
  }
  return files;
}
