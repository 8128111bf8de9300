import type { DatasetRow } from '#contract/datasets';
import type { Handlers } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type { AskHistory } from '../history/protocol.ts';
import { exportDataset, type ExportParts } from './export/export-dataset.ts';
import { type DatasetReaderParts, readDataset } from './read-dataset.ts';

type OwnCall = 'datasets.rows' | 'datasets.freeze' | 'datasets.export';

export interface DatasetParts extends DatasetReaderParts, Omit<ExportParts, 'history'> {
  readonly history: { readonly ask: AskHistory<'openDataset' | 'addVersion' | 'openVersion'> };
}

/** Handlers of the calls about data sets that need more than the history. */
export function datasetHandlers(parts: DatasetParts): Handlers<OwnCall> {
  return {
    'datasets.rows': async ({ datasetId, offset, limit, only, search }) => {
      const { rows, facts } = await readDataset(parts, datasetId);
      const wanted = rows.filter((row) => isWanted(row, only) && contains(row, search));
      return { rows: wanted.slice(offset, offset + limit), total: wanted.length, facts };
    },
    'datasets.freeze': async ({ datasetId }) => {
      const { dataset, rows, facts } = await readDataset(parts, datasetId);
      const kept = rows.filter(({ omission }) => omission === null);
      if (kept.length === 0) throw new SarviError('dataset-empty', { rows: rows.length });
      return parts.history.ask('addVersion', {
        datasetId,
        query: dataset.query,
        facts,
        rows: kept.map((row) => ({ split: row.split, conversationId: row.conversationId, content: row })),
      });
    },
    'datasets.export': (input) => exportDataset(parts, input),
  };
}

function isWanted({ omission }: DatasetRow, only: string | null): boolean {
  if (only === null) return true;
  return only === 'kept' ? omission === null : omission === only;
}

function contains({ prompt, good, bad }: DatasetRow, search: string): boolean {
  if (search.trim() === '') return true;
  const wanted = search.trim().toLocaleLowerCase();
  const texts = [...prompt.map(({ content }) => content), good?.text ?? '', bad?.text ?? ''];
  return texts.some((text) => text.toLocaleLowerCase().includes(wanted));
}
